"""Hanweb jpaas (集约化): a list is a `<script url="…/build/unit" queryData="{…}">` that asks for JSON.

The page yields the address of each unit's first answer, just as the script asks for it.  The answer
holds HTML with the rows and, for lists in pages, a `pagination` element with page size and count;
from it come the addresses of the further pages (`paramJson={"pageNo":2,"pageSize":15}`).

How sure: script tag, answer and pagination element are seen in the tests of several independent
readers of ministries' portals; that a bare GET is answered, too.  Some portals answer 403 without
Referer.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from urllib.parse import parse_qsl, urlencode

from selectolax.lexbor import LexborHTMLParser

from crawler.reading.shapes.hidden import hidden_until
from crawler.reading.shapes.rows import rows_of
from crawler.reading.shapes.shape import Shape, bounded, following, number_in, with_query

NAME = "jpaas"
MARK = "jpaas-publish-server/front"
_DATA = re.compile(r"querydata\s*+=", re.IGNORECASE)
_PAIR = re.compile(
    r"['\"]([\w-]{1,60}+)['\"]\s*+:\s*+(?:'([^'<>]{0,500}+)'|\"([^\"<>]{0,500}+)\"|([\w.-]{1,60}+))"
)
_PAGER = ".pagination,[id$='pagination']"
_MAX_TAG = 4000
_MAX_UNITS = 50


def read_page(html: str) -> Shape | None:
    """Read the units of a page; None where there are none."""
    if MARK not in html:
        return None
    found: list[str] = []
    position = 0
    for match in islice(_DATA.finditer(html), _MAX_UNITS):
        # The attributes come in any order, so the whole tag is cut out and parsed.
        start = html.rfind("<", max(position, match.start() - _MAX_TAG), match.start())
        position = match.end()
        if start < 0 or hidden_until(html, start):
            continue
        tag = LexborHTMLParser(html[start : match.end() + _MAX_TAG]).css_first("[url][querydata]")
        address = (tag.attrs.get("url") or "").strip() if tag else ""
        if tag and MARK in address:
            parameters = _pairs(tag.attrs.get("querydata") or "")
            found.append(
                f"{address}?{urlencode(parameters, errors='replace')}" if parameters else ""
            )
    return Shape(NAME, further=bounded(found))


def read_data(answer: object, url: str) -> Shape | None:
    """Read a unit's answer, parsed as JSON; None where it holds no HTML."""
    data = answer.get("data") if isinstance(answer, dict) else None
    html = data.get("html") if isinstance(data, dict) else None
    if not isinstance(html, str):
        return None
    return Shape(NAME, tuple(rows_of(html)), bounded(_pages(html, url)))


def _pages(html: str, url: str) -> list[str]:
    if "pagination" not in html:
        return []
    node = LexborHTMLParser(html[-_MAX_TAG * 5 :]).css_first(_PAGER)
    if node is None:
        return []
    said = {name: value or "" for name, value in node.attrs.items()}
    said |= {name.lower(): value for name, value in _pairs(said.get("querydata", "")).items()}
    size, count = number_in(said.get("rows"), 1000), number_in(said.get("count"))
    if not size or not count:
        return []
    pages = following(_number(url), -(-count // size))
    return [
        with_query(
            url, "paramJson", json.dumps({"pageNo": page, "pageSize": size}, separators=(",", ":"))
        )
        for page in pages
    ]


def _number(url: str) -> int:
    """Return which page an address asks for."""
    for name, value in parse_qsl(url.partition("?")[2]):
        if name == "paramJson":
            asked = re.search(r"pageNo\W{1,5}(\d{1,6})", value)
            return int(asked[1]) if asked else 1
    return 1


def _pairs(text: str) -> dict[str, str]:
    return {
        match[1]: match[2] or match[3] or match[4] or ""
        for match in _PAIR.finditer(text[:_MAX_TAG])
    }
