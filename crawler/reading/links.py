"""Take a page's title and links out of its HTML, in one parse.

This is the crawler's hot path: lexbor, no objects that are not needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.reading.link import MAX_TEXT, Link, LinkKind, fold
from crawler.reading.memory import LinkMemory
from crawler.reading.shapes.door import read_data, read_page
from crawler.reading.shapes.shape import Shape
from crawler.reading.tangles import untangled
from crawler.reading.urls import absolute

__all__ = [
    "MAX_LINKS",
    "MAX_TEXT",
    "Link",
    "LinkKind",
    "PageLinks",
    "fold",
    "read_data_links",
    "read_links",
    "refresh_target",
    "shape_links",
]

MAX_LINKS = 20_000
MAX_LEAD = 4000
_REFRESH = re.compile(
    r"^\s*+[\d.]*+\s*+[;,]\s*+(?:url\s*=)?+\s*+[\"']?\s*([^\"'\s>][^\"'>]*)", re.IGNORECASE
)
_LOCATION = re.compile(
    r"(?:window|document|top|self|parent)?\.?location(?:\.href)?\s*(?:=|\.replace\(|\.assign\()\s*[\"']([^\"']+)[\"']"
)
# With so much text in its links alone a page is no jump, and nobody asks how much more there is.
ENOUGH_TEXT = 1000
# A page with more visible text than this is a page, not a jump, even if a script sets location.
_JUMP_TEXT = 200


_FRAMES = frozenset({"iframe", "frame"})
_STANDING = _FRAMES | {"a", "area"}
_BOXES = ("[hidden]", '[style*="display:none" i]', '[style*="display: none" i]')
_BOX = ",".join(_BOXES)
# All that is looked at, found in one walk: a walk costs as much as reading a hundred links.
_LOOKED_AT = ",".join(
    (
        *("a[href]", "area[href]", "iframe[src]", "frame[src]", "base[href]", "meta[http-equiv]"),
        *("title", "noscript", "template"),
    )
)
# What no visitor sees, however much is clicked: the texts of scripts, and what they replace.
_INERT = "noscript a,noscript area,template a,template area"
# What a visitor may come to see, as a menu that opens.
_FOLDED = ",".join(f"{box} {tag}" for box in _BOXES for tag in ("a", "area"))


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What the crawler needs of a page.

    `text` is the beginning of the visible text, white space folded; `text_size` counts the
    characters of all of it.
    `shape` names the CMS shape of a list, if any; `pager` are the targets of the links that turn its
    pages.
    """

    title: str
    links: tuple[Link, ...]
    text: str = ""
    text_size: int = 0
    shape: str | None = None
    pager: frozenset[str] = frozenset()


def read_links(
    html: str,
    url: str,
    encoding: str = "utf-8",
    memory: LinkMemory | None = None,
    *,
    lead: bool = True,
) -> PageLinks:
    """Extract title and links of the page `url`; never raises on any text.

    `memory` is that of the site's other pages.  Without `lead`, what is said of the visible text may
    be said of the links' texts alone, where these are so many that nobody asks for more.
    """
    html = untangled(html)
    tree = LexborHTMLParser(html)
    nodes = _Nodes(tree)
    base = _base(nodes, url)
    found, shown = _standing(tree, nodes, base, encoding, memory or LinkMemory())
    shape = read_page(html, url)
    found += shape_links(shape, base, encoding)
    title = nodes.first("title")
    title_text = fold(title.text(deep=True)) if title else ""
    jumps = _refreshes(nodes)
    if lead or shown < ENOUGH_TEXT:
        scripts = [script.text(deep=True)[:20_000] for script in tree.css("script")[:20]]
        text = _visible(tree)
        text_size = len(text)
        if text_size < _JUMP_TEXT:
            jumps += _script_jumps(scripts)
    else:
        text, text_size = " ".join(link.text for link in found)[:ENOUGH_TEXT], shown
    for href in jumps:
        target = absolute(base, href, encoding)
        if target:
            found.append(Link(target, "", LinkKind.REFRESH))
    pager = frozenset(target for href in shape.pager if (target := absolute(base, href, encoding)))
    return PageLinks(title_text, tuple(found), text[:MAX_LEAD], text_size, shape.name, pager)


