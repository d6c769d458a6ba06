"""Cut off pages that are built to choke an HTML parser, or that a broken template has blown up.

Parsing time grows with the square of the nesting depth and of the number of attributes of one tag:
a megabyte of `<div><div>…` takes minutes.  No page for people comes near these limits.
"""

from __future__ import annotations

import re

MAX_DEPTH = 4000
MAX_TAG = 100_000
MAX_ATTRIBUTES = 4000
# Elements that a browser closes by itself do not nest, however often they are opened.
_SELF_CLOSING = (
    "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
    "|p|li|dd|dt|option|tr|td|th|tbody|thead|a|path"
)
_TAG = re.compile(r"<[a-z]", re.IGNORECASE)
_NESTING = re.compile(rf"<(/?)(?!(?:{_SELF_CLOSING})\b)[a-z]", re.IGNORECASE)


def untangled(html: str) -> str:
    """Return the page, or as much of it as can be parsed in good time."""
    if html.count("<") > MAX_DEPTH:
        html = html[: _too_deep(html)]
    if len(html) > MAX_TAG:
        html = html[: _too_wide(html)]
    return html


def _too_deep(html: str) -> int:
    depth = 0
    for tag in _NESTING.finditer(html):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > MAX_DEPTH:
            return tag.start()
    return len(html)


def _too_wide(html: str) -> int:
    tag = _TAG.search(html)
    while tag:
        start, end = tag.start(), html.find(">", tag.end())
        if end < 0:
            end = len(html)
        # Pictures written into a tag are long, but they are one attribute.
        if (
            end - start > MAX_TAG
            and len(html[start:end].split(None, MAX_ATTRIBUTES)) > MAX_ATTRIBUTES
        ):
            return start
        tag = _TAG.search(html, end)
    return len(html)
