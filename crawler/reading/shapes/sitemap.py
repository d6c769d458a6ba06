"""`sitemap.xml`, sitemap indexes, and the `Sitemap:` lines of robots.txt.

How sure: both are public standards (sitemaps.org, RFC 9309).  A document type has no place in a
sitemap, and entities are declared in one: such a file is not read.
"""

from __future__ import annotations

import re

from lxml import etree

from crawler.reading.shapes.shape import (
    MAX_ROWS,
    NOTHING,
    Row,
    Shape,
    bounded,
    folded,
    leads,
    spelled,
)

NAME = "sitemap"
_MAX_SIZE = 10_000_000
_DECLARATION = re.compile(r"^\s*+<\?xml[^>]{0,200}\?>")
_LINE = re.compile(
    r"^[ \t]*+sitemap[ \t]*+:[ \t]*+(\S{1,2083})[ \t\r]*+$", re.IGNORECASE | re.MULTILINE
)


def read(text: str) -> Shape | None:
    """Read a sitemap (its pages are rows) or an index of them (they are `further`)."""
    head = text[:2000]
    if "<urlset" not in head and "<sitemapindex" not in head:
        return None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
    )
    # The text is decoded already, whatever its declaration says.
    body = _DECLARATION.sub("", text.lstrip("\ufeff")[:_MAX_SIZE]).encode("utf-8", "replace")
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    pages: list[Row] = []
    maps: list[str] = []
    for entry in root:
        if len(pages) >= MAX_ROWS:
            break
        kind = _name(entry)
        said = {_name(child): _text(child) for child in entry} if kind else {}
        if not leads(said.get("loc")):
            continue
        if kind == "url":
            pages.append(Row(spelled(said["loc"]), "", folded(said.get("lastmod", ""))))
        elif kind == "sitemap":
            maps.append(said["loc"])
    return Shape(NAME, tuple(pages), bounded(maps))


def read_robots(text: str) -> Shape:
    """Read where robots.txt says the sitemaps are."""
    maps = bounded(match[1] for match in _LINE.finditer(text[:500_000]))
    return Shape(NAME, further=maps) if maps else NOTHING


def _text(element: etree._Element) -> str:
    try:
        return (element.text or "").strip()
    except UnicodeDecodeError:  # half a character, written as a number: libxml2 lets it in
        return ""


def _name(element: etree._Element) -> str:
    tag = element.tag  # of comments and instructions it is a function
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
