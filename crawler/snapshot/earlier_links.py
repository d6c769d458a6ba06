"""The link lists of an earlier snapshot, taken over as they stand.

Its anchors keep their numbers in the new snapshot, which begins its own numbers behind them: what a
page links to is then the same bytes again.  Only anchors of pages that stand unchanged are copied.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.reading.links import Link, LinkKind
from crawler.snapshot.writer import SnapshotWriter

# Anchors are looked at so many at a time, the first time that a page needs one of them.
_PORTION_BITS = 12
_PORTION = 1 << _PORTION_BITS
_SOUND = ", ".join(f"'{kind.value}'" for kind in LinkKind)
_TARGETS = (
    "SELECT id, url_id, text FROM anchors WHERE id BETWEEN ? AND ?"  # noqa: S608 - our own words
    f" AND typeof(text) = 'text' AND kind IN ({_SOUND})"
)
_ANCHORS = (
    "SELECT anchors.id, url_id, url, text, kind FROM anchors JOIN urls ON urls.id = url_id"
    " WHERE anchors.id IN (SELECT value FROM json_each(?))"
)
_MOST = 1 << 24  # what is beyond is not taken over


@dataclass(frozen=True, slots=True)
class NewLinks:
    """What an unchanged page links to and no unchanged page before it did.

    `links` are those whose targets may be unknown, in document order; `urls` their targets by their
    earlier numbers, `anchors` the numbers of all that is new.
    """

    links: tuple[tuple[int, Link], ...]
    anchors: tuple[int, ...]
    urls: Mapping[int, str]


NOTHING_NEW = NewLinks((), (), {})


class EarlierLinks:
    """Takes over link lists, page after page.  Says None of what an index does not hold as it should."""

    def __init__(self, database: sqlite3.Connection, folder: Path, writer: SnapshotWriter) -> None:
        """`database` is the earlier index, which stands in `folder`."""
        self._db = database
        self._folder = folder
        self._writer = writer
        self.count = self._most("anchors")
        # By number: whether an anchor has been copied, and the earlier number of the URL it leads to.
        self._met = bytearray(self.count + 1)
        self._targets = array("I", bytes(4 * (self.count + 1)))
        self._looked_at = bytearray((self.count >> _PORTION_BITS) + 1)
        self._known = bytearray(self._most("urls") + 1)  # by earlier number: has a new one

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
        try:
            self._writer.copy_anchors_from(self._folder)
        except sqlite3.OperationalError:  # it cannot be opened a second time
            return False
        return True

    def new(self, page: bytes) -> NewLinks | None:
        """Return what is new in the link list of a page."""
        met = self._met
        try:
            numbers = array("I", page)
            unmet = [number for number in numbers if not met[number]]
            return self._new(tuple(dict.fromkeys(unmet))) if unmet else NOTHING_NEW
        except (sqlite3.DatabaseError, ArithmeticError, ValueError, TypeError, LookupError):
            return None

    def _new(self, unmet: tuple[int, ...]) -> NewLinks:
        targets, known = self._targets, self._known
        for portion in {number >> _PORTION_BITS for number in unmet}:
            if not self._looked_at[portion]:
                self._look_at(portion)
        led_to = [targets[number] for number in unmet]
        if not all(led_to):
            raise ValueError("no anchors of ours")
        wanted = [number for number, target in zip(unmet, led_to, strict=True) if not known[target]]
        if not wanted:
            return NewLinks((), unmet, {})
        rows = {row[0]: row for row in self._db.execute(_ANCHORS, (json.dumps(wanted),))}
        links, urls = [], {}
        for number in wanted:
            _, target, url, text, kind = rows[number]
            if type(url) is not str:
                raise ValueError("no URL of ours")
            links.append((number, Link(url, text, LinkKind(kind))))
            urls[target] = url
        return NewLinks(tuple(links), unmet, urls)

    def _look_at(self, portion: int) -> None:
        """Note what anchors lead to; those that are not as they should be lead nowhere."""
        targets, first = self._targets, portion << _PORTION_BITS
        # The texts are only wanted to see that each can be read.
        for number, target, _ in self._db.execute(_TARGETS, (first, first + _PORTION - 1)):
            if number <= self.count:
                targets[number] = target
        self._looked_at[portion] = 1

    def take(self, new: NewLinks) -> None:
        """Copy anchors into the new snapshot; their targets are known there."""
        copies = self._writer.copies
        assert copies is not None  # noqa: S101 - see `begin`
        met, known = self._met, self._known
        if new.urls:
            for target in new.urls:
                known[target] = 1
            numbers = {target: self._writer.number(url) for target, url in new.urls.items()}
            copies.renumber(numbers)
        for number in new.anchors:
            met[number] = 1
        copies.copy(_spans(sorted(new.anchors)))


def _spans(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Put together the numbers, ascending, that follow each other."""
    spans: list[tuple[int, int]] = []
    first = last = -1
    for number in numbers:
        if number != last + 1:
            if last >= 0:
                spans.append((first, last))
            first = number
        last = number
    if last >= 0:
        spans.append((first, last))
    return spans
