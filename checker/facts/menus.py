"""The menu of a page: its items, and which stand under which.

A menu is nested lists of short links in the template; what stands deeper is below what opens it.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.facts.markup import Markup, read_markup
from checker.facts.outline import Element
from crawler.snapshot import absolute

_LONGEST = 16
_LEAST = 2
_MOST = 600
_LEAST_ITEMS = 3


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An item: its name, where it leads, and where the item above it leads."""

    name: str
    url: str
    parent: str | None


def menu_of(html: str, url: str, encoding: str = "utf-8") -> list[MenuItem]:
    """Return the items of a page's menus, in document order."""
    markup = read_markup(html)
    found: list[MenuItem] = []
    for anchor in markup.outline.anchors:
        if len(found) >= _MOST:
            break
        name = "".join(markup.outline.text_of(anchor).split())
        if not _LEAST <= len(name) <= _LONGEST:
            continue
        item = _item_of(markup, anchor)
        in_menu = markup.template.has(anchor) or item is not None
        target = absolute(url, anchor.get("href"), encoding)
        if not in_menu or target is None or not target.startswith("http"):
            continue
        above = _opener(markup, anchor, item) if item is not None else None
        parent = absolute(url, above.get("href"), encoding) if above is not None else None
        found.append(MenuItem(name, target, parent if parent != target else None))
    return found


def _item_of(markup: Markup, anchor: Element) -> Element | None:
    """Return the item of a list of short links that the anchor stands in."""
    outline = markup.outline
    for element in outline.above(anchor):
        if element.tag != "li":
            continue
        whole = outline.elements[element.parent] if element.parent >= 0 else None
        if whole is None:
            return None
        anchors = outline.anchors_in(whole)
        short = sum(one.end - one.start <= _LONGEST for one in anchors)
        return element if len(anchors) >= _LEAST_ITEMS and short * 5 >= len(anchors) * 4 else None
    return None


def _opener(markup: Markup, anchor: Element, item: Element) -> Element | None:
    """Return the anchor of the item that this one's list unfolds under."""
    outline = markup.outline
    first = next(iter(outline.anchors_in(item)), None)
    if first is not None and first is not anchor:
        return first  # <li><a>above</a><div><a>this</a> …
    for element in outline.above(item):
        if element.tag == "li":
            return next(iter(outline.anchors_in(element)), None)
    return None
