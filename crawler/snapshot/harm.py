"""What reading a damaged or made-up index raises, told as the one error that whoever reads snapshots expects."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.snapshot.model import SnapshotError

_TOLD = 200
# What SQLite says of a damaged file, and what comes of values that no crawl of ours writes.
HARM = (
    sqlite3.DatabaseError,
    ArithmeticError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def damaged(index: Path, what: object) -> SnapshotError:
    """Say that an index is not as it was written, and what shows it."""
    return SnapshotError(
        f"{index} 已损坏或被改动过（{str(what)[:_TOLD]}）。请恢复原文件，或重新爬取。"
    )


@contextmanager
def told(index: Path) -> Iterator[None]:
    """Raise SnapshotError in the place of what a harmed index raises."""
    try:
        yield
    except sqlite3.ProgrammingError:  # ours: the index is closed already
        raise
    except HARM as error:
        raise damaged(index, error) from error