class _Nodes:
    """The elements of a page that are looked at, in document order."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.all = tree.css(_LOOKED_AT)
        self.tags = [node.tag for node in self.all]
        self.there = frozenset(self.tags)

    def of(self, tag: str) -> list[LexborNode]:
        """Return the elements with this tag."""
        if tag not in self.there:
            return []
        return [node for node, name in zip(self.all, self.tags, strict=True) if name == tag]

    def first(self, tag: str) -> LexborNode | None:
        """Return the first element with this tag."""
        return self.all[self.tags.index(tag)] if tag in self.there else None


def _standing(
    tree: LexborHTMLParser, nodes: _Nodes, base: str, encoding: str, memory: LinkMemory
) -> tuple[list[Link], int]:
    """Return the links that stand on the page, and how many characters their texts have."""
    plain = memory.anchors(base, encoding)
    standing = [node for node, tag in zip(nodes.all, nodes.tags, strict=True) if tag in _STANDING]
    if "noscript" in nodes.there or "template" in nodes.there:
        inert = _ids(tree, _INERT)
        standing = [node for node in standing if node.mem_id not in inert]
    hrefs = [node.attrs.get("href") or "" for node in standing]
    texts = [node.text(deep=True) for node in standing]
    unnamed = [at for at, text in enumerate(texts) if not text or text.isspace()]
    for at in unnamed:
        texts[at] = _name(standing[at])
    links = plain.links(zip(hrefs, texts, strict=True))
    shown = sum([len(link.text) for link in links if link])
    shown -= sum([len(link.text) for at in unnamed if (link := links[at])])
    if tree.css_first(_BOX):
        folded = _ids(tree, _FOLDED)
        places = [at for at, node in enumerate(standing) if node.mem_id in folded]
        hidden = memory.anchors(base, encoding, LinkKind.HIDDEN)
        found = hidden.links((hrefs[at], texts[at]) for at in places)
        for at, link in zip(places, found, strict=True):
            links[at] = link
    if not _FRAMES.isdisjoint(nodes.there):
        for at, node in enumerate(standing):
            if node.tag in _FRAMES:
                links[at] = _frame(node, base, encoding)
    return [link for link in links if link][:MAX_LINKS], shown


def _frame(node: LexborNode, base: str, encoding: str) -> Link | None:
    target = absolute(base, node.attrs.get("src") or "", encoding)
    return Link(target, fold(node.attrs.get("title") or ""), LinkKind.FRAME) if target else None


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


def _ids(tree: LexborHTMLParser, selector: str) -> frozenset[int]:
    return frozenset(node.mem_id for node in tree.css(selector))


def _base(nodes: _Nodes, url: str) -> str:
    node = nodes.first("base")
    base = absolute(url, node.attrs.get("href") or "") if node else None
    return base if base and base.startswith("http") else url


def _name(node: LexborNode) -> str:
    """Return what a link without text is called by."""
    title = node.attrs.get("title") or node.attrs.get("alt")
    if not title:
        image = node.css_first("img[alt],img[title]")
        if image:
            title = image.attrs.get("alt") or image.attrs.get("title")
    return title or ""


def _visible(tree: LexborHTMLParser) -> str:
    """Return the visible text; takes scripts and styles out of the tree."""
    body = tree.body
    if body is None:
        return ""
    tree.strip_tags(["script", "style", "noscript", "template"])
    return " ".join(body.text(deep=True, separator=" ").split())


def _refreshes(nodes: _Nodes) -> list[str]:
    found = []
    for meta in nodes.of("meta"):
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
