"""Recognise pages that show their content by script only, so that a browser has to draw them.

Pure: reads one page's source, asks for nothing.  What an adapter in `shapes` can read needs no
browser.  A wrong yes costs seconds, a wrong no leaves the page to a person; so doubt is said, and
the crawler draws the sure ones first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from selectolax.lexbor import LexborHTMLParser

from crawler.reading.scope import extension
from crawler.reading.scripts import (
    UNRENDERED,
    SourceFacts,
    is_shell,
    links_in_source,
    read_source,
    scripts_of,
)
from crawler.reading.shapes import gkmlpt, jpaas
from crawler.reading.shapes.door import read_page
from crawler.reading.tangles import untangled
from crawler.reading.urls import path_of

LITTLE_TEXT = 200
_FEW_LINKS = 3
_MANY_DEAD = 10
_LITTLE_BESIDE_LINKS = 600
# The columns of these shells come as data that the crawler asks for itself.
_ASKED_FOR = frozenset({gkmlpt.NAME, jpaas.NAME})
_DATE = re.compile(r"(?:19|20)\d\d\s?[-./年]\s?\d{1,2}|(?<![\d-])\d{1,2}-\d{2}(?![\d-])")
_FRAME = re.compile(r"createElement\(\s*['\"]i?frame|<i?frame\b", re.IGNORECASE)
_ARTICLE = "meta[name=ArticleTitle i],meta[name=PubDate i]"
_PAGES = frozenset({"", "htm", "html", "shtml", "jhtml", "jsp", "jspx", "php", "asp", "aspx", "do"})


class Need(StrEnum):
    """What a page's source does not show."""

    SHELL = "shell"  # nearly all of it
    TEMPLATE = "template"  # a template stands there unfilled
    ROWS = "rows"  # a box for rows is empty, and a script could fill it
    FRAME = "frame"  # a script writes a frame
    LINKS = "links"  # most links have no address
    DATA = "data"  # a script asks for data, and no row is seen


# Where a script may do something else as well.
_UNSURE = frozenset({Need.FRAME, Need.LINKS, Need.DATA})


@dataclass(frozen=True, slots=True)
class Scripted:
    """Why a page needs a browser; `sure` where hardly anything else explains the source."""

    need: Need

    @property
    def sure(self) -> bool:
        """Hardly anything but a script explains the source."""
        return self.need not in _UNSURE


def may_hold_rows(url: str) -> bool:
    """The URL may be a column or a list: its file is no document, and no number names it."""
    name = path_of(url).rpartition("/")[2]
    return extension(url) in _PAGES and not (
        any(c.isdigit() for c in name) and not name.startswith("index")
    )


def scripted(html: str, url: str, *, home: bool = False) -> Scripted | None:
    """Say what a browser would have to draw of the page; None where the source shows it.

    Never raises on any text.
    """
    if "<script" not in html and "<SCRIPT" not in html:
        return None
    html = untangled(html)
    shape = read_page(html, url)
    if shape.rows or (shape.further and shape.name in _ASKED_FOR):
        return None
    tree = LexborHTMLParser(html)
    scripts, sources = scripts_of(tree)
    source = read_source(tree, scripts, sources)
    shell, article = is_shell(tree), tree.css_first(_ARTICLE) is not None
    tree.strip_tags(["script", "style", "noscript", "template", "title"], recursive=True)
    body = tree.body
    if body is None:
        return Scripted(Need.SHELL) if scripts or sources else None
    seen = _Seen(
        source,
        scripts,
        is_shell=shell,
        draws=shell or source.asks or source.own_script,
        text=" ".join(body.text(deep=True, separator=" ").split()),
        linked=sum(len(node.text(deep=True)) for node in body.css("a")),
        links=links_in_source(body),
    )
    need = _whole(seen, home=home)
    if need is None and not article:
        need = _part(seen, home=home, column=home or may_hold_rows(url))
    return Scripted(need) if need else None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the source shows; `linked` counts the characters of its links."""

    source: SourceFacts
    scripts: str
    is_shell: bool
    draws: bool
    text: str
    linked: int
    links: tuple[int, Sequence[str]]

    @property
    def shown(self) -> int:
        return len(UNRENDERED.sub("", self.text))

    @property
    def has_little_beside_links(self) -> bool:
        return len(self.text) - self.linked < _LITTLE_BESIDE_LINKS


def _whole(seen: _Seen, *, home: bool) -> Need | None:
    """Look for a page of which nearly nothing is seen."""
    live, _ = seen.links
    if seen.shown < LITTLE_TEXT and live <= _FEW_LINKS and (seen.draws or (home and not live)):
        return Need.SHELL
    return None


def _part(seen: _Seen, *, home: bool, column: bool) -> Need | None:
    """Look for a list that is not seen, in a page that is no article."""
    live, dead = seen.links
    if seen.shown < len(seen.text):
        return Need.TEMPLATE
    if seen.source.hollow and seen.draws and (column or seen.has_little_beside_links):
        return Need.ROWS
    if not column:
        return None
    if len(dead) >= max(_MANY_DEAD, live):
        return Need.LINKS
    if _DATE.search(seen.text):
        return None
    if _FRAME.search(seen.scripts):
        return Need.FRAME
    asks = not home and (seen.source.asks or seen.is_shell)
    return Need.DATA if asks and seen.has_little_beside_links else None
