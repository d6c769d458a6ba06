"""A crawl that knows an earlier one: what it asks for, what it takes over, what it does not believe."""

from __future__ import annotations

import contextlib
import errno
import gzip
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from crawler.fetching.routes import Address, ConnectTo
from crawler.folder import comparable, prepare
from crawler.run import crawl
from crawler.settings import CrawlSettings
from crawler.snapshot import DiskSnapshot, Outcome, Role, Sameness, SnapshotError
from tests.archives import complaints
from tests.crawler.aging import NEW, TEXT, AgingPortal, html
from tests.crawler.conftest import HOME, Crawled, moment


@pytest.fixture
def portal(httpserver: HTTPServer) -> AgingPortal:
    made = AgingPortal()
    made.serve(httpserver)
    made.put("/", html("/a/", "/b/", "/f.pdf", title="首页"))
    made.put("/a/", html("/a/1.html", "/a/2.html", "/a/3.html", title="栏目甲"))
    made.put("/b/", html("/a/1.html", "/b/1.html", title="栏目乙"), modified=None)
    for path in ("/a/1.html", "/a/2.html", "/a/3.html"):
        made.put(path, html("/", "/a/", title=path))
    made.put("/b/1.html", html("/", title="无标记"), tagged=False, modified=None)
    made.put("/f.pdf", b"%PDF-1.4" * 500, kind="application/pdf")
    made.young = dict(made.pages)
    return made


@pytest.fixture
def again(
    portal: AgingPortal, crawled: Callable[..., Crawled], httpserver: HTTPServer
) -> Callable[..., Crawled]:
    """Crawl the aging portal."""
    assert portal.pages
    everything = ConnectTo(None, None, Address("127.0.0.1", httpserver.port))

    def run(folder: str, previous: str | None = None, **wanted: Any) -> Crawled:
        return crawled(folder, previous, connect_to=(everything,), **wanted)

    return run


def seen(snapshot: DiskSnapshot) -> dict[str, Any]:
    """Everything but when and where, and what a 304 need not repeat."""
    nothing = dict.fromkeys(
        ("fetched_at", "seconds", "record", "unchanged", "etag", "last_modified")
    )
    found: dict[str, Any] = {}
    for fetch in snapshot.fetches():
        same = replace(fetch, **nothing)
        found[fetch.url] = (same, snapshot.links(fetch.url), snapshot.body(fetch.url))
    return found


def differences(one: DiskSnapshot, other: DiskSnapshot) -> list[str]:
    """The URLs of which two snapshots say different things; ORDER where it is that."""
    left, right = seen(one), seen(other)
    told = [url for url in left | right if left.get(url) != right.get(url)]
    return told if told or list(left) == list(right) else ["ORDER"]


def unchanged(snapshot: DiskSnapshot) -> dict[str, Sameness]:
    return {f.url.removeprefix(HOME): f.unchanged.how for f in snapshot.fetches() if f.unchanged}


def test_nothing_changed(portal, again):
    _, first = again("first")
    portal.asked.clear()
    summary, second = again("second", "first")
    assert summary.finish == "finished"
    assert differences(second, first) == []
    assert unchanged(second) == {
        "": Sameness.SAME_BODY,
        "a/": Sameness.NOT_MODIFIED,
        "b/": Sameness.NOT_MODIFIED,
        "f.pdf": Sameness.NOT_MODIFIED,
        "a/1.html": Sameness.NOT_MODIFIED,
        "a/2.html": Sameness.NOT_MODIFIED,
        "a/3.html": Sameness.NOT_MODIFIED,
        "b/1.html": Sameness.SAME_BODY,
    }
    whole = {path for path, _, status in portal.asked if status == 200}
    assert whole == {"/", "/a/", "/b/1.html"}, "home, one check, and what has no marks"
    spared = second.info.spared
    assert (spared.not_modified, spared.same_body, spared.distrusted) == (6, 2, {})
    assert spared.not_modified_bytes == sum(
        f.size
        for f in second.fetches()
        if f.url.removeprefix(HOME) not in {"", "b/1.html"} and f.unchanged
    )


