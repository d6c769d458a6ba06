"""Link lists taken over from an earlier index: the same links, whatever is wrong with a part of it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.snapshot import DiskSnapshot, Fetch, Link, LinkKind, Outcome, Role, index
from crawler.snapshot.earlier_links import EarlierLinks, NewLinks
from crawler.snapshot.writer import SnapshotWriter

MOMENT = datetime(2021, 12, 31, 8, 0, tzinfo=UTC)
HOME = "http://x.cn/"
NAV = [Link(f"{HOME}col/{n}/", f"栏目{n}", LinkKind.ANCHOR) for n in range(5)]
PAGES = {
    HOME: NAV,
    f"{HOME}a": [*NAV, Link(f"{HOME}a/1", "一", LinkKind.ANCHOR)],
    f"{HOME}b": [Link(f"{HOME}b/1", "", LinkKind.FRAME), *NAV, Link(HOME, "首页", LinkKind.ANCHOR)],
    f"{HOME}c": [Link(f"{HOME}a/1", "另一个说法", LinkKind.ANCHOR)],
}


def settle(writer: SnapshotWriter, url: str) -> None:
    writer.settle(Fetch(url, Role.PAGE, Outcome.OK, 0, 200), PAGES[url])


def know(writer: SnapshotWriter, *urls: str) -> None:
    for url in urls:
        if not writer.knows(url):
            writer.know(url, Role.PAGE, 1)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    folder = tmp_path / "first"
    with SnapshotWriter.create(folder, "gongkai/1", MOMENT) as writer:
        for url, links in PAGES.items():
            know(writer, url, *(link.target for link in links))
            settle(writer, url)
    return folder


@contextlib.contextmanager
def taking_over(first: Path, folder: Path) -> Iterator[tuple[EarlierLinks, SnapshotWriter]]:
    with (
        contextlib.closing(index.open_for_reading(first)) as database,
        SnapshotWriter.create(folder, "gongkai/1", MOMENT) as writer,
    ):
        lists = EarlierLinks(database, first, writer)
        assert lists.begin("first")
        yield lists, writer


def blob(first: Path, url: str) -> bytes:
    with contextlib.closing(sqlite3.connect(first / index.FILE)) as database:
        (found,) = database.execute("SELECT links FROM urls WHERE url = ?", (url,)).fetchone()
        return bytes(found)


def take(lists: EarlierLinks, writer: SnapshotWriter, first: Path, url: str) -> NewLinks:
    page = blob(first, url)
    new = lists.new(page)
    assert new is not None
    know(writer, url, *(link.target for _, link in new.links))
    lists.take(new)
    writer.settle_linked(Fetch(url, Role.PAGE, Outcome.OK, 0, 200), page, b"")
    return new


@given(order=st.permutations(list(PAGES)), others=st.integers(0, 3), often=st.booleans())
def test_pages_have_the_links_that_they_had(tmp_path_factory, order, others, often):
    folder = tmp_path_factory.mktemp("links")
    with SnapshotWriter.create(folder / "first", "gongkai/1", MOMENT) as writer:
        for url, links in PAGES.items():
            know(writer, url, *(link.target for link in links))
            settle(writer, url)
    with taking_over(folder / "first", folder / "second") as (lists, writer):
        for number in range(others):  # numbers are others than before
            know(writer, f"{HOME}new/{number}")
        for url in order:
            take(lists, writer, folder / "first", url)
            if often:
                writer.commit()
    with contextlib.closing(DiskSnapshot(folder / "second")) as second:
        assert {url: second.links(url) for url in PAGES} == PAGES


def test_only_what_may_be_unknown_is_read(first, tmp_path):
    with taking_over(first, tmp_path / "second") as (lists, writer):
        new = take(lists, writer, first, HOME)
        assert [link for _, link in new.links] == NAV
        new = take(lists, writer, first, f"{HOME}a")
        assert [link.target for _, link in new.links] == [f"{HOME}a/1"]
        assert take(lists, writer, first, f"{HOME}c") == NewLinks((), (9,), {})
        assert take(lists, writer, first, f"{HOME}a") == NewLinks((), (), {})


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE anchors SET text = CAST(x'e5ad' AS TEXT) WHERE text = '一'",
        "UPDATE anchors SET text = x'00' WHERE text = '一'",
        "UPDATE anchors SET kind = 'golden' WHERE text = '一'",
        "UPDATE anchors SET url_id = 4000000 WHERE text = '一'",
        "UPDATE anchors SET url_id = -1 WHERE text = '一'",
        "UPDATE anchors SET url_id = 'one' WHERE text = '一'",
        "DELETE FROM anchors WHERE text = '一'",
        "UPDATE urls SET url = x'ff' WHERE url = 'http://x.cn/a/1'",
        "DELETE FROM urls WHERE url = 'http://x.cn/a/1'",
    ],
)
def test_a_list_that_is_not_as_it_should_be_is_not_taken_over(first, tmp_path, harm):
    page, sound = blob(first, f"{HOME}a"), blob(first, HOME)
    with contextlib.closing(sqlite3.connect(first / index.FILE)) as database:
        assert database.execute(harm).rowcount == 1
        database.commit()
    with taking_over(first, tmp_path / "second") as (lists, _):
        assert lists.new(page) is None
        assert lists.new(page[:3]) is None
        assert lists.new(b"\xff" * 8) is None
        # What stands beside it is not to blame, as long as it can be read at all.
        assert lists.new(sound) or "CAST" in harm or "url_id" in harm


def test_the_earlier_index_is_only_read(first, tmp_path):
    before = (first / index.FILE).read_bytes()
    with taking_over(first, tmp_path / "second") as (lists, writer):
        take(lists, writer, first, HOME)
        writer.commit()
        with pytest.raises(sqlite3.OperationalError):
            writer._db.execute("DELETE FROM earlier.anchors")  # noqa: SLF001 - what nobody else can try
    assert (first / index.FILE).read_bytes() == before
    assert {path.name for path in first.iterdir()} == {index.FILE, "bodies.warc.gz"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_earlier_index_in_a_folder_that_cannot_be_written(first, tmp_path):
    first.chmod(0o555)
    try:
        with taking_over(first, tmp_path / "second") as (lists, writer):
            take(lists, writer, first, HOME)
    finally:
        first.chmod(0o755)
    with contextlib.closing(DiskSnapshot(tmp_path / "second")) as second:
        assert second.links(HOME) == NAV
