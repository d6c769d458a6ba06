"""The link lists of an earlier snapshot, taken over as they stand.

Its anchors keep their numbers in the new snapshot, which begins its own numbers behind them: what a
page links to is then the same bytes again.  Only anchors of pages that stand unchanged are copied.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from dataclasses import dataclass

from crawler.reading.links import Link, LinkKind
from crawler.snapshot.writer import SnapshotWriter

_BETWEEN = "SELECT id, url_id, text, kind FROM anchors WHERE id BETWEEN ? AND ?"
_AMONG = "SELECT id, url_id, text, kind FROM anchors WHERE id IN (SELECT value FROM json_each(?))"
_KINDS = frozenset(kind.value for kind in LinkKind)

_MOST = 1 << 26  # what is beyond is not taken over

Row = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class NewLinks:
    """What an unchanged page links to and no unchanged page before it did.

    `links` are those whose targets may be unknown, in document order; `rows` are all new anchors,
    `urls` the targets of `links` by their earlier numbers.
    """

    links: tuple[tuple[int, Link], ...]
    rows: tuple[Row, ...]
    urls: dict[int, str]


NOTHING_NEW = NewLinks((), (), {})


class EarlierLinks:
    """Takes over link lists, page after page.  Says None of what an index does not hold as it should."""

    def __init__(self, database: sqlite3.Connection, writer: SnapshotWriter) -> None:
        self._db = database
        self._writer = writer
        self.count = self._most("anchors")
        self._met = bytearray(self.count + 1)
        self._numbers = array("I", bytes(4 * (self._most("urls") + 1)))  # new ones by earlier ones

    def _most(self, table: str) -> int:
        (number,) = self._db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()  # noqa: S608 - our own words
        return min(int(number), _MOST)

    def begin(self, name: str) -> bool:
        """Keep the earlier numbers free, or go on with them; False where others have them.

        `name` tells earlier snapshots apart.
        """
        if not self._writer.begin_anchors_behind(name, self.count):
            return False
        for number in self._writer.anchors_up_to(self.count):
            self._met[number] = 1
        return True

    def new(self, page: bytes) -> NewLinks | None:
        """Return what is new in the link list of a page."""
        met = self._met
        try:
            numbers = array("I", page)
            unmet = dict.fromkeys([number for number in numbers if not met[number]])
            return self._read(list(unmet)) if unmet else NOTHING_NEW
        except (sqlite3.DatabaseError, ValueError, TypeError, LookupError):
            return None

    def _read(self, unmet: list[int]) -> NewLinks:
        low, high = min(unmet), max(unmet)
        if high - low < 2 * len(unmet):  # as they were written when the page was read
            found = self._db.execute(_BETWEEN, (low, high))
        else:
            found = self._db.execute(_AMONG, (json.dumps(unmet),))
        by_number: dict[int, Row] = {row[0]: row for row in found}
        rows = tuple([by_number[number] for number in unmet])
        if not all(kind in _KINDS and type(text) is str for _, _, text, kind in rows):
            raise ValueError("no anchors of ours")
        known = self._numbers
        targets = {target for _, target, _, _ in rows if not known[target]}
        urls = self._urls(targets) if targets else {}
        links = [
            (number, Link(urls[target], text, LinkKind(kind)))
            for number, target, text, kind in rows
            if target in targets
        ]
        return NewLinks(tuple(links), rows, urls)

    def _urls(self, targets: set[int]) -> dict[int, str]:
        rows = self._db.execute(
            "SELECT id, url FROM urls WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(targets)),),
        )
        urls = dict(rows.fetchall())
        if not all(isinstance(urls[target], str) for target in targets):
            raise ValueError("no URLs of ours")
        return urls

    def take(self, new: NewLinks) -> None:
        """Copy anchors into the new snapshot; their targets are known there."""
        numbers, met = self._numbers, self._met
        for earlier, url in new.urls.items():
            numbers[earlier] = self._writer.number(url)
        self._writer.add_anchors(
            [(number, numbers[target], text, kind) for number, target, text, kind in new.rows]
        )
        for number, _, _, _ in new.rows:
            met[number] = 1