def test_nothing_changed_where_another_process_reads_what_is_long(portal, again):
    """What is known already is not read there, and what only checks a host is read nowhere."""
    for path, on in {
        "/a/": "/a/1.html",
        "/b/": "/b/1.html",
        "/a/1.html": "/",
        "/b/1.html": "/",
    }.items():
        long = html(on, title=path, more=TEXT * 20)
        portal.put(path, long, tagged=path != "/b/1.html", modified=None)
    again("one")
    _, here = again("two", "one", read_apart=False)
    _, there = again("three", "one", read_apart=True)
    sameness = {
        fetch.url.removeprefix(HOME): fetch.unchanged.how
        for fetch in there.fetches()
        if fetch.unchanged
    }
    assert sameness["a/1.html"] is Sameness.NOT_MODIFIED
    assert sameness["b/1.html"] is Sameness.SAME_BODY
    for fetch in here.fetches():
        other = there.fetch(fetch.url)
        assert (fetch.outcome, fetch.sha256) == (other.outcome, other.sha256)
        assert there.links(fetch.url) == here.links(fetch.url)


def test_what_changed_is_read_anew_and_what_is_linked_no_more_is_left_out(portal, again):
    again("first")
    portal.change("/a/", html("/a/1.html", "/a/new.html", title="改版"))
    portal.put("/a/new.html", html(title="新"))
    portal.change("/f.pdf", b"%PDF-1.7" * 300)
    _, second = again("second", "first")
    _, whole = again("whole")
    assert differences(second, whole) == []
    assert "a/" not in unchanged(second)
    assert "f.pdf" not in unchanged(second)
    assert "a/1.html" in unchanged(second)
    assert second.fetch(HOME + "a/2.html") is None
    assert second.fetch(HOME + "a/new.html").outcome is Outcome.OK


def test_each_snapshot_of_a_chain_stands_alone(portal, again, tmp_path):
    again("0")
    for month in range(1, 5):
        portal.change(f"/a/{month}.html" if month < 4 else "/b/", html("/", title=f"{month}月"))
        again(str(month), str(month - 1))
        shutil.rmtree(tmp_path / str(month - 1))
    last = DiskSnapshot(tmp_path / "4")
    _, whole = again("whole")
    assert differences(last, whole) == []
    carried = sorted(path.name for path in last.folder.glob("bodies-*.warc.gz"))
    assert len(carried) == 4, "the first crawl's file and one of each month before"
    assert {f.record.file for f in last.fetches() if f.unchanged} == set(carried)
    assert all((last.folder / name).stat().st_nlink == 1 for name in carried), "none is shared"
    last.close()


def test_files_that_nothing_stands_in_any_more_are_not_carried_on(portal, again):
    again("first")
    for path, page in list(portal.pages.items()):
        portal.change(path, page.body + b" ")
    _, second = again("second", "first")
    assert sorted(path.name for path in second.folder.iterdir()) == [
        "bodies.warc.gz",
        "index.sqlite",
    ]


def test_a_revisit_costs_next_to_nothing(portal, again):
    unpackable = random.Random(7).randbytes(200_000)  # noqa: S311 - no secret
    portal.put("/f.pdf", unpackable, kind="application/pdf")
    _, first = again("first")
    _, second = again("second", "first")
    own = (second.folder / "bodies.warc.gz").stat().st_size
    assert own * 20 < (first.folder / "bodies.warc.gz").stat().st_size
    linked = next(second.folder.glob("bodies-*.warc.gz"))
    assert linked.samefile(first.folder / "bodies.warc.gz")


