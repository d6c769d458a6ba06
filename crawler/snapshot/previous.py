"""An earlier snapshot of the same portal, as a new crawl looks into it.

Tells what is known of a URL, and hands over bodies that it has verified.  What an answer means, and
whether to trust it, is not decided here.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from crawler.reading.urls import host_of
from crawler.snapshot import fetch_row, index
from crawler.snapshot.carried import carried_name, carry
from crawler.snapshot.earlier_links import EarlierLinks
from crawler.snapshot.model import Fetch, RecordPlace, SnapshotError
from crawler.snapshot.revisit import KeptResponse, kept_response
from crawler.snapshot.warc import FILE, WARC_ERROR
from crawler.snapshot.writer import SnapshotWriter

_FARTHEST, _LARGEST = 1 << 50, 1 << 27  # beyond it is no record of ours
_AUDIT = "snapshot"  # an audit's folder holds its snapshot under this name
_SELECT = f"SELECT {fetch_row.COLUMNS}, links, pager FROM urls WHERE url = ?"  # noqa: S608 - our own constant


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the earlier crawl knew of a URL; `links` and `pager` as its index stores them."""

    fetch: Fetch
    links: bytes
    pager: bytes

    @property
    def since(self) -> datetime | None:
        """When the body was received."""
        unchanged = self.fetch.unchanged
        return unchanged.since if unchanged else self.fetch.fetched_at


def snapshot_folder(folder: Path) -> Path:
    """Return the snapshot in an audit's output folder, or the folder itself."""
    inside = folder / _AUDIT
    return inside if not (folder / index.FILE).exists() and inside.is_dir() else folder


class PreviousSnapshot:
    """A snapshot to compare with, while the new one is written into the folder `into`, if any.

    Raises SnapshotError where `folder` holds none, or that of another portal than `home`.
    """

    def __init__(self, folder: Path, home: str, into: Path | None = None) -> None:
        self.folder = snapshot_folder(folder)
        self._into = into
        if into and self.folder.resolve() == into.resolve():
            raise SnapshotError(
                f"--previous 指的就是正在写的快照（{into}）。请指向更早的一份（以前的检查在输出目录的 earlier/ 里），"
                "或换一个 --out。"
            )
        self._db = index.open_for_reading(self.folder)
        try:
            self._meta = {
                key: json.loads(value)
                for key, value in self._db.execute("SELECT * FROM meta WHERE key != 'format'")
            }
            self._check(home)
            self._names = self._carried_names()
            self._own_end = index.end_of_records(self._db)
        except (sqlite3.DatabaseError, ValueError) as error:
            self._db.close()
            raise SnapshotError(
                f"--previous 指的快照 {self.folder} 已损坏（{error}）。请换一份快照，或去掉 --previous 完整爬取。"
            ) from error
        except SnapshotError:
            self._db.close()
            raise
        self._open: dict[str, BinaryIO] = {}

    def _check(self, home: str) -> None:
        theirs = str(self._meta.get("home", ""))
        if not theirs or "started_at" not in self._meta:
            raise SnapshotError(
                f"--previous 指的快照 {self.folder} 没有写完开头，用不上。请换一份，或去掉 --previous。"
            )
        if host_of(theirs) != host_of(home):
            raise SnapshotError(
                f"--previous 指的快照 {self.folder} 是 {theirs} 的，不是 {home} 的。请换成同一网站的快照。"
            )

    @property
    def started_at(self) -> datetime:
        """When the earlier crawl began."""
        return datetime.fromisoformat(self._meta["started_at"])

    @property
    def reader(self) -> str | None:
        """By which reading of pages its links and titles were found."""
        mark = self._meta.get("reader")
        return mark if isinstance(mark, str) else None

    def _carried_names(self) -> dict[str, str]:
        """The WARC files that bodies can be had from, and what they are called in the new snapshot."""
        files = self._db.execute("SELECT DISTINCT warc_file FROM urls WHERE warc_file IS NOT NULL")
        names = {}
        for (file,) in files:
            # A name comes from a file that anybody may have written.
            if re.fullmatch(r"[\w.-]+", file):
                name = carried_name(self.folder / file)
                if name:
                    names[file] = name
        return names

    def link_lists(self, writer: SnapshotWriter) -> EarlierLinks | None:
        """Return the link lists, to be taken over into a new snapshot; None where that cannot be."""
        name = carried_name(self.folder / FILE)
        lists = EarlierLinks(self._db, self.folder, writer)
        return lists if name and lists.begin(name) else None

    def find(self, url: str) -> Earlier | None:
        """What was known of a URL, where its body can still be had.

        A row that makes no sense is one that we do not know of.
        """
        try:
            row = self._db.execute(_SELECT, (url,)).fetchone()
            if row is None:
                return None
            *facts, links, pager = row
            fetch = fetch_row.to_fetch(tuple(facts))
            earlier = Earlier(fetch, links or b"", pager or b"")
        except (sqlite3.DatabaseError, ValueError, TypeError):
            return None
        place = fetch.record
        if place is None or place.file not in self._names or not _is_possible(place):
            return None
        return earlier

    def kept(self, earlier: Earlier) -> KeptResponse | None:
        """Take over the WARC file of a body, and read the body there.

        None where it is not what the index says: then it is as if there were no earlier body.
        Raises OSError where the file cannot be taken over.
        """
        place = earlier.fetch.record
        file = self._file(place.file) if place else None
        if place is None or file is None:
            return None
        with contextlib.suppress(WARC_ERROR):
            here = RecordPlace(self._names[place.file], place.offset, place.length)
            kept = kept_response(_piece(file, place), here)
            if sha256(kept.body).hexdigest() == earlier.fetch.sha256:
                return kept
        return None

    def taken_over_as(self, earlier: Earlier) -> str | None:
        """Return the name under which the WARC file of a body stands in the new snapshot."""
        place = earlier.fetch.record
        return self._names.get(place.file) if place else None

    def _file(self, name: str) -> BinaryIO | None:
        """The earlier file `name`, taken over; None where it is no longer to be had."""
        file = self._open.get(name)
        if file is None and name in self._names:
            assert self._into is not None  # noqa: S101 - who only looks reads no bodies
            source, target = self.folder / name, self._into / self._names[name]
            try:
                carry(source, target, self._own_end if name == FILE else None)
            except OSError:
                if target.parent.exists() and not os.access(source, os.R_OK):
                    del self._names[name]
                    return None
                raise
            file = self._open[name] = target.open("rb")
        return file

    def close(self) -> None:
        """Close all files."""
        for file in self._open.values():
            file.close()
        self._db.close()


def _is_possible(place: RecordPlace) -> bool:
    return all(
        isinstance(number, int) and 0 <= number < most
        for number, most in ((place.offset, _FARTHEST), (place.length, _LARGEST))
    )


def _piece(file: BinaryIO, place: RecordPlace) -> bytes:
    file.seek(place.offset)
    return file.read(place.length)
