"""Write a snapshot while crawling, so that a kill at any moment leaves a readable one.

A batch is committed as: bodies to the WARC, WARC flushed, index committed.  The index therefore
never names a record that is not there.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from time import monotonic
from types import TracebackType
from typing import Any, Self

from crawler.reading.charset import recorded_text
from crawler.reading.links import Link, LinkKind
from crawler.snapshot import fetch_row, index, probe_table
from crawler.snapshot.anchor_copies import AnchorCopies
from crawler.snapshot.carried import let_go, own
from crawler.snapshot.fetch_row import storable
from crawler.snapshot.model import (
    Fetch,
    Outcome,
    Probe,
    RecordPlace,
    Role,
    Sameness,
    SnapshotError,
)
from crawler.snapshot.numbers import Numbers
from crawler.snapshot.rendering import Rendering
from crawler.snapshot.rendering_table import RenderingTable
from crawler.snapshot.revisit import Revisit, revisit_record
from crawler.snapshot.salvage import salvage
from crawler.snapshot.warc import FILE as WARC_FILE
from crawler.snapshot.warc import WarcWriter, check_length, read_body

# A kill costs at most so many answers, and at most so many seconds of a polite crawl.
_BATCH = 32
_SECONDS = 2.0
_FAMILIAR = 30_000
_PORTION = 500
_KINDS = {kind: kind.value for kind in LinkKind}


class SnapshotWriter:
    """Writes one snapshot folder.  Every URL is made known once, and fetched or left unfetched."""

    def __init__(self, folder: Path, database: Connection, warc: WarcWriter) -> None:
        self._index = folder / index.FILE
        self._db = database
        self._warc = warc
        self.renderings = RenderingTable(database, warc, folder)
        self._ids = Numbers()
        self._anchors = Numbers()
        # Of the links met lately; most of a page's stand on the page before.
        self._lately: dict[Link, int] = {}
        self._new_urls: list[tuple[int, str, str, int | None, str | None]] = []
        self._new_anchors: list[tuple[int, int, str, str]] = []
        self._settled: list[tuple[object, ...]] = []
        self.copies: AnchorCopies | None = None  # of an earlier snapshot's anchors
        self._committed = monotonic()

    @classmethod
    def create(cls, folder: Path, software: str, started_at: datetime) -> Self:
        """Begin a new snapshot in an empty folder."""
        folder.mkdir(parents=True, exist_ok=True)
        database = index.create(folder)
        warc = WarcWriter(folder)
        start = warc.describe(software, started_at)
        writer = cls(folder, database, warc)
        writer.describe(warc_start=start)
        return writer

    @classmethod
    def reopen(cls, folder: Path) -> Self:
        """Go on with a snapshot that a kill or an interrupt ended.

        What stands in the WARC behind the last record that the index knows is dropped.  Raises
        SnapshotError where there is none.
        """
        database = index.open_for_writing(folder)
        row = database.execute("SELECT value FROM meta WHERE key = 'warc_start'").fetchone()
        if row is None:
            database.close()
            raise SnapshotError(f"{folder} 的快照没有写完开头，不能继续。请重新爬取。")
        end = index.end_of_records(database)
        try:
            check_length(folder, end)
        except SnapshotError:
            database.close()
            raise
        own(folder / WARC_FILE)
        writer = cls(folder, database, WarcWriter(folder, end))
        for (url,) in database.execute("SELECT url FROM urls ORDER BY id"):
            writer._ids.give(url)
        for number, url, text, kind in database.execute(
            "SELECT anchors.id, url, text, kind FROM anchors JOIN urls ON urls.id = url_id"
        ):
            writer._anchors.put(Link(url, text, LinkKind(kind)), number)
        writer._anchors.skip_to((writer.described("anchors_behind") or ("", 0))[1])
        # They are worked out anew when the crawl ends.
        database.execute("DELETE FROM probes")
        database.execute("UPDATE urls SET outcome = NULL WHERE outcome = 'not_reached'")
        database.execute("DELETE FROM meta WHERE key IN ('finish', 'finished_at')")
        writer.commit()
        return writer

    def describe(self, **facts: object) -> None:
        """Record facts of the crawl itself (home, started_at, finish …), JSON-able."""
        self._db.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            [(key, json.dumps(value, ensure_ascii=False)) for key, value in facts.items()],
        )
        self.commit()

    def described(self, key: str) -> Any:
        """Return a fact recorded of the crawl itself, None where there is none."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else None

    def knows(self, url: str) -> bool:
        """The URL has been made known already."""
        return url in self._ids

    def unknown(self, links: Iterable[Link]) -> list[Link]:
        """Return the links whose targets are not known; the others are numbered on the way."""
        lately = self._lately
        fresh = [link for link in links if link not in lately]
        if not fresh:
            return fresh
        found, known, targets = [], [], []
        for link, target in zip(
            fresh, self._ids.of_all([link.target for link in fresh]), strict=True
        ):
            if target is None:
                found.append(link)
            else:
                known.append(link)
                targets.append(target)
        self._number(known, targets)
        return found

    def number(self, url: str) -> int:
        """Return the number of a known URL."""
        number = self._ids.of(url)
        assert number is not None  # noqa: S101 - whoever asks has made it known
        return number

    def known_as(self, numbers: Iterable[int]) -> dict[int, tuple[str, Role, int | None]]:
        """Return known URLs, with role and depth, by their numbers."""
        found: dict[int, tuple[str, Role, int | None]] = {}
        written = len(self._ids) - len(self._new_urls)
        for number in set(numbers):
            if number > written:
                _, url, role, depth, _ = self._new_urls[number - written - 1]
            else:
                url, role, depth = self._db.execute(
                    "SELECT url, role, depth FROM urls WHERE id = ?", (number,)
                ).fetchone()
            found[number] = (url, Role(role), depth)
        return found

    def know(self, url: str, role: Role, depth: int | None, outcome: Outcome | None = None) -> int:
        """Make a URL known that is not; return its number.

        `outcome` is given where it is settled without asking (e.g. FORBIDDEN_ADDRESS).
        """
        number = self._ids.give(url)
        self._new_urls.append((number, url, role.value, depth, outcome.value if outcome else None))
        return number

    def settle(
        self, fetch: Fetch, links: Sequence[Link] = (), pager: frozenset[str] = frozenset()
    ) -> None:
        """Record what came of asking for a known URL, with the links of a page (targets known).

        `pager` are the targets that turn the pages of a list.
        """
        ids = self._numbered(links)
        turning = array("I")
        if pager:
            turning.extend(n for n, link in zip(ids, links, strict=True) if link.target in pager)
        self.settle_linked(fetch, ids.tobytes(), turning.tobytes())

    def settle_linked(self, fetch: Fetch, links: bytes, turning: bytes) -> None:
        """Record what came of asking for a known URL; its links are given as they are stored."""
        self._settled.append(fetch_row.settled(fetch, links, turning, self._ids.of(fetch.url)))
        if len(self._settled) >= _BATCH or monotonic() - self._committed > _SECONDS:
            self.commit()

    def _insert(self) -> None:
        """Write what became known and what was settled since the last time, in one go."""
        urls, self._new_urls = self._new_urls, []
        anchors, self._new_anchors = self._new_anchors, []
        settled, self._settled = self._settled, []
        self._db.executemany(
            "INSERT INTO urls (id, url, role, depth, outcome) VALUES (?, ?, ?, ?, ?)", urls
        )
        self._db.executemany("INSERT INTO anchors VALUES (?, ?, ?, ?)", anchors)
        if self.copies is not None:
            self.copies.write()
        self._db.executemany(fetch_row.SETTLE, settled)

    def begin_anchors_behind(self, name: str, number: int) -> bool:
        """Leave the anchors' numbers up to this one to an earlier snapshot; False where another has them."""
        wanted = [name, number]
        if not len(self._anchors):
            self._anchors.skip_to(number)
            self.describe(anchors_behind=wanted)
        return bool(self.described("anchors_behind") == wanted)

    def anchors_up_to(self, number: int) -> list[int]:
        """Return the numbers of the anchors that there are, up to this one."""
        self._insert()
        rows = self._db.execute("SELECT id FROM anchors WHERE id <= ?", (number,))
        return [found for (found,) in rows]

    def copy_anchors_from(self, folder: Path) -> None:
        """Make ready to copy anchors under numbers that were left to the snapshot in `folder`."""
        self.commit()
        self.copies = AnchorCopies(self._db, folder)

    def _numbered(self, links: Sequence[Link]) -> array[int]:
        """Return the numbers of links whose targets are known."""
        lately = self._lately
        fresh = [link for link in links if link not in lately]
        if fresh:
            self._number(fresh, [self.number(link.target) for link in fresh])
        ids = array("I", [lately[link] for link in links])
        if len(lately) > _FAMILIAR:
            lately.clear()
        return ids

    def _number(self, links: Sequence[Link], targets: Iterable[int]) -> None:
        """Give links with these targets their numbers; new ones are going to be written."""
        lately, new = self._lately, self._new_anchors
        numbers = self._anchors.take_all(links)
        for link, target, (number, is_new) in zip(links, targets, numbers, strict=True):
            lately[link] = number
            if is_new:
                new.append((number, target, storable(link.text), _KINDS[link.kind]))

    def keep_body(
        self,
        url: str,
        status_line: str,
        headers: Sequence[tuple[str, str]],
        body: bytes,
        fetched_at: datetime,
        address: str | None,
    ) -> RecordPlace:
        """Append a response to the WARC; the place goes into the `Fetch`."""
        return self._warc.append(url, status_line, headers, body, fetched_at, address)

    def keep_packed(self, record: bytes) -> RecordPlace:
        """Append a response that `packed_response` has packed; the place goes into the `Fetch`."""
        return self._warc.append_packed(record)

    def keep_revisit(self, revisit: Revisit) -> RecordPlace:
        """Append to the WARC that a body stands in an earlier record, which is in this folder."""
        return self._warc.append_record(revisit_record(revisit))

    def render(self, url: str, rendering: Rendering, html: str, links: Sequence[Link]) -> None:
        """Record how a browser drew a page that is kept, with the links of its DOM (targets known)."""
        ids = self._numbered(links)
        self._insert()
        listed = ids.tobytes() if rendering.drawn.seen or links else None
        self.renderings.write(url, rendering, html, listed)
        self.commit()

    def probe(self, probe: Probe) -> None:
        """Record one measurement."""
        probe_table.insert(self._db, [probe])
        self.commit()

    def known(self) -> Iterator[Fetch]:
        """Everything known so far, in the order in which it became known; committed first."""
        self.commit()
        last, end = 0, len(self._ids)
        select = (
            f"SELECT id, {fetch_row.COLUMNS} FROM urls WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"  # noqa: S608 - our own columns
        )
        while rows := self._db.execute(select, (last, end, _PORTION)).fetchall():
            last = rows[-1][0]
            for row in rows:
                yield fetch_row.to_fetch(row[1:])

    def text(self, fetch: Fetch) -> str:
        """Return the text of a body kept earlier, "" where none is."""
        if fetch.record is None:
            return ""
        self._warc.flush()
        body = read_body(self._index.parent, fetch.record)
        return recorded_text(body, fetch.encoding, fetch.content_type or "")

    def forget_not_modified(self, doubtful: Callable[[str], bool]) -> list[Fetch]:
        """Unlearn the bodies that stand unchanged only because a server said so, at doubtful URLs.

        Returns what they were; now they are known URLs that were never asked for.
        """
        self._insert()
        select = f"SELECT {fetch_row.COLUMNS} FROM urls WHERE unchanged = ? ORDER BY id"  # noqa: S608 - our own columns
        rows = self._db.execute(select, (Sameness.NOT_MODIFIED.value,)).fetchall()
        forgotten = [fetch for fetch in map(fetch_row.to_fetch, rows) if doubtful(fetch.url)]
        self._db.executemany(
            f"UPDATE urls SET {fetch_row.FORGOTTEN} WHERE id=?",  # noqa: S608 - our own columns
            [(self.number(fetch.url),) for fetch in forgotten],
        )
        self.commit()
        return forgotten

    def let_go(self, damaged: Iterable[str] = ()) -> None:
        """Take away the carried WARC files that hold nothing any more that this snapshot speaks of.

        Of `damaged` ones only what is sound and spoken of is kept.
        """
        self.commit()
        for name in damaged:
            salvage(self._db, self._index.parent, name)
        rows = self._db.execute("SELECT DISTINCT warc_file FROM urls WHERE warc_file IS NOT NULL")
        let_go(self._index.parent, {file for (file,) in rows})

    def unchanged(self) -> dict[str, tuple[int, int]]:
        """Count the bodies that stand unchanged, and their bytes, by how it is known."""
        self._insert()
        rows = self._db.execute(
            "SELECT unchanged, count(*), coalesce(sum(size), 0) FROM urls"
            " WHERE unchanged IS NOT NULL GROUP BY unchanged"
        )
        return {how: (count, size) for how, count, size in rows}

    def unasked(self, role: Role, outcome: Outcome) -> int:
        """Give every known URL of a role that was never asked for an outcome; return how many."""
        self._insert()
        cursor = self._db.execute(
            "UPDATE urls SET outcome=? WHERE outcome IS NULL AND role=?",
            (outcome.value, role.value),
        )
        return cursor.rowcount

    def commit(self) -> None:
        """Make everything so far durable against a kill of this process.

        Raises OSError or sqlite3.Error where that fails, also where the folder was taken away.
        """
        self._warc.flush()
        self._index.stat()
        self._insert()
        self._db.commit()
        self._committed = monotonic()

    def close(self) -> None:
        """Commit, fold the write-ahead log into the one index file, and close."""
        try:
            self.commit()
            self._db.execute("PRAGMA main.journal_mode=DELETE")
        finally:
            self._db.close()
            self._warc.close()

    def __enter__(self) -> Self:
        """Return the writer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close, whatever happened."""
        self.close()
