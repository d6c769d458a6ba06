"""The one door: what the CMS behind a page hides of its lists, and what its data answers hold.

Runs on every page, and nearly all have none of the shapes: each adapter first looks for its mark.
Nothing here asks for anything, and nothing raises.
"""

from __future__ import annotations

import json
from dataclasses import replace

from crawler.reading.shapes import gkmlpt, jpaas, jpage, pager, sitemap, trs
from crawler.reading.shapes.shape import NOTHING, Shape
from crawler.reading.urls import path_of

_DATA_TYPES = frozenset(
    {"application/json", "text/json", "text/plain", "application/xml", "text/xml", "text/html", ""}
)


def read_page(html: str, url: str) -> Shape:
    """Read a page: rows that only a script would show, where the list goes on, links that turn pages."""
    found = (
        jpage.read(html)
        or jpaas.read_page(html)
        or gkmlpt.read_page(html, url)
        or trs.read(html, url)
    )
    turning = pager.read(html)
    if not turning:
        return found or NOTHING
    if found is None:
        return Shape("pager", pager=turning)
    if found.name in {trs.NAME, trs.UCAP} and any(
        pager.page_number(href) is not None for href in turning
    ):
        # Links that stand on the page are surer than what its script would draw.
        return replace(found, further=(), pager=turning)
    return replace(found, pager=turning)


def read_data(text: str, mime: str, url: str) -> Shape | None:
    """Read an answer that is no page (XML, JSON, robots.txt); None where it holds no list."""
    if not may_be_data(mime):
        return None
    if text.lstrip("\ufeff \t\r\n")[:1] == "{":
        try:
            answer = json.loads(text.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            return None
        return gkmlpt.read_data(answer, url) or jpaas.read_data(answer, url)
    if jpage.MARK in text:
        return jpage.read(text)
    if path_of(url) == "/robots.txt":
        return sitemap.read_robots(text)
    return sitemap.read(text)


def may_be_data(mime: str) -> bool:
    """An answer of this type may be the data of a list."""
    return mime in _DATA_TYPES or mime.endswith(("+xml", "+json"))
