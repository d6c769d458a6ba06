"""The journal only grows; what a kill tore is left out, and nothing behind it is."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.snapshot.model import Outcome
from crawler.watch.journal import Journal, JournalBrokenError, JournalError, read
from crawler.watch.lines import Attempt, Canary, ClockSet, Missed, Tried, understood, written
from tests.crawler.watch.clocks import BEGUN, plan

FAILED = Attempt(Outcome.BLOCKED, 0.2, 0.1, 412, "瑞数动态防护", None, "127.0.0.1", "http://x.cn/a")
LINES = [
    plan(),
    Tried(BEGUN, BEGUN, FAILED, Attempt(Outcome.OK, 1.0), Canary.UP),
    Missed(BEGUN, BEGUN + timedelta(hours=1)),
    ClockSet(BEGUN, BEGUN - timedelta(hours=1)),
]


def test_lines_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    with Journal(path) as journal:
        for line in LINES:
            journal.append(line)
    assert list(read(path).lines) == LINES
    assert read(path).unreadable == 0


@given(cut=st.integers(1, 200))
@settings(max_examples=25)
def test_a_torn_last_line_is_left_where_it_stands(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.mktemp("torn") / "x.jsonl"
    whole = b"".join(map(written, LINES))
    torn = whole + written(LINES[1])[:cut]
    path.write_bytes(torn)
    assert read(path).lines == tuple(LINES)  # also while somebody writes it
    with Journal(path) as journal:
        journal.append(LINES[2])
    assert path.read_bytes().startswith(torn)  # nothing is rewritten
    series = read(path)
    assert series.lines == (*LINES, LINES[2])
    assert series.unreadable == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 9,
        b"{}",
        b"[1]",
        b'{"kind":"tried"}',
        b'{"kind":"missed","planned":"2026-06-30T09:30:00","at":"2026-06-30T09:30:00"}',  # no zone
        b'{"kind":"plan","format":"gongkai-watch/2"}',
        b'{"kind":"missed","planned":"9999-12-31T23:59:59Z","at":"2026-06-30T09:30:00Z"}',
        written(LINES[1]).replace(b'"seconds":0.2', b'"seconds":NaN'),
        written(LINES[0]).replace(b'"per_day":24', b'"per_day":0'),
        written(LINES[0]).replace(b"http://www.x", b"http://\\u001b[2J.x"),
        "随便什么".encode("gbk"),
    ],
    ids=repr,
)
def test_what_is_no_line_of_ours_is_none(raw: bytes) -> None:
    assert understood(raw) is None


def test_a_slot_that_was_made_after_all_was_not_missed(tmp_path: Path) -> None:
    """A clock that ran ahead lets slots seem missed that are still to come."""
    path = tmp_path / "x.jsonl"
    with Journal(path) as journal:
        for line in (LINES[2], LINES[2], LINES[1]):
            journal.append(line)
    assert read(path).missed == []


def test_copies_put_together_count_once(tmp_path: Path) -> None:
    """As `cat` does with two copies of one journal; two machines' tries of a slot stay two."""
    path = tmp_path / "x.jsonl"
    lines = b"".join(map(written, LINES))
    path.write_bytes(lines + lines + written(Tried(BEGUN, BEGUN + timedelta(seconds=9), FAILED)))
    assert [one.at - BEGUN for one in read(path).tried] == [timedelta(), timedelta(seconds=9)]


def test_what_an_editor_makes_of_a_journal_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"".join(map(written, LINES)).replace(b"\n", b"\r\n"))
    assert list(read(path).lines) == LINES


def test_what_never_ends_is_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "x.jsonl"
    os.mkfifo(pipe)
    with pytest.raises(JournalError, match="不是普通文件"):
        read(pipe)
    (tmp_path / "zero.jsonl").symlink_to("/dev/zero")
    with pytest.raises(JournalError, match="不是普通文件"):
        read(tmp_path / "zero.jsonl")


def test_a_journal_that_is_not_there_or_not_writable_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="读不到"):
        read(tmp_path / "none.jsonl")
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(JournalBrokenError, match="不能写"):
        Journal(tmp_path / "folder.jsonl")


def test_a_full_disk_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").symlink_to("/dev/full")
    with Journal(tmp_path / "x.jsonl") as journal, pytest.raises(JournalBrokenError, match="磁盘"):
        journal.append(LINES[0])


def test_what_is_too_large_for_a_journal_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "x.jsonl").open("wb") as file:
        file.truncate(300 << 20)
    with pytest.raises(JournalError, match="大得不像"):
        read(tmp_path / "x.jsonl")
