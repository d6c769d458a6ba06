"""Take the rows out of a piece of a list: links, and the date that stands in the row of each."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.reading.shapes.shape import MAX_ROWS, Row, folded, leads, spelled
from crawler.reading.tangles import untangled

_MAX_FRAGMENT = 2_000_000
# The element that holds one row, and how many levels above the link it is looked for.
_CONTAINERS = frozenset({"li", "tr", "dd"})
_TOP = frozenset({"body", "html", "table", "tbody", "ul", "ol", "dl"})
_LEVELS = 4
_MAX_LINKS = 4  # a row may also link to its column and its source
_MAX_ROW = 600  # characters; what is longer says nothing of one link
_FULL_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s?(?:[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}|年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)(?!\d)"
)
_SHORT_DATE = re.compile(r"(?<![\d-])\d{1,2}(?:[-./]\d{1,2}|月\d{1,2}日)(?![\d-])")


def rows_of(fragment: str) -> list[Row]:
    """Return the links of a piece of a list, each with the date in its row, as it is written."""
    tree = LexborHTMLParser(untangled(fragment[:_MAX_FRAGMENT]))
    anchors = [a for a in tree.css("a[href]")[:MAX_ROWS] if leads(a.attrs.get("href"))]
    shared: dict[int, int] = {}
    for anchor in anchors:
        for node in _above(anchor):
            shared[node.mem_id] = shared.get(node.mem_id, 0) + 1
    rows: list[Row] = []
    # Rows do not overlap.  Where they do, the page is no list, and is not read over and over.
    budget = 3 * len(fragment) + _MAX_ROW
    for anchor in anchors:
        text = folded(anchor.text(deep=True))
        holder = _holder(anchor, shared, alone=len(anchors) == 1)
        around = holder.text(deep=True, separator=" ") if holder and budget > 0 else ""
        budget -= len(around)
        rows.append(
            Row(
                spelled(anchor.attrs.get("href") or ""),
                text or folded(anchor.attrs.get("title") or ""),
                _date_beside(text, around),
            )
        )
    return rows


def _above(anchor: LexborNode) -> list[LexborNode]:
    found: list[LexborNode] = []
    node = anchor.parent
    while node is not None and len(found) < _LEVELS and node.tag not in _TOP:
        found.append(node)
        if node.tag in _CONTAINERS:
            break
        node = node.parent
    return found


def _holder(anchor: LexborNode, shared: dict[int, int], *, alone: bool) -> LexborNode | None:
    """Return the element that holds the link's row and no other."""
    holder = None
    for node in _above(anchor):
        if shared[node.mem_id] > (_MAX_LINKS if node.tag in _CONTAINERS else 1):
            break
        holder = node
    # A row that was cut out of its list stands in the body.
    return holder or (anchor.parent if alone else None)


def _date_beside(text: str, around: str) -> str:
    """Return the date beside the link; else the one that the link's own text ends with."""
    if len(around) <= 2 * _MAX_ROW:
        rest = " ".join(around.split()).replace(text, " ", 1) if text else around
        for pattern in (_FULL_DATE, _SHORT_DATE):
            found = pattern.search(rest)
            if found:
                return found[0]
    for pattern in (_FULL_DATE, _SHORT_DATE):
        every = pattern.findall(text)
        if every and text.rstrip(" ])】）").endswith(every[-1]):
            return str(every[-1])
    return ""
