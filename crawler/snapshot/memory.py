"""A snapshot in memory, for rule cases, tests and single pages.  No disk, no network, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from crawler.reading.charset import decode, recorded_text
from crawler.reading.links import read_data_links, read_links
from crawler.snapshot.model import (
    CrawlInfo,
    Fetch,
    Link,
    Outcome,
    Probe,
    Role,
    Snapshot,
    in_order,
)


class MemorySnapshot(Snapshot):
    """Fetches, bodies and probes given by the caller; links are read from the bodies.

    They are put in the order in which a snapshot on the disk is read.  A body is bytes; text given as str is
    taken as UTF-8.  `rendered` holds the DOM of pages that a browser drew (see `drawn`).
    """

    def __init__(
        self,
        info: CrawlInfo,
        fetches: Sequence[Fetch],
        bodies: Mapping[str, bytes | str] | None = None,
        probes: Sequence[Probe] = (),
        rendered: Mapping[str, str] | None = None,
    ) -> None:
        self._info = info
        self._rendered = dict(rendered or {})
        self._fetches = {fetch.url: fetch for fetch in in_order(fetches, info.home)}
        self._bodies = {
            url: body.encode() if isinstance(body, str) else body
            for url, body in (bodies or {}).items()
        }
        self._probes = tuple(probes)
        self._links: dict[str, tuple[Link, ...]] = {}

    @property
    def info(self) -> CrawlInfo:
        """The crawl's own description of itself."""
        return self._info

    def fetches(self) -> Iterator[Fetch]:
        """All known URLs, the home page first."""
        return iter(self._fetches.values())

    def fetch(self, url: str) -> Fetch | None:
        """What came of `url`."""
        return self._fetches.get(url)

    def body(self, url: str) -> bytes:
        """The body given for `url`, or b""."""
        return self._bodies.get(url, b"")

    def source(self, url: str) -> str:
        """The body decoded."""
        fetch = self._fetches.get(url)
        return recorded_text(self.body(url), fetch.encoding, fetch.content_type) if fetch else ""

    def text(self, url: str) -> str:
        """The DOM given for `url`, else the body decoded."""
        return self._rendered[url] if url in self._rendered else self.source(url)

    def links(self, url: str) -> Sequence[Link]:
        """The links of the page, read as the crawler reads them."""
        if url not in self._links:
            fetch = self._fetches.get(url)
            known: tuple[Link, ...] = ()
            if fetch and fetch.role is Role.PAGE and fetch.is_html:
                known = read_links(self.text(url), url, fetch.encoding or "utf-8").links
            elif fetch and fetch.role is Role.PAGE and fetch.outcome is Outcome.OK:
                data = read_data_links(self.text(url), fetch.content_type or "", url)
                known = data.links if data else ()
            self._links[url] = known
        return self._links[url]

    def probes(self, kind: str) -> Sequence[Probe]:
        """The probes given, of one kind."""
        return [probe for probe in self._probes if probe.kind == kind]


def page(url: str, body: str | bytes, **facts: object) -> Fetch:
    """Describe a fetched page: OK, 200, text/html, with the hash and size of `body`."""
    raw = body.encode() if isinstance(body, str) else body
    base = {
        "role": Role.PAGE,
        "outcome": Outcome.OK,
        "status": 200,
        "content_type": "text/html",
        "encoding": decode(raw).encoding,
        "sha256": sha256(raw).hexdigest(),
        "size": len(raw),
    }
    return Fetch(url=url, **(base | facts))  # type: ignore[arg-type]  # facts are Fetch's own fields
