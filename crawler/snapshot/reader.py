"""Read a snapshot from disk.  Needs neither Scrapy nor the network."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from crawler.reading.charset import recorded_text
from crawler.reading.links import Link, LinkKind
from crawler.snapshot import fetch_row, index
from crawler.snapshot.harm import damaged, told
from crawler.snapshot.model import (
    CrawlInfo,
    Fetch,
    Probe,
    RecordPlace,
    Rendering,
    Snapshot,
    SnapshotError,
    Spared,
)
from crawler.snapshot.rendering_table import links_drawn, renderings
from crawler.snapshot.soundness import wrong_value
from crawler.snapshot.warc import WARC_ERROR, read_body

# Of so many URLs it is remembered what came of them: rules ask for the same ones again and again.
_KNOWN = 16_384
_AT_ONCE = 256
_TOLD = 200
T = TypeVar("T")
_SELECT = f"SELECT {fetch_row.COLUMNS} FROM urls"  # noqa: S608 - our own constant
# The home page, then by how deep an address looks: the same in whatever order the answers came.
_IN_ORDER = "ORDER BY url != ?, length(url) - length(replace(url, '/', '')), url"


class DiskSnapshot(Snapshot):
    """A snapshot folder.  Raises SnapshotError where the folder holds none."""

    def __init__(self, folder: Path, laid_over: Sequence[Probe] = ()) -> None:
        """Open it; probes `laid_over` it stand in place of those of their kinds that it holds."""
        self.folder = folder
        self._laid_over = tuple(laid_over)
        self._index = folder / index.FILE
        self._db = index.open_for_reading(folder)
        try:
            with told(self._index):
                wrong = wrong_value(self._db)
            if wrong:
                raise damaged(self._index, wrong)
        except SnapshotError:
            self._db.close()
            raise
        self._link = lru_cache(maxsize=262_144)(self._read_link)
        self._known = lru_cache(maxsize=_KNOWN)(self._read_fetch)

    @cached_property
    def _meta(self) -> dict[str, Any]:
        with told(self._index):
            rows = self._db.execute("SELECT key, value FROM meta WHERE key != 'format'")
            return {key: json.loads(value) for key, value in rows}

    @property
    def info(self) -> CrawlInfo:
        """The crawl's own description of itself."""
        meta = self._meta
        try:
            finished = meta.get("finished_at")
            return CrawlInfo(
                home=_a(str, meta["home"]),
                started_at=fetch_row.moment(meta["started_at"]),
                finished_at=fetch_row.moment(finished) if finished else None,
                finish=meta.get("finish"),
                hosts=tuple(_a(str, host) for host in _a(list, meta.get("hosts", []))),
                user_agent=_a(str, meta.get("user_agent", "")),
                tool_version=_a(str, meta.get("tool_version", "")),
                settings=_a(dict, meta.get("settings", {})),
                spared=_spared(meta.get("spared")),
                undrawn=_undrawn(meta.get("undrawn")),
            )
        except KeyError as error:
            raise SnapshotError(
                f"{self.folder} 的快照没有写完开头（缺 {error}）。请重新爬取。"
            ) from error
        except (ValueError, TypeError, IndexError) as error:
            raise damaged(self._index, error) from error

    def fetches(self) -> Iterator[Fetch]:
        """All known URLs, the home page first; in which order the answers came has no part in it."""
        with told(self._index):
            rows = self._db.execute(f"{_SELECT} {_IN_ORDER}", (self._home,))
        while True:
            with told(self._index):
                fetches = [self._fetch(row) for row in rows.fetchmany(_AT_ONCE)]
            if not fetches:
                return
            yield from fetches

    @property
    def _home(self) -> str:
        return str(self._meta.get("home", ""))

    @cached_property
    def _renderings(self) -> Mapping[str, Rendering]:
        return renderings(self._db)

    def _fetch(self, row: tuple[Any, ...]) -> Fetch:
        fetch = fetch_row.to_fetch(row)
        rendering = self._renderings.get(fetch.url)
        return replace(fetch, rendering=rendering) if rendering else fetch

    def fetch(self, url: str) -> Fetch | None:
        """What came of `url`, or None where it is unknown."""
        return self._known(url)

    def _read_fetch(self, url: str) -> Fetch | None:
        with told(self._index):
            row = self._db.execute(f"{_SELECT} WHERE url = ?", (url,)).fetchone()
            return self._fetch(row) if row else None

    def body(self, url: str) -> bytes:
        """The body from the WARC, b"" where none is kept.

        Raises SnapshotError where the WARC is not there or was changed.
        """
        fetch = self.fetch(url)
        return self._body(fetch.record) if fetch else b""

    def _body(self, record: RecordPlace | None) -> bytes:
        if record is None:
            return b""
        try:
            return read_body(self.folder, record)
        except (OSError, WARC_ERROR) as error:
            place = self.folder / record.file
            raise SnapshotError(
                f"读不到 {place} 里的网页（{error}）。请恢复原文件，或重新爬取。"
            ) from error

    def source(self, url: str) -> str:
        """The body decoded with the recorded encoding."""
        fetch = self.fetch(url)
        return self._source(fetch) if fetch else ""

    def _source(self, fetch: Fetch) -> str:
        body = self._body(fetch.record)
        with told(self._index):  # encodings that Python has not, or not for texts
            return recorded_text(body, fetch.encoding, fetch.content_type)

    def text(self, url: str) -> str:
        """The DOM where a browser drew the page, else the source."""
        fetch = self.fetch(url)
        if fetch and fetch.drawn:
            return self._body(fetch.drawn.record).decode("utf-8", "replace")
        return self._source(fetch) if fetch else ""

    def _read_link(self, number: int) -> Link:
        row = self._db.execute(
            "SELECT urls.url, anchors.text, anchors.kind FROM anchors"
            " JOIN urls ON urls.id = anchors.url_id WHERE anchors.id = ?",
            (number,),
        ).fetchone()
        if row is None:
            raise damaged(self._index, f"anchors {number}")
        target, text, kind = row
        return Link(target, text, LinkKind(kind))

    def links(self, url: str) -> Sequence[Link]:
        """The links that stand on the page `url` as `text` has it, in document order."""
        with told(self._index):
            row = self._db.execute("SELECT id, links FROM urls WHERE url = ?", (url,)).fetchone()
            blob = self._drawn_links.get(row[0], row[1]) if row else None
            if not blob:
                return ()
            numbers = array("I")
            numbers.frombytes(blob)
            return [self._link(number) for number in numbers]

    @cached_property
    def _drawn_links(self) -> Mapping[int, bytes]:
        """The link lists of the pages that a browser drew, by number."""
        return links_drawn(self._db)

    def probes(self, kind: str) -> Sequence[Probe]:
        """All measurements of a kind, in the order they were made."""
        over = [probe for probe in self._laid_over if probe.kind == kind]
        if over:
            return over
        with told(self._index):
            rows = self._db.execute(
                "SELECT kind, subject, measured_at, data FROM probes WHERE kind = ? ORDER BY id",
                (kind,),
            )
            return [
                Probe(kind, subject, fetch_row.moment(at), _a(dict, json.loads(data)))
                for kind, subject, at, data in rows
            ]

    def close(self) -> None:
        """Close the index."""
        self._db.close()


def _a(kind: type[T], value: Any) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"not {kind.__name__}: {str(value)[:_TOLD]}")
    return value


def _spared(facts: dict[str, Any] | None) -> Spared | None:
    if facts is None:
        return None
    return Spared(**(facts | {"since": fetch_row.moment(facts["since"])}))


def _undrawn(noted: Any) -> tuple[int, str] | None:
    return (int(noted[0]), str(noted[1])) if noted else None
