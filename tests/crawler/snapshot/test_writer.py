from __future__ import annotations

import contextlib
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.snapshot import DiskSnapshot, Fetch, Link, LinkKind, Outcome, Probe, Role
from crawler.snapshot.model import SnapshotError
from crawler.snapshot.writer import SnapshotWriter

MOMENT = datetime(2021, 12, 31, 8, 0, tzinfo=UTC)
HOME = "http://x.cn/"


def writing(folder: Path) -> SnapshotWriter:
    return SnapshotWriter.create(folder, "gongkai/1", MOMENT)


def ok(url: str, **facts) -> Fetch:
    return Fetch(url, Role.PAGE, Outcome.OK, 0, 200, content_type="text/html", **facts)


def test_a_url_becomes_known_once(tmp_path):
    with writing(tmp_path) as writer:
        assert not writer.knows(HOME)
        assert writer.know(HOME, Role.PAGE, 0) == 1
        assert writer.knows(HOME)
        assert writer.number(HOME) == 1


def test_the_second_attempt_replaces_the_first(tmp_path):
    with writing(tmp_path) as writer:
        writer.know(HOME, Role.PAGE, 0)
        writer.settle(Fetch(HOME, Role.PAGE, Outcome.TIMEOUT, 0, detail="slow"))
        writer.settle(ok(HOME, attempts=2))
    snapshot = DiskSnapshot(tmp_path)
    assert list(snapshot.fetches()) == [ok(HOME, attempts=2)]
    snapshot.close()


def test_what_was_never_asked_for(tmp_path):
    with writing(tmp_path) as writer:
        writer.know(HOME, Role.PAGE, 0)
        writer.know(HOME + "a", Role.PAGE, 1)
        writer.know(HOME + "b", Role.EXTERNAL, 1, Outcome.FORBIDDEN_ADDRESS)
        writer.settle(ok(HOME))
        assert writer.unasked(Role.PAGE, Outcome.NOT_REACHED) == 1
    snapshot = DiskSnapshot(tmp_path)
    assert [(f.outcome, f.attempts) for f in snapshot.fetches()] == [
        (Outcome.OK, 1),
        (Outcome.NOT_REACHED, 0),
        (Outcome.FORBIDDEN_ADDRESS, 0),
    ]
    snapshot.close()


def test_equal_links_are_kept_once_and_come_back_in_order(tmp_path):
    links = [
        Link(HOME + "a", "甲"),
        Link(HOME + "b", "乙", LinkKind.FRAME),
        Link(HOME + "a", "甲"),
        Link(HOME + "a", "丙"),
    ]
    with writing(tmp_path) as writer:
        for url in (HOME, HOME + "a", HOME + "b"):
            writer.know(url, Role.PAGE, 0)
        writer.settle(ok(HOME), links)
        writer.settle(ok(HOME + "a"), links[::-1])
    snapshot = DiskSnapshot(tmp_path)
    assert snapshot.links(HOME) == links
    assert snapshot.links(HOME + "a") == links[::-1]
    assert snapshot.links(HOME + "b") == ()
    assert snapshot.referrers(HOME + "a") == [HOME, HOME + "a"]
    snapshot.close()


def test_finished_snapshot_is_two_files(tmp_path):
    with writing(tmp_path) as writer:
        writer.know(HOME, Role.PAGE, 0)
        writer.settle(ok(HOME))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bodies.warc.gz", "index.sqlite"]


def test_readable_while_it_is_being_written(tmp_path):
    with writing(tmp_path) as writer:
        writer.describe(home=HOME, started_at=MOMENT.isoformat())
        writer.know(HOME, Role.PAGE, 0)
        place = writer.keep_body(HOME, "200 OK", [], b"body", MOMENT, None)
        writer.settle(ok(HOME, record=place))
        writer.commit()
        snapshot = DiskSnapshot(tmp_path)
        assert snapshot.body(HOME) == b"body"
        assert snapshot.info.finish is None
        snapshot.close()


HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from("\x00\ud800\udfff\u202e\ufffe'\";--<>\r\n")),
    max_size=40,
)


@example(title="\ud800", detail="\ud800", text="\ud800", url="", found="")
@given(
    title=HOSTILE,
    detail=HOSTILE,
    text=HOSTILE,
    url=st.text(max_size=20),
    found=st.text(max_size=20),
)
def test_hostile_text(tmp_path_factory, title, detail, text, url, found):
    folder = tmp_path_factory.mktemp("snapshot")
    with writing(folder) as writer:
        writer.describe(home=url, started_at=MOMENT.isoformat())
        writer.know(HOME, Role.PAGE, 0)
        writer.know("x:" + url, Role.EXTERNAL, 0)
        writer.settle(ok(HOME, title=title, detail=detail), [Link("x:" + url, text)])
        writer.probe(Probe("honest_404", url, MOMENT, {"title": title, "text": found}))
    snapshot = DiskSnapshot(folder)
    fetch = snapshot.fetch(HOME)
    assert fetch is not None
    assert fetch.title == title.encode("utf-8", "replace").decode()
    assert snapshot.links(HOME)[0].target == "x:" + url
    assert snapshot.links(HOME)[0].text == text.encode("utf-8", "replace").decode()
    assert len(snapshot.probes("honest_404")) == 1
    snapshot.close()


def test_moments_are_kept_in_utc(tmp_path):
    beijing = MOMENT.astimezone(timezone(timedelta(hours=8)))
    with writing(tmp_path) as writer:
        writer.know(HOME, Role.PAGE, 0)
        writer.settle(ok(HOME, fetched_at=beijing))
    snapshot = DiskSnapshot(tmp_path)
    fetch = snapshot.fetch(HOME)
    assert fetch is not None
    assert fetch.fetched_at == MOMENT
    snapshot.close()


def test_an_earlier_snapshot_is_not_written_over(tmp_path):
    writing(tmp_path).close()
    with pytest.raises(SnapshotError, match="已有一个快照"):
        writing(tmp_path)


def test_a_snapshot_whose_beginning_is_not_there_is_not_gone_on_with(tmp_path):
    writing(tmp_path).close()
    with contextlib.closing(sqlite3.connect(tmp_path / "index.sqlite")) as connection:
        connection.execute("DELETE FROM meta WHERE key = 'warc_start'")
        connection.commit()
    with pytest.raises(SnapshotError, match="不能继续"):
        SnapshotWriter.reopen(tmp_path)


def test_a_page_without_a_body_has_no_text(tmp_path):
    with writing(tmp_path) as writer:
        assert writer.text(ok(HOME)) == ""


def test_links_keep_their_numbers_though_only_some_are_remembered(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.snapshot.writer._FAMILIAR", 1)
    links = [Link(HOME + "a", "甲"), Link(HOME + "b", "乙")]
    with writing(tmp_path) as writer:
        for url in (HOME, HOME + "a", HOME + "b"):
            writer.know(url, Role.PAGE, 0)
        writer.settle(ok(HOME), links)
        writer.settle(ok(HOME + "a"), links[::-1])
    with contextlib.closing(DiskSnapshot(tmp_path)) as snapshot:
        assert (snapshot.links(HOME), snapshot.links(HOME + "a")) == (links, links[::-1])
    with contextlib.closing(sqlite3.connect(tmp_path / "index.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM anchors").fetchone() == (2,)