def test_where_linking_is_refused_files_are_copied(again, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    _, first = again("first")
    monkeypatch.setattr(os, "link", refuse)
    _, second = again("second", "first")
    copy = next(second.folder.glob("bodies-*.warc.gz"))
    original = first.folder / "bodies.warc.gz"
    assert copy.read_bytes() == original.read_bytes()
    assert not copy.samefile(original)
    assert differences(second, first) == []


def lies(portal: AgingPortal, how: str) -> None:
    if how == "always_304":
        portal.always_304 = True
    else:
        portal.deaf = {"/a/", "/a/1.html"}


@pytest.mark.parametrize("how", ["always_304", "missed_change"])
def test_a_server_whose_304_says_nothing_is_asked_in_full(portal, again, how):
    again("first")
    portal.change("/a/", html("/a/1.html", "/a/new.html", title="改版"))
    portal.change("/a/1.html", html("/", title="改了"))
    portal.put("/a/new.html", html(title="新"))
    _, whole = again("whole")
    lies(portal, how)
    summary, second = again("second", "first")
    assert summary.finish == "finished"
    assert seen(whole).items() <= seen(second).items()
    assert second.info.spared.distrusted == {"www.x.gov.cn": how}
    assert second.info.spared.not_modified == 0


def test_a_304_that_speaks_of_another_body_is_not_believed(portal, again):
    again("first")
    before = portal.pages["/a/1.html"].etag
    portal.change("/a/1.html", html("/", title="改了"))
    portal.confused["/a/1.html"] = before
    _, second = again("second", "first")
    assert second.fetch(HOME + "a/1.html").title == "改了"
    assert second.info.spared.distrusted == {}


@pytest.mark.parametrize("previous", [None, "first"])
def test_a_304_that_nobody_asked_for_is_no_fault_of_the_page_s_content(portal, again, previous):
    again("first")
    portal.put("/a/3.html", b"", status=304)
    _, second = again("second", previous)
    fetch = second.fetch(HOME + "a/3.html")
    assert (fetch.outcome, fetch.status, fetch.attempts) == (Outcome.PROTOCOL, 304, 2)


def test_a_page_that_failed_before_is_fetched(portal, again):
    portal.put("/a/1.html", b"", status=500)
    again("first")
    portal.put("/a/1.html", html(title="好了"))
    _, second = again("second", "first")
    assert second.fetch(HOME + "a/1.html").title == "好了"


def test_a_page_that_fails_now_is_not_taken_over(portal, again):
    again("first")
    portal.put("/a/1.html", b"gone", status=404)
    _, second = again("second", "first")
    assert second.fetch(HOME + "a/1.html").outcome is Outcome.NOT_FOUND


def test_a_body_of_another_type_now_is_read_by_that_type(portal, again):
    portal.put(
        "/b/1.html",
        html("/", title="公开").encode("gbk"),
        kind="text/html; charset=gbk",
        tagged=False,
        modified=None,
    )
    _, first = again("first")
    assert first.fetch(HOME + "b/1.html").title == "公开"
    portal.pages["/b/1.html"].kind = "text/plain"
    _, second = again("second", "first")
    _, whole = again("whole")
    assert unchanged(second)["b/1.html"] is Sameness.SAME_BODY
    assert differences(second, whole) == []
    assert second.links(HOME + "b/1.html") == ()


def rewritten(folder: Path, statement: str, *values: object) -> None:
    with contextlib.closing(sqlite3.connect(folder / "index.sqlite")) as database:
        database.execute(statement, values)
        database.commit()


def test_what_an_older_reading_found_is_read_again_from_the_kept_body(portal, again, tmp_path):
    again("first")
    rewritten(tmp_path / "first", "UPDATE meta SET value = '\"older\"' WHERE key = 'reader'")
    rewritten(tmp_path / "first", "UPDATE urls SET title = 'wrong', links = NULL")
    portal.asked.clear()
    _, second = again("second", "first")
    assert ("/a/1.html", 304) in portal.conditional()
    assert len(unchanged(second)) == 8
    assert second.fetch(HOME + "a/1.html").title == "/a/1.html"
    _, whole = again("whole")
    assert differences(second, whole) == []


def damage_bodies(folder: Path) -> None:
    warc = folder / "bodies.warc.gz"
    snapshot = DiskSnapshot(folder)
    place = snapshot.fetch(HOME + "a/1.html").record
    snapshot.close()
    raw = bytearray(warc.read_bytes())
    raw[place.offset + 40 : place.offset + 60] = bytes(20)
    warc.write_bytes(raw)


def forge_body(folder: Path) -> None:
    """A whole and readable record, but not of what the index says."""
    warc = folder / "bodies.warc.gz"
    snapshot = DiskSnapshot(folder)
    place = snapshot.fetch(HOME + "a/1.html").record
    snapshot.close()
    raw = warc.read_bytes()
    record = gzip.decompress(raw[place.offset : place.offset + place.length])
    forged = gzip.compress(record.replace(TEXT[:4].encode(), "伪造内容".encode()))
    warc.write_bytes(raw + forged)
    rewritten(
        folder,
        "UPDATE urls SET warc_offset = ?, warc_length = ? WHERE url = ?",
        len(raw),
        len(forged),
        HOME + "a/1.html",
    )


@pytest.mark.harms_archives
@pytest.mark.parametrize(
    "harm",
    [
        damage_bodies,
        forge_body,
        lambda folder: (folder / "bodies.warc.gz").unlink(),
        lambda folder: (folder / "bodies.warc.gz").write_bytes(b"nonsense"),
        lambda folder: (folder / "bodies.warc.gz").write_bytes(
            (folder / "bodies.warc.gz").read_bytes()[:900]
        ),
        lambda folder: rewritten(folder, "UPDATE urls SET sha256 = 'x'"),
        lambda folder: rewritten(
            folder, "UPDATE urls SET links = x'ffffffffffffffff' WHERE links NOT NULL"
        ),
        lambda folder: rewritten(folder, "UPDATE urls SET links = x'01' WHERE links NOT NULL"),
        lambda folder: rewritten(folder, "UPDATE urls SET outcome = 'splendid', since = 'soon'"),
        lambda folder: rewritten(folder, "UPDATE urls SET warc_file = '../first/bodies.warc.gz'"),
        lambda folder: rewritten(folder, "UPDATE urls SET warc_offset = -5"),
        lambda folder: rewritten(folder, "DELETE FROM anchors WHERE id % 2 = 0"),
        lambda folder: rewritten(folder, "UPDATE anchors SET kind = 'golden'"),
        lambda folder: rewritten(folder, "DELETE FROM urls WHERE id > 3"),
        lambda folder: rewritten(folder, "DROP TABLE probes"),
        lambda folder: rewritten(
            folder, "UPDATE urls SET etag = '\"a\r\nX: y\"', last_modified = '公元'"
        ),
    ],
)
def test_a_damaged_snapshot_costs_bytes_and_nothing_else(again, tmp_path, harm):
    """Whatever happened to the earlier snapshot: the new one is as a crawl without it would be."""
    again("first")
    _, whole = again("whole")
    harm(tmp_path / "first")
    summary, second = again("second", "first")
    assert summary.finish == "finished"
    assert differences(second, whole) == []
    assert complaints(second.folder) == []
    harmed = {damage_bodies: 1, forge_body: 1}
    assert harm not in harmed or second.info.spared.damaged == harmed[harm]
    assert sorted(second.referrers(HOME + "a/1.html")) == sorted(whole.referrers(HOME + "a/1.html"))


def test_a_snapshot_that_was_killed_is_of_use_as_far_as_it_goes(again, tmp_path):
    again("first")
    rewritten(tmp_path / "first", "DELETE FROM meta WHERE key IN ('finish', 'finished_at')")
    with (tmp_path / "first" / "bodies.warc.gz").open("ab") as file:
        file.write(b"\x1f\x8b torn")
    _, second = again("second", "first")
    assert len(unchanged(second)) == 8
    assert complaints(second.folder) == [], "the torn record is not carried on"


def test_a_snapshot_whose_bodies_are_shared_is_not_written_into(again, tmp_path, httpserver):
    """The earlier snapshot goes on growing (--resume): the later one must not notice."""
    everything = ConnectTo(None, None, Address("127.0.0.1", httpserver.port))
    plan = CrawlSettings(HOME, delay=0, connect_to=(everything,), max_pages=3)
    prepare(tmp_path / "first")
    crawl(plan, tmp_path / "first", moment, "test")
    _, second = again("second", "first")
    carried = next(second.folder.glob("bodies-*.warc.gz"))
    before = carried.read_bytes()
    crawl(replace(plan, max_pages=100), tmp_path / "first", moment, "test", resume=True)
    assert carried.read_bytes() == before
    grown = DiskSnapshot(tmp_path / "first")
    assert len(seen(grown)) == len(seen(second))
    grown.close()


def test_roles_may_change(portal, again):
    """What was another site's page before is one's own now, and its links are followed."""
    portal.put("/", html("http://zw.y.cn/", "/a/"))
    again("first")
    _, second = again("second", "first", hosts=("zw.y.cn",))
    _, whole = again("whole", hosts=("zw.y.cn",))
    assert differences(second, whole) == []
    assert second.fetch("http://zw.y.cn/").role is Role.PAGE


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda _: None, "没有快照"),
        (lambda folder: folder.mkdir(), "没有快照"),
        (lambda folder: folder.write_text("x"), "没有快照"),
        (
            lambda folder: (folder.mkdir(), (folder / "index.sqlite").write_text("x" * 5000)),
            "不是可读的快照索引",
        ),
    ],
)
def test_what_is_no_snapshot_is_refused(tmp_path, make, says):
    make(tmp_path / "none")
    with pytest.raises(SnapshotError, match=says):
        comparable(tmp_path / "none", HOME)


