"""Where the site lists its pages for machines: robots.txt names its sitemaps, and /sitemap.xml is usual.

Asked for last, so that whatever clicks lead to is found by clicks: what stands in a sitemap only is
seen, and is no page that a visitor can reach.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from crawler.reading.charset import decode
from crawler.reading.shapes.door import read_data
from crawler.reading.shapes.shape import NOTHING, Shape
from crawler.reading.shapes.sitemap import NAME
from crawler.reading.urls import absolute

MOST_MAPS = 50
MOST_PAGES = 50_000
_GZIP = b"\x1f\x8b"
_MOST_BYTES = 10_000_000


class Sitemaps:
    """The sitemaps of one site; how many of them, and how much of them, is limited."""

    def __init__(self) -> None:
        """None is known."""
        self._begun = False
        self._maps: set[str] = set()
        self._pages = 0

    def first(self, page: str) -> list[str]:
        """Return what to ask for, given the first page of the site that answered; once."""
        if self._begun:
            return []
        self._begun = True
        origin = page[: page.find("/", 8)]
        return self._new([f"{origin}/robots.txt", f"{origin}/sitemap.xml"])

    def read(self, url: str, content_type: str, body: bytes) -> tuple[list[str], list[str]]:
        """Return the pages that an answer lists, and the sitemaps that it names."""
        shape = self._shape(url, content_type, body)
        pages = [target for row in shape.rows if (target := absolute(url, row.href))]
        pages = pages[: MOST_PAGES - self._pages]
        self._pages += len(pages)
        return pages, self._new(target for href in shape.further if (target := absolute(url, href)))

    def _new(self, urls: Iterable[str]) -> list[str]:
        found: list[str] = []
        for url in urls:
            if url not in self._maps and len(self._maps) < MOST_MAPS:
                self._maps.add(url)
                found.append(url)
        return found

    def _shape(self, url: str, content_type: str, body: bytes) -> Shape:
        if body.startswith(_GZIP):
            body = _unpacked(body)
        text = decode(body, content_type).text
        shape = read_data(text, "", url)
        return shape if shape and shape.name == NAME else NOTHING


def _unpacked(body: bytes) -> bytes:
    """Unpack as much of a gzip file as is taken in."""
    try:
        return zlib.decompressobj(31).decompress(body, _MOST_BYTES)
    except zlib.error:
        return b""
