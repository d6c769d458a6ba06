from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from crawler.reading.links import read_links
from crawler.snapshot import (
    CrawlInfo,
    DiskSnapshot,
    Drawn,
    Fetch,
    Link,
    LinkKind,
    MemorySnapshot,
    Outcome,
    Rendering,
    Role,
)
from crawler.snapshot.memory import page
from crawler.snapshot.warc import FILE
from crawler.snapshot.writer import SnapshotWriter

MOMENT = datetime(2021, 12, 31, 8, 0, tzinfo=UTC)
LATER = MOMENT + timedelta(minutes=5)
HOME = "http://x.cn/"
SHELL = b"<div id=app></div><a href=/old/>x</a><script src=/app.js></script>"
DOM = '<!DOCTYPE html><html><body><div id="app"><a href="/plans/">规划</a></div></body></html>'
DRAWN = Rendering(Drawn.WHOLE, LATER, "Chromium/130", "shell", 1.5)


def known(writer: SnapshotWriter, url: str, *, role: Role = Role.PAGE) -> None:
    writer.know(url, role, 0 if url == HOME else 1)


def write_shell(folder: Path) -> SnapshotWriter:
    writer = SnapshotWriter.create(folder, "gongkai/1", MOMENT)
    known(writer, HOME)
    known(writer, HOME + "old/")
    place = writer.keep_body(HOME, "200 OK", [("Content-Type", "text/html")], SHELL, MOMENT, None)
    fetch = replace(page(HOME, SHELL), depth=0, fetched_at=MOMENT, record=place)
    writer.settle(fetch, read_links(SHELL.decode(), HOME).links)
    return writer


def draw(writer: SnapshotWriter, rendering: Rendering = DRAWN, dom: str = DOM) -> None:
    links = read_links(dom, HOME).links
    for link in links:
        known(writer, link.target)
    writer.render(HOME, rendering, dom, links)


def test_the_page_is_read_as_it_was_drawn_and_the_answer_stays(tmp_path: Path) -> None:
    with write_shell(tmp_path) as writer:
        draw(writer)
        writer.describe(home=HOME, started_at=MOMENT.isoformat())
    snapshot = DiskSnapshot(tmp_path)
    fetch = snapshot.fetch(HOME)
    assert fetch is not None
    assert fetch.drawn is not None
    assert replace(fetch.drawn, record=None) == replace(
        DRAWN, sha256=sha256(DOM.encode()).hexdigest(), size=len(DOM.encode())
    )
    assert fetch.sha256 == sha256(SHELL).hexdigest()
    assert snapshot.body(HOME) == SHELL
    assert snapshot.source(HOME) == SHELL.decode()
    assert snapshot.text(HOME) == DOM
    assert snapshot.links(HOME) == [Link(HOME + "plans/", "规划")]
    assert snapshot.referrers(HOME + "plans/") == [HOME]
    assert snapshot.referrers(HOME + "old/") == ()
    assert [f.drawn is not None for f in snapshot.fetches()] == [True, False, False]
    snapshot.close()


def test_memory_tells_the_same_as_disk(tmp_path: Path) -> None:
    with write_shell(tmp_path) as writer:
        draw(writer)
    disk = DiskSnapshot(tmp_path)
    memory = MemorySnapshot(
        CrawlInfo(HOME, MOMENT), list(disk.fetches()), {HOME: SHELL}, rendered={HOME: DOM}
    )
    for url in (HOME, HOME + "old/"):
        assert memory.fetch(url) == disk.fetch(url)
        assert memory.text(url) == disk.text(url)
        assert memory.source(url) == disk.source(url)
        assert list(memory.links(url)) == list(disk.links(url))
        assert list(memory.referrers(url)) == list(disk.referrers(url))
    disk.close()


def test_the_dom_is_a_conversion_record_that_refers_to_the_answer(tmp_path: Path) -> None:
    with write_shell(tmp_path) as writer:
        draw(writer)
    with (tmp_path / FILE).open("rb") as file:
        records = [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Record-ID"),
                record.rec_headers.get_header("WARC-Refers-To"),
                record.rec_headers.get_header("Content-Type"),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file, check_digests=True)
        ]
    assert [record[0] for record in records] == ["warcinfo", "response", "conversion"]
    assert records[2][2] == records[1][1]
    assert records[2][3] == "text/html; charset=utf-8"
    assert records[2][4] == DOM.encode()