def test_snapshots_that_cannot_be_compared_with_are_refused(again, tmp_path):
    again("first")
    first = tmp_path / "first"
    assert comparable(first, HOME) == first
    with pytest.raises(SnapshotError, match="不是 http://www.y.gov.cn/ 的"):
        comparable(first, "http://www.y.gov.cn/")
    audit = tmp_path / "audit"
    audit.mkdir()
    shutil.copytree(first, audit / "snapshot")
    assert comparable(audit, HOME) == audit / "snapshot"
    rewritten(first, "UPDATE meta SET value = 'gongkai-snapshot/9' WHERE key = 'format'")
    with pytest.raises(SnapshotError, match="格式不是"):
        comparable(first, HOME)
    rewritten(audit / "snapshot", "DELETE FROM meta WHERE key = 'started_at'")
    with pytest.raises(SnapshotError, match="没有写完开头"):
        comparable(audit, HOME)
    rewritten(audit / "snapshot", "UPDATE meta SET value = '{' WHERE key = 'home'")
    with pytest.raises(SnapshotError, match="已损坏"):
        comparable(audit, HOME)


def test_a_snapshot_is_not_compared_with_itself(again, tmp_path, plan):
    again("first")
    with pytest.raises(SnapshotError, match="正在写的快照"):
        crawl(plan(), tmp_path / "first", moment, "test", resume=True, previous=tmp_path / "first")


