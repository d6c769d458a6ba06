"""Take a page's title and links out of its HTML, in one parse.

This is the crawler's hot path: lexbor, no objects that are not needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.reading.shapes.door import read_data, read_page
from crawler.reading.shapes.shape import Shape
from crawler.reading.tangles import untangled
from crawler.reading.urls import absolute

MAX_TEXT = 200
MAX_LINKS = 20_000
MAX_LEAD = 4000
_SELECTOR = "a[href],area[href],iframe[src],frame[src]"
_REFRESH = re.compile(
    r"^\s*+[\d.]*+\s*+[;,]\s*+(?:url\s*=)?+\s*+[\"']?\s*([^\"'\s>][^\"'>]*)", re.IGNORECASE
)
_LOCATION = re.compile(
    r"(?:window|document|top|self|parent)?\.?location(?:\.href)?\s*(?:=|\.replace\(|\.assign\()\s*[\"']([^\"']+)[\"']"
)
# A page with more visible text than this is a page, not a jump, even if a script sets location.
_JUMP_TEXT = 200


# A script's template that was never filled in: {{item.url}}, ${url}, <%=url%>, '+url+'.
_PLACEHOLDER = re.compile(r"\{\{|\$\{|<%|%>|['\"]\s*\+|\+\s*['\"]")
# What no visitor sees, however much is clicked: the texts of scripts, and what they replace.
_INERT = "noscript a,noscript area,template a,template area"
# What a visitor may come to see, as a menu that opens.
_FOLDED = ",".join(
    f"{box} {tag}"
    for box in ("[hidden]", '[style*="display:none" i]', '[style*="display: none" i]')
    for tag in ("a", "area")
)


class LinkKind(StrEnum):
    """What kind of element a link stood in."""

    ANCHOR = "anchor"  # a, area
    FRAME = "frame"  # frame, iframe
    REFRESH = "refresh"  # meta refresh, or a script that only sets location
    DATA = "data"  # from a data block that a script renders (e.g. jpage <datastore>)
    HIDDEN = "hidden"  # an anchor in a box that is not shown, or not yet
    MORE = "more"  # nobody sees it: a script would ask for it to show more of a list


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a page, in document order.

    `target` is absolute, normalised and without fragment; a target that is not http(s) keeps its
    text (`file:///C:/a.doc`).  `text` is the visible text, white space folded (for an image link its
    alt or title).
    """

    target: str
    text: str = ""
    kind: LinkKind = LinkKind.ANCHOR


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What the crawler needs of a page.

    `text` is the beginning of the visible text, white space folded; `text_size` counts the
    characters of all of it.  `shape` names the CMS shape of a list, if any; `pager` are the targets
    of the links that turn its pages.
    """

    title: str
    links: tuple[Link, ...]
    text: str = ""
    text_size: int = 0
    shape: str | None = None
    pager: frozenset[str] = frozenset()


def read_links(html: str, url: str, encoding: str = "utf-8") -> PageLinks:
    """Extract title and links of the page `url`; never raises on any text."""
    html = untangled(html)
    tree = LexborHTMLParser(html)
    base = _base(tree, url)
    found: list[Link] = []
    inert, folded = _nodes(tree, _INERT), _nodes(tree, _FOLDED)
    for node in tree.css(_SELECTOR):
        if len(found) >= MAX_LINKS:
            break
        tag = node.tag
        if tag in {"a", "area"}:
            href = node.attrs.get("href") or ""
            if node.mem_id in inert or _PLACEHOLDER.search(href):
                continue
            target = absolute(base, href, encoding)
            if target:
                kind = LinkKind.HIDDEN if node.mem_id in folded else LinkKind.ANCHOR
                found.append(Link(target, _text(node), kind))
        else:
            target = absolute(base, node.attrs.get("src") or "", encoding)
            if target:
                found.append(Link(target, fold(node.attrs.get("title") or ""), LinkKind.FRAME))
    shape = read_page(html, url)
    found += shape_links(shape, base, encoding)
    scripts = [script.text(deep=True)[:20_000] for script in tree.css("script")[:20]]
    refreshes = _refreshes(tree)
    title = tree.css_first("title")
    title_text = fold(title.text(deep=True)) if title else ""
    text = _visible(tree)
    jumps = refreshes + (_script_jumps(scripts) if len(text) < _JUMP_TEXT else [])
    for href in jumps:
        target = absolute(base, href, encoding)
        if target:
            found.append(Link(target, "", LinkKind.REFRESH))
    pager = frozenset(target for href in shape.pager if (target := absolute(base, href, encoding)))
    return PageLinks(title_text, tuple(found), text[:MAX_LEAD], len(text), shape.name, pager)


def read_data_links(text: str, mime: str, url: str) -> PageLinks | None:
    """Read the rows of a list out of an answer that is no page (XML, JSON); None where it is no list."""
    shape = read_data(text, mime, url)
    return PageLinks("", tuple(shape_links(shape, url)), shape=shape.name) if shape else None


def shape_links(shape: Shape, base: str, encoding: str = "utf-8") -> list[Link]:
    """Return the rows of a list as DATA links, and where it goes on as MORE links."""
    found = []
    for row in shape.rows:
        target = absolute(base, row.href, encoding)
        if target:
            found.append(Link(target, fold(row.text), LinkKind.DATA))
    for href in shape.further:
        target = absolute(base, href, encoding)
        if target:
            found.append(Link(target, "", LinkKind.MORE))
    return found


def _nodes(tree: LexborHTMLParser, selector: str) -> frozenset[int]:
    return frozenset(node.mem_id for node in tree.css(selector))


def fold(text: str) -> str:
    """Fold white space and cut a text to MAX_TEXT characters."""
    return " ".join(text.split())[:MAX_TEXT]


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    base = absolute(url, node.attrs.get("href") or "") if node else None
    return base if base and base.startswith("http") else url


def _text(node: LexborNode) -> str:
    text = fold(node.text(deep=True))
    if text:
        return text
    title = node.attrs.get("title") or node.attrs.get("alt")
    if not title:
        image = node.css_first("img[alt],img[title]")
        if image:
            title = image.attrs.get("alt") or image.attrs.get("title")
    return fold(title or "")


def _visible(tree: LexborHTMLParser) -> str:
    """Return the visible text; takes scripts and styles out of the tree."""
    body = tree.body
    if body is None:
        return ""
    tree.strip_tags(["script", "style", "noscript", "template"])
    return " ".join(body.text(deep=True, separator=" ").split())


def _refreshes(tree: LexborHTMLParser) -> list[str]:
    found = []
    for meta in tree.css("meta[http-equiv]"):
        if (meta.attrs.get("http-equiv") or "").strip().lower() == "refresh":
            href = refresh_target(meta.attrs.get("content") or "")
            if href:
                found.append(href)
    return found


def refresh_target(content: str) -> str | None:
    """Return where a Refresh (header or meta) leads; None where only to itself."""
    match = _REFRESH.match(content)
    return match.group(1) if match else None


def _script_jumps(scripts: list[str]) -> list[str]:
    return [match.group(1) for script in scripts if (match := _LOCATION.search(script))]
