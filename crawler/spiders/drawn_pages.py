"""Take in what a browser drew: its DOM as it is kept, and the links that only it shows."""

from __future__ import annotations

from html import escape

from crawler.reading.links import Link, LinkKind, PageLinks, read_links
from crawler.reading.urls import absolute
from crawler.rendering.picture import Picture
from crawler.snapshot.rendering import Drawn
from crawler.spiders.to_draw import ToDraw

# What the crawl asks for in a script's place; the page that the script drew may not hold it any more.
_READ_FROM_SOURCE = frozenset({LinkKind.DATA, LinkKind.MORE})


def dom_of(picture: Picture, url: str) -> str:
    """Return the DOM as it is kept: readable by itself, also where a script changed the address."""
    base = picture.base.partition("#")[0]
    if not base.startswith(("http://", "https://")) or base == url:
        return picture.html
    head = picture.html.find("<head>")
    if head < 0 or "<base" in picture.html.lower():
        return picture.html
    head += len("<head>")
    return f'{picture.html[:head]}<base href="{escape(base)}">{picture.html[head:]}'


def links_of(page: ToDraw, picture: Picture) -> PageLinks:
    """Return the links of a page as it was drawn; where it went elsewhere, also where to."""
    source = read_links(page.text, page.url, page.encoding)
    if picture.drawn.seen:
        drawn = read_links(dom_of(picture, page.url), page.url, page.encoding)
        known = {(link.target, link.kind) for link in drawn.links}
        # What was not drawn whole may have lost what it had.
        whole = picture.drawn is Drawn.WHOLE
        kept = [
            link
            for link in source.links
            if not (whole and link.kind not in _READ_FROM_SOURCE)
            and (link.target, link.kind) not in known
        ]
        return PageLinks(drawn.title, (*drawn.links, *kept), pager=drawn.pager)
    target = absolute(page.url, picture.location) if picture.location else None
    if target is None or target == page.url:
        return PageLinks(source.title, ())
    return PageLinks(source.title, (*source.links, Link(target, "", LinkKind.REFRESH)))