PATHS = ["/a/", "/b/", "/a/1.html", "/a/2.html", "/a/3.html", "/b/1.html"]


CHANGES = st.dictionaries(
    st.sampled_from(PATHS),
    st.tuples(
        st.sampled_from(["change", "touch", "untag", "gone", "move", "turn"]),
        st.lists(st.sampled_from([*PATHS, "/f.pdf", "/gone", "?x"]), max_size=5),
    ),
)


@given(changes=CHANGES)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_a_portal_ages_the_picture_is_that_of_a_full_crawl(
    portal, again, tmp_path, changes
):
    made = len(list(tmp_path.iterdir()))
    portal.rejuvenate()
    first, second, full = f"first{made}", f"second{made}", f"full{made}"
    again(first)
    for path, (how, links) in changes.items():
        page = portal.pages[path]
        if how == "change":
            portal.change(path, html(*links, title="改了"))
        elif how == "touch":
            portal.pages[path] = replace(page, modified=NEW)
        elif how == "untag":
            portal.pages[path] = replace(page, tagged=False)
        elif how == "gone":
            del portal.pages[path]
        elif how == "move":
            portal.put(path, b"", status=404)
        else:
            portal.put(path, html(more="<script>createPageHTML(3, 0, 'index', 'html')</script>"))
    _, aged = again(second, first)
    _, whole = again(full)
    assert differences(aged, whole) == []
