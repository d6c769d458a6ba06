"""Sitemaps, plain and packed: never more than may be, and only web addresses."""

from __future__ import annotations

import gzip

from crawler.reading.urls import absolute
from crawler.spiders.sitemaps import MOST_MAPS, MOST_PAGES, Sitemaps
from tests.fuzzing.corpus import HOME, SHAPES
from tests.fuzzing.target import Target, seeds_of

_URL = f"{HOME}sitemap.xml"


def check(data: bytes) -> None:
    """Read it as an answer of each kind."""
    for kind in ("text/xml", "text/plain; charset=gbk", "application/gzip"):
        maps = Sitemaps()
        pages, further = maps.read(_URL, kind, data)
        assert (pages, further) == Sitemaps().read(_URL, kind, data)
        assert len(pages) <= MOST_PAGES
        assert len(further) <= MOST_MAPS
        for url in (*pages, *further):
            assert not url.startswith("http") or absolute(url, url) == url
        assert maps.read(_URL, kind, data)[1] == [], "no sitemap is asked for twice"


def seeds() -> list[bytes]:
    """Sitemaps, an index of them, a robots.txt, packed ones."""
    plain = [path.read_bytes() for path in sorted(SHAPES.glob("sitemap*.xml"))]
    plain += seeds_of("robots")
    return [*plain, *(gzip.compress(one, mtime=0) for one in plain)]


TARGET = Target("sitemaps", check, seeds, most=20_000, words=(b"<urlset>", b"<url><loc>", b"</loc></url>", b"<sitemapindex><sitemap><loc>", b'<!DOCTYPE x [<!ENTITY a "aa">]>', b"&a;", b"<![CDATA[", b"\x1f\x8b\x08\x00", b"Sitemap: ", b"<loc/>"), about="sitemaps and the robots.txt that names them")  # fmt: skip
