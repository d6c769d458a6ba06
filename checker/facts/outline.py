"""A page as one walk over its parsed tree leaves it: elements in document order, and one text.

Every element knows where its text begins and ends in that text, so that what stands in a box, before
a link or beside a date is a slice, not another walk.  Text is joined as a browser shows it: boxes
begin new lines, inline elements join without a gap.  Nothing is judged or left out here but what
nobody sees (scripts, styles, templates).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from checker.facts.box_names import UNNAMED, kinds_of

MAX_TEXT = 200_000
MAX_ELEMENTS = 50_000
_UNSEEN = ["script", "style", "noscript", "template", "title"]
# Boxes begin a new line; all other elements, unknown ones too, stand in the line.
_BOXES = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center"),
        *("dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("iframe", "legend", "li", "main", "menu", "nav", "object", "ol", "optgroup", "option"),
        *("p", "pre", "section", "select", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul", "ucapcontent", "video"),
    }
)
# What takes no room on the screen; `&#8203;` is how editors write it.
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_INVISIBLE_MARKS = (
    "\u200b",
    "\ufeff",
    "\u200d",
    "\u200c",
    "\u00ad",
    "\u2060",
    "&#8203;",
    "&#xfeff;",
    "&shy;",
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_PATH_STEPS = 4


class Element:
    """One element: where it stands among the others, and its text in the page's text.

    `last` is the index of its last descendant (its own where it has none); `parent` is -1 at the top.
    `kinds` is what its class and id name it.
    """

    __slots__ = ("attributes", "end", "index", "kinds", "last", "parent", "start", "tag")

    def __init__(
        self, index: int, tag: str, parent: int, attributes: dict[str, str | None], start: int
    ) -> None:
        self.index = index
        self.tag = tag
        self.parent = parent
        self.attributes = attributes
        self.start = self.end = start
        self.last = index
        self.kinds = (
            kinds_of(attributes.get("class") or "", attributes.get("id") or "")
            if attributes
            else UNNAMED
        )

    def get(self, name: str) -> str:
        """Return an attribute, "" where it is missing or has no value."""
        return self.attributes.get(name) or ""


@dataclass(slots=True)
class Outline:
    """The elements, and the text that is seen of them.

    `joints` are the places in it where one run of text ends and another begins, ascending.
    """

    elements: list[Element] = field(default_factory=list)
    anchors: list[Element] = field(default_factory=list)
    images: list[Element] = field(default_factory=list)
    text: str = ""
    joints: list[int] = field(default_factory=list)
    _link_indexes: list[int] = field(default_factory=list)
    _link_starts: list[int] = field(default_factory=list)
    _link_sizes: list[int] = field(default_factory=lambda: [0])

    def text_of(self, element: Element) -> str:
        """Return what stands in an element."""
        return self.text[element.start : element.end].strip()

    def spaced(self, start: int, end: int, text: str | None = None) -> str:
        """Return a stretch of the text (or of `text`, of the same length) with a gap at every joint."""
        text = self.text if text is None else text
        first, after = bisect_right(self.joints, start), bisect_left(self.joints, end)
        places = [start, *self.joints[first:after], end]
        return " ".join(text[one:two] for one, two in pairwise(places))

    def above(self, element: Element) -> Iterator[Element]:
        """Yield the elements around one, innermost first."""
        parent = element.parent
        while parent >= 0:
            element = self.elements[parent]
            yield element
            parent = element.parent

    def inside(self, element: Element) -> list[Element]:
        """Return the elements in one, in document order."""
        return self.elements[element.index + 1 : element.last + 1]

    def children(self, element: Element) -> Iterator[Element]:
        """Yield the elements right below one."""
        index = element.index + 1
        while index <= element.last:
            child = self.elements[index]
            yield child
            index = child.last + 1

    def prose(self, start: int, end: int) -> int:
        """Count the characters of a stretch of the text that stand in no link."""
        first, after = bisect_left(self._link_starts, start), bisect_left(self._link_starts, end)
        return max(end - start - self._link_sizes[after] + self._link_sizes[first], 0)

    def anchors_in(self, element: Element) -> list[Element]:
        """Return the anchors in an element, itself among them."""
        return self.anchors[self._below(element.index - 1) : self._below(element.last)]

    def add_link(self, anchor: Element) -> None:
        """Count the text of an anchor as linked; anchors come in document order."""
        self._link_indexes.append(anchor.index)
        self._link_starts.append(anchor.start)
        self._link_sizes.append(self._link_sizes[-1] + max(anchor.end - anchor.start, 0))

    def _below(self, index: int) -> int:
        return bisect_right(self._link_indexes, index)

    def joint(self, place: int) -> bool:
        """One run of text ends and another begins at this place."""
        at = bisect_left(self.joints, place)
        return at < len(self.joints) and self.joints[at] == place

    def at(self, place: int) -> Element | None:
        """Return the innermost element that holds the character at a place of the text."""
        found = None
        index = 0
        while index < len(self.elements):
            element = self.elements[index]
            if element.start <= place < element.end:
                found = element
                index += 1
            else:
                index = element.last + 1
        return found

    def path(self, element: Element) -> str:
        """Spell where an element stands, as far up as an id: `div#zoom > p > span.date`."""
        steps: list[str] = []
        for one in chain((element,), self.above(element)):
            name, classes = one.get("id").strip(), one.get("class").split()
            steps.append(one.tag + (f"#{name}" if name else "".join(f".{c}" for c in classes[:2])))
            if name or len(steps) >= _PATH_STEPS or one.tag == "body":
                break
        return " > ".join(reversed(steps))[:200]

    def hidden(self, element: Element) -> bool:
        """The element stands in a box that its own markup hides."""
        return any(
            "hidden" in one.attributes or bool(_HIDDEN_STYLE.search(one.get("style")))
            for one in chain((element,), self.above(element))
        )


def read_outline(tree: LexborHTMLParser, html: str) -> Outline:
    """Walk the tree of `html` once; takes scripts and the like out of it."""
    tree.strip_tags(_UNSEEN, recursive=True)
    outline = Outline()
    if tree.body is not None:
        _walk(tree.body, outline, dirty=any(mark in html for mark in _INVISIBLE_MARKS))
    return outline


def _walk(  # noqa: C901, PLR0912, PLR0915  # one loop without calls: half of what a page costs
    body: LexborNode, outline: Outline, *, dirty: bool
) -> None:
    """Fill the outline.  The hottest loop of all: one step per node, and few calls in it."""
    elements, anchors, joints = outline.elements, outline.anchors, outline.joints
    pieces: list[str] = []
    open_ids = [0]
    stack: list[Element] = []
    size, gap, inner = 0, "", -1
    for node in body.traverse(include_text=True):
        raw = node.text_content
        if raw is None:
            tag = node.tag or "-"
            if tag[0] == "-":  # a comment
                continue
            run = ""
        else:
            if dirty:
                raw = _INVISIBLE.sub("", raw)
            run = " ".join(raw.split())
            if not run or size > MAX_TEXT:
                gap = gap or " "
                continue
        above = node.parent.mem_id if inner >= 0 else 0  # type: ignore[union-attr]  # below body
        while open_ids[-1] != above:
            open_ids.pop()
            closed = stack.pop()
            closed.end = size
            closed.last = inner
            if closed.tag in _BOXES:
                gap = "\n"
        if raw and run:
            if size:
                if not gap and raw[0].isspace():
                    gap = " "
                pieces.append(gap)
                size += len(gap)
            pieces.append(run)
            joints.append(size)
            size += len(run)
            gap = " " if raw[-1].isspace() else ""
            continue
        if tag in _BOXES:
            gap = "\n"
        inner += 1
        above_it = stack[-1].index if stack else -1
        start = size + len(gap) if size else 0
        element = Element(inner, tag, above_it, node.attributes, start)
        elements.append(element)
        stack.append(element)
        open_ids.append(node.mem_id)
        if tag == "a":
            anchors.append(element)
        elif tag == "img":
            outline.images.append(element)
        if inner >= MAX_ELEMENTS:
            break
    for closed in stack:
        closed.end = size
        closed.last = inner
    outline.text = "".join(pieces)
    for anchor in anchors:
        outline.add_link(anchor)
