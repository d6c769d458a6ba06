"""The journal of `gongkai watch`: any lines are read as far as they say something, and written back the same."""

from __future__ import annotations

from crawler.watch.journal import JournalError, read
from crawler.watch.lines import understood, written
from tests.fuzzing.target import Target, seeds_of, workplace


def check(data: bytes) -> None:
    """Read it whole, and each line."""
    with workplace("journal.jsonl", data) as path:
        try:
            found = read(path)
        except JournalError:
            return
        assert read(path) == found
    for line in found.lines:
        assert understood(written(line).rstrip(b"\n")) == line


def seeds() -> list[bytes]:
    """A short journal."""
    return seeds_of("journals")


TARGET = Target("journals", check, seeds, most=4000, words=(b"null", b"-1", b"1e999", b"NaN", b'"ok"', b'"2026-01-01T00:00:00+00:00"', b'"0001-01-01T00:00:00+14:00"', b"[]", b"{}", b'"\\ud800"', b"\n", b"99999999999999999999"), about="journal of the watch")  # fmt: skip