def test_what_could_not_be_drawn_is_read_as_it_was_sent(tmp_path: Path) -> None:
    with write_shell(tmp_path) as writer:
        writer.render(HOME, replace(DRAWN, drawn=Drawn.HANG, detail="15 s"), "", ())
    snapshot = DiskSnapshot(tmp_path)
    fetch = snapshot.fetch(HOME)
    assert fetch is not None
    assert fetch.drawn is None
    assert fetch.rendering == replace(DRAWN, drawn=Drawn.HANG, detail="15 s")
    assert snapshot.text(HOME) == SHELL.decode()
    assert snapshot.links(HOME) == [Link(HOME + "old/", "x")]
    snapshot.close()


def test_where_a_page_went_by_itself_is_a_link_of_it(tmp_path: Path) -> None:
    with write_shell(tmp_path) as writer:
        known(writer, HOME + "new/")
        jump = Link(HOME + "new/", "", LinkKind.REFRESH)
        writer.render(HOME, replace(DRAWN, drawn=Drawn.NAVIGATED), "", (jump,))
    snapshot = DiskSnapshot(tmp_path)
    assert snapshot.links(HOME) == [jump]
    assert snapshot.text(HOME) == SHELL.decode()
    snapshot.close()


def test_an_empty_drawing_has_no_links(tmp_path: Path) -> None:
    with write_shell(tmp_path) as writer:
        draw(writer, dom="<!DOCTYPE html><html></html>")
    snapshot = DiskSnapshot(tmp_path)
    assert snapshot.links(HOME) == ()
    snapshot.close()


def test_drawings_outlast_a_kill(tmp_path: Path) -> None:
    left = tmp_path / "left"
    with write_shell(tmp_path / "killed") as killed:
        draw(killed)
        shutil.copytree(tmp_path / "killed", left)
    with SnapshotWriter.reopen(left) as writer:
        assert set(writer.renderings.read()) == {HOME}
        known(writer, HOME + "more/")
        body = b"<p>more</p>"
        place = writer.keep_body(
            HOME + "more/", "200 OK", [("Content-Type", "text/html")], body, LATER, None
        )
        writer.settle(replace(page(HOME + "more/", body), record=place))
    snapshot = DiskSnapshot(left)
    assert snapshot.text(HOME) == DOM
    assert snapshot.text(HOME + "more/") == "<p>more</p>"
    snapshot.close()


def test_a_snapshot_from_before_there_was_drawing(tmp_path: Path) -> None:
    with write_shell(tmp_path):
        pass
    database = sqlite3.connect(tmp_path / "index.sqlite")
    database.execute("DROP TABLE renderings")
    database.commit()
    database.close()
    snapshot = DiskSnapshot(tmp_path)
    assert snapshot.text(HOME) == SHELL.decode()
    assert [link.target for link in snapshot.links(HOME)] == [HOME + "old/"]
    snapshot.close()
    with SnapshotWriter.reopen(tmp_path) as writer:
        draw(writer)
    snapshot = DiskSnapshot(tmp_path)
    assert snapshot.text(HOME) == DOM
    snapshot.close()


def test_pages_to_look_at_are_held_and_not_drawn_nearest_first(tmp_path: Path) -> None:
    with write_shell(tmp_path) as writer:
        draw(writer)
        for name, fetch in {
            "deep/": replace(page(HOME + "deep/", "<p>"), depth=3),
            "near/": replace(page(HOME + "near/", "<p>"), depth=1),
            "a.pdf": replace(page(HOME + "a.pdf", "x"), depth=1, content_type="application/pdf"),
            "gone/": Fetch(HOME + "gone/", Role.PAGE, Outcome.NOT_FOUND, 1),
        }.items():
            writer.know(HOME + name, Role.PAGE, fetch.depth)
            body = HOME + name
            place = writer.keep_body(HOME + name, "200 OK", [], body.encode(), MOMENT, None)
            writer.settle(replace(fetch, record=place))
        writer.commit()
        found = list(writer.renderings.pages(frozenset({"text/html"})))
        assert [page.url for page in found] == [HOME + "near/", HOME + "deep/"]
        assert writer.renderings.body(found[1]) == b"http://x.cn/deep/"
