"""Find the template around a page's main part: header, footer, menus, trail and pager.

Says which stretches of the outline are template.  A box that holds the main part itself, or rows with
dates, is none, whatever it is called.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from checker.facts.outline import Element, Outline

_SMALL = 200
_MAX_BOXES = 200
_DATED_ROWS = 3
_WHOLE_PAGE = 0.8
_MUCH = 0.3
_BAR = re.compile(
    r"来\s?源\s*[:：]|发布(?:时间|日期)\s*[:：]|(?:浏览|阅读|点击)(?:次数|量)?\s*[:：]"
)
_TAGS = frozenset({"header", "footer", "nav"})
_ROLES = frozenset({"navigation", "banner", "contentinfo"})


@dataclass(frozen=True, slots=True)
class Template:
    """The boxes cut off, as ranges of element indexes and of text; ascending, none in another."""

    elements: tuple[tuple[int, int], ...] = ()
    texts: tuple[tuple[int, int], ...] = ()
    _firsts: list[int] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def has(self, element: Element) -> bool:
        """The element stands in the template."""
        at = bisect_right(self._firsts, element.index) - 1
        return at >= 0 and element.index <= self.elements[at][1]

    def has_text(self, place: int) -> bool:
        """The character at a place of the text stands in the template."""
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self.texts[at][1]

    def rest(self, end: int) -> list[tuple[int, int]]:
        """Return the stretches of a text of that length that are not template."""
        found, start = [], 0
        for first, last in self.texts:
            if min(first, end) > start:  # an empty box at the end begins behind it
                found.append((start, min(first, end)))
            start = max(start, last)
        if end > start:
            found.append((start, end))
        return found


def find_template(outline: Outline, dates: Sequence[int]) -> Template:
    """Find the template's boxes; `dates` are the places of dates in the text, ascending."""
    feet = [
        element.index
        for element in outline.elements
        if element.tag == "footer" or element.kinds.foot
    ]
    boxes: list[Element] = []
    looked, cut_until = 0, -1
    for element in outline.elements:
        if element.index <= cut_until:
            continue
        attributes = element.attributes
        says_so = element.tag in _TAGS or (
            "role" in attributes and element.get("role").lower() in _ROLES
        )
        if not says_so:
            if "class" not in attributes and "id" not in attributes:
                continue
            if not element.kinds.chrome:
                continue
        looked += 1
        if looked > _MAX_BOXES:
            break
        if _titles_article(outline, element, dates):
            continue
        if says_so or _around(outline, element, feet, dates):
            boxes.append(element)
            cut_until = element.last
    return Template(
        elements=tuple((box.index, box.last) for box in boxes),
        texts=tuple((box.start, box.end) for box in boxes),
        _firsts=[box.index for box in boxes],
        _starts=[box.start for box in boxes],
    )


def _titles_article(outline: Outline, element: Element, dates: Sequence[int]) -> bool:
    """The box holds the line under an article's title: a day, and whose it is."""
    held = _between(dates, element.start, element.end)
    return 0 < held < _DATED_ROWS and bool(_BAR.search(outline.text, element.start, element.end))


def _around(outline: Outline, element: Element, feet: Sequence[int], dates: Sequence[int]) -> bool:
    """The box stands around the main part, and does not hold it."""
    names = f"{element.get('class')} {element.get('id')}".lower()
    holds_foot = element.tag == "body" or _between(feet, element.index + 1, element.last + 1)
    if holds_foot and "foot" not in names:
        return False
    whole = len(outline.text)
    if element.end - element.start > whole * _WHOLE_PAGE and whole > _SMALL:
        return False
    said = outline.prose(element.start, element.end)
    if said > max(_SMALL, outline.prose(0, whole) * _MUCH) and "foot" not in names:
        return False
    return _between(dates, element.start, element.end) < _DATED_ROWS


def _between(places: Sequence[int], first: int, end: int) -> int:
    return bisect_right(places, end - 1) - bisect_right(places, first - 1)
