"""The trail from the home page to a page, as it stands on it (当前位置：首页 > 政务公开 > 规划信息).

Found by its words, by the names of its box, or by a link 首页 with an arrow behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from checker.facts.outline import Element, Outline

_SAYS = re.compile(
    r"(?:当前|您|你|所在|现在)[^:：>›»\n]{0,6}位置\s*(?:是|为)?\s*[:：]?|(?:^|\n)位置\s*[:：]"
)
# White space and dashes begin nowhere but at their beginning: else a long run of them is tried from each of its places.
_ARROW = re.compile(r"(?<!\s)\s*+(?:—+|(?<!-)-+>|(?<!=)=+>|>+|›|»|→|＞|≫|》|::)\s*")
_CUT = re.compile(
    r"(?<!\s)\s*+(?:(?<=\s)-(?=\s)|—+|(?<!-)-+>|(?<!=)=+>|>+|›|»|→|＞|≫|》(?=\s*\S)|::|/|\|)\s*"
)
_LINE = re.compile(r"(?<!\s)[^\S\n]*+\n\s*")
_HOME = re.compile(r"^(?:网站|本站|返回)?(?:首\s?页|主页|home)$", re.IGNORECASE)
_LABELLED = re.compile(r"当前位置|面包屑|栏目路径|访问路径|breadcrumb", re.IGNORECASE)
_LONGEST_BOX = 300
_SHORT_BOX = 120
_LONGEST_STEP = 30
_MAX_STEPS = 12
_CLIMB = 6
_ARROW_REACH = 12
_MOST_HOMES = 10


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps as they stand, and the box that holds them."""

    steps: tuple[str, ...] = ()
    box: Element | None = None

    def has(self, element: Element) -> bool:
        """The element stands in the trail."""
        box = self.box
        return box is not None and box.index <= element.index <= box.last


def read_trail(outline: Outline) -> Trail:
    """Return the trail, an empty one where the page has none."""
    for box, start in _boxes(outline):
        steps = _steps(outline.text[max(start, box.start) : box.end]) or _parted(outline, box)
        if steps:
            return Trail(steps, box)
    return Trail()


def _boxes(outline: Outline) -> Iterator[tuple[Element, int]]:
    """Yield what may hold the trail, the surest first, and from where on it holds it."""
    says = _SAYS.search(outline.text)
    if says:
        inner = outline.at(says.end() - 1)
        box = _grown(outline, inner, says.end()) if inner else None
        if box:
            yield box, says.end()
    for element in outline.elements:
        names = element.kinds
        said = element.get("aria-label") or element.get("des")
        if (names.trail or (said and _LABELLED.search(said))) and _fits(element):
            yield element, element.start
    for anchor in _homes(outline):
        box = _grown(outline, anchor, anchor.start)
        if box:
            yield box, anchor.start


def _fits(element: Element) -> bool:
    return 0 < element.end - element.start <= _LONGEST_BOX


def _homes(outline: Outline) -> list[Element]:
    """Return the links 首页 that an arrow follows."""
    found = []
    for anchor in outline.anchors:
        if anchor.end - anchor.start > _LONGEST_STEP or not _HOME.match(outline.text_of(anchor)):
            continue
        if _ARROW.match(outline.text[anchor.end : anchor.end + _ARROW_REACH]):
            found.append(anchor)
            if len(found) >= _MOST_HOMES:
                break
    return found


def _grown(outline: Outline, inner: Element, start: int) -> Element | None:
    """Return the smallest box around `inner` that holds more than one step after `start`."""
    alone: Element | None = None
    for element in islice(chain((inner,), outline.above(inner)), _CLIMB):
        if element.end - element.start > _LONGEST_BOX:
            break
        rest = outline.text[start : element.end].strip()
        if _CUT.search(rest.partition("\n")[0]) or _ARROW.search(rest):
            return element
        if rest.count("\n"):
            return element if len(rest) <= _SHORT_BOX else alone
        if rest:
            alone = element
    return alone


def _parted(outline: Outline, box: Element) -> tuple[str, ...]:
    """Return the steps of a trail whose arrows a script or a style sheet draws: its runs of text."""
    text = outline.text[box.start : box.end]
    if "\n" in text or _CUT.search(text):
        return ()
    places = [at for at in outline.joints if box.start < at < box.end]
    runs = [outline.text[a:b].strip() for a, b in pairwise([box.start, *places, box.end])]
    steps = tuple(run[:_LONGEST_STEP] for run in runs if run)[:_MAX_STEPS]
    return steps if len(steps) > 1 and _HOME.match(steps[0]) else ()


def _steps(text: str) -> tuple[str, ...]:
    says = _SAYS.search(text)
    text = (text[says.end() :] if says else text).strip()
    # Lines are steps where no arrow is; else what follows in further lines is something else.
    pattern = _CUT if _CUT.search(text) else _LINE
    trail: list[str] = []
    for part in pattern.split(text)[: _MAX_STEPS * 2]:
        step, _, more = part.strip().partition("\n")
        step = step.strip(" :：-")
        if step:
            trail.append(step.split(" ")[0][:_LONGEST_STEP] if len(step) > _LONGEST_STEP else step)
        if more or len(step) > _LONGEST_STEP:  # the box goes on with other things
            break
    # A single step that is no home page is a heading, or a menu that goes by such a name.
    if len(trail) < 2 and not (trail and _HOME.match(trail[0])):  # noqa: PLR2004  # here and home
        return ()
    return tuple(trail[:_MAX_STEPS])
