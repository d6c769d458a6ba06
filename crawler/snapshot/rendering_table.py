"""The table of what browsers drew: one row a page, its DOM as a WARC `conversion` record."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from crawler.snapshot.rendering import Drawn, RecordPlace, Rendering
from crawler.snapshot.warc import WarcWriter, read_body, record_id

TABLE = """
CREATE TABLE IF NOT EXISTS renderings (
  url_id INTEGER PRIMARY KEY,
  drawn TEXT NOT NULL,
  drawn_at TEXT NOT NULL,  -- ISO 8601, UTC
  browser TEXT NOT NULL,
  need TEXT NOT NULL,
  seconds REAL NOT NULL,
  detail TEXT,
  sha256 TEXT,
  size INTEGER,
  warc_file TEXT,
  warc_offset INTEGER,
  warc_length INTEGER,
  links BLOB               -- as in urls
);
"""
_THERE = "SELECT 1 FROM sqlite_master WHERE name = 'renderings'"
_SELECT = (
    "SELECT url, drawn, drawn_at, browser, need, r.seconds, r.detail, r.sha256, r.size,"
    " r.warc_file, r.warc_offset, r.warc_length"
    " FROM renderings r JOIN urls ON urls.id = url_id ORDER BY url_id"
)


def renderings(database: sqlite3.Connection) -> dict[str, Rendering]:
    """Return what was drawn, by URL.  A snapshot made before there was drawing has none."""
    if database.execute(_THERE).fetchone() is None:
        return {}
    return {
        url: Rendering(
            drawn=Drawn(drawn),
            drawn_at=datetime.fromisoformat(at),
            browser=browser,
            need=need,
            seconds=seconds,
            detail=detail,
            sha256=digest,
            size=size,
            record=RecordPlace(file, offset, length) if file else None,
        )
        for (
            *(url, drawn, at, browser, need, seconds, detail, digest, size),
            file,
            offset,
            length,
        ) in database.execute(_SELECT)
    }


def links_drawn(database: sqlite3.Connection) -> dict[int, bytes]:
    """Return the link lists of the pages that were drawn, by number."""
    if database.execute(_THERE).fetchone() is None:
        return {}
    rows = database.execute("SELECT url_id, links FROM renderings WHERE links IS NOT NULL")
    return dict(rows.fetchall())


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page that could be drawn: what is needed to look at it."""

    url: str
    depth: int | None
    size: int
    encoding: str
    content_type: str
    record: RecordPlace


class RenderingTable:
    """Writes the table beside the rest of a snapshot's index."""

    def __init__(self, database: sqlite3.Connection, warc: WarcWriter, folder: Path) -> None:
        self._db = database
        self._warc = warc
        self._folder = folder

    def write(self, url: str, rendering: Rendering, html: str, links: bytes | None) -> None:
        """Write down how a known page was drawn; nothing is committed here."""
        number, *place = self._db.execute(
            "SELECT id, warc_file, warc_offset, warc_length FROM urls WHERE url = ?", (url,)
        ).fetchone()
        body = html.encode("utf-8", "replace")
        if body:
            self._warc.flush()
            original = record_id(self._folder, RecordPlace(*place)) if place[0] else None
            rendering = replace(
                rendering,
                record=self._warc.append_conversion(url, body, rendering.drawn_at, original),
                sha256=sha256(body).hexdigest(),
                size=len(body),
            )
        record = rendering.record
        self._db.execute(
            "INSERT OR REPLACE INTO renderings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                rendering.drawn.value,
                rendering.drawn_at.astimezone(UTC).isoformat(),
                rendering.browser,
                rendering.need,
                rendering.seconds,
                rendering.detail,
                rendering.sha256,
                rendering.size,
                record.file if record else None,
                record.offset if record else None,
                record.length if record else None,
                links,
            ),
        )

    def read(self) -> dict[str, Rendering]:
        """Return what was drawn so far, by URL."""
        return renderings(self._db)

    def pages(self, types: frozenset[str]) -> Iterator[HeldPage]:
        """Yield the site's pages of these types that are held and were never drawn, nearest to home first."""
        rows = self._db.execute(
            "SELECT url, depth, size, encoding, content_type, warc_file, warc_offset, warc_length"
            " FROM urls WHERE role = 'page' AND outcome = 'ok' AND warc_file IS NOT NULL"
            " AND content_type IN (SELECT value FROM json_each(?))"
            " AND id NOT IN (SELECT url_id FROM renderings) ORDER BY depth IS NULL, depth, id",
            (json.dumps(sorted(types)),),
        ).fetchall()
        for url, depth, size, encoding, content_type, *place in rows:
            yield HeldPage(url, depth, size or 0, encoding or "", content_type, RecordPlace(*place))

    def body(self, page: HeldPage) -> bytes:
        """Return the answer's body.  Raises WARC_ERROR or OSError where it is not there any more."""
        self._warc.flush()
        return read_body(self._folder, page.record)
