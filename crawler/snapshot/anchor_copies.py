"""Anchors copied from an earlier index as they stand, by SQLite itself: their rows never come to Python.

Only the numbers of the URLs that they lead to are others.  Which anchors, and what they lead to, is
said by `earlier_links`, which has looked at each.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from crawler.snapshot import index

_COPY = (
    "INSERT INTO anchors SELECT earlier.anchors.id, number, text, kind FROM earlier.anchors"
    " JOIN temp.renumbered ON renumbered.earlier = url_id WHERE earlier.anchors.id BETWEEN ? AND ?"
)


class AnchorCopies:
    """Copies into one new index what is asked for, whenever the new index is written."""

    def __init__(self, database: sqlite3.Connection, folder: Path) -> None:
        """Begin with nothing to copy; no transaction is under way.  Raises sqlite3.Error."""
        self._db = database
        index.attach(database, folder, "earlier")
        database.execute("PRAGMA temp_store=MEMORY")
        database.execute(
            "CREATE TEMP TABLE renumbered (earlier INTEGER PRIMARY KEY, number INTEGER NOT NULL)"
        )
        self._urls: list[tuple[int, int]] = []
        self._spans: list[tuple[int, int]] = []

    def renumber(self, urls: Mapping[int, int]) -> None:
        """Say which new numbers the URLs of some earlier numbers have."""
        self._urls.extend(urls.items())

    def copy(self, spans: Iterable[tuple[int, int]]) -> None:
        """Have anchors copied, from the first number to the last of each span; none is asked for twice."""
        self._spans.extend(spans)

    def write(self) -> None:
        """Write what was asked for, as a part of whatever else is being written."""
        urls, self._urls = self._urls, []
        spans, self._spans = self._spans, []
        self._db.executemany("INSERT INTO temp.renumbered VALUES (?, ?)", urls)
        self._db.executemany(_COPY, spans)
