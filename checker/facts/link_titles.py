"""The title of a row out of its link: what is shown of it, or the tooltip where that is cut short.

Flags, bullets and dates are taken off; which links are rows is said in `row_titles` and `rows`.
"""

from __future__ import annotations

import re
from itertools import pairwise

from checker.facts.dates import first_date
from checker.facts.names import normal
from checker.facts.outline import Element, Outline

SHORT_TITLE = 6
LEAST_TITLE = 3
MAX_TITLE = 300
_LONG = 100
_SAME_START = 6
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FLAGGED = re.compile(r"顶|置顶|固顶|新|热|荐|top|new|hot", re.IGNORECASE)
_LONGEST_FLAG = 4
_BLOCKS = frozenset({"div", "p", "dt", "dd", "section", "article", "header", "li", "td"})
_DIGITS = re.compile(r"[\d\s./年月日:-]*")
_PINNED_END = re.compile(r"(?<!\s)\s*+[【\[(（]\s*[置固]?\s?顶\s*[】\])）]$")
_SENTENCE = re.compile(r"[。，；…]")
_STRONG = frozenset({"strong", "b"})
_TITLE_LABEL = re.compile(r"^(?:文章|信息)?(?:标题|题名|名称)\s*[:：]\s*")
_BULLET = re.compile(r"^[\s·•●○■□◆◇▪▫►▶>»›\-*・]+(?=\S)")
_PINNED = re.compile(
    r"^\s*+(?:[【\[(（]?\s*+[置固]\s?顶\s*[】\])）]?|[【\[(（]\s*顶\s*[】\])）])\s*"
)
_FLAG = re.compile(
    r"(?<!\s)\s*+(?:new|hot|[【\[(（](?:新|热|荐|new|hot|图文?|视频|推荐)[】\])）])\s*!?$",
    re.IGNORECASE,
)


def title_of(outline: Outline, element: Element, own: str) -> tuple[str, bool]:
    """Return the link's title, and whether only a picture gives it."""
    text = _shown(outline, element)
    if own and text.endswith(own) and (first := _first_part(outline, element, own)):
        text = first
    if own:
        text = text.replace(own, " ", 1).strip()
    text = " ".join(_unflagged(outline, element, text).split())
    attribute = _told(element.get("title"))
    if not text:
        alt = next((one.get("alt") for one in outline.inside(element)[:20] if one.tag == "img"), "")
        return _clean(attribute or " ".join(alt.split())), True
    shown, whole = _clean(text), _clean(attribute)
    start = normal(shown)[:_SAME_START]
    if start and len(normal(whole)) > len(normal(shown)) and normal(whole).startswith(start):
        return whole, False
    return shown, False


def _first_part(outline: Outline, element: Element, own: str) -> str:
    """Return the title where title, source and date of a row have inline boxes of their own in the link."""
    parts = [child for child in outline.children(element) if child.end > child.start]
    texts = [text for child in parts if (text := outline.text_of(child)) != own]
    bare = element.end - element.start - sum(child.end - child.start for child in parts)
    if bare > len(parts) or len(texts) <= 1:
        return ""
    return next((text for text in texts if len(normal(text)) >= SHORT_TITLE), "")


def _unflagged(outline: Outline, element: Element, text: str) -> str:
    """Take off a flag (顶, 新) that has a box of its own before or behind the title."""
    for child in outline.inside(element)[:10] if element.last > element.index else ():
        flag = outline.text_of(child) if child.end - child.start <= _LONGEST_FLAG else ""
        if flag and _FLAGGED.fullmatch(flag):
            bare = text.strip()
            text = bare.removeprefix(flag) if bare.startswith(flag) else bare.removesuffix(flag)
    return text


def _told(tooltip: str) -> str:
    """Return the title out of a tooltip, which may go on with a date and a count in further lines."""
    lines = [" ".join(line.split()) for line in tooltip.splitlines() if line.strip()]
    return _TITLE_LABEL.sub("", lines[0]) if lines else ""


def _shown(outline: Outline, element: Element) -> str:
    """Return the part of the link's text that is its title: a heading or title box in it, else all."""
    if element.last == element.index:
        return outline.text_of(element)
    parts = [child for child in outline.children(element) if child.end > child.start]
    for child in outline.inside(element)[:60]:
        named = child.tag in _HEADINGS or child.kinds.title
        strong = child.tag in _STRONG and len(parts) > 1 and child.parent == element.index
        text = outline.text_of(child) if named or strong else ""
        if len(normal(text)) >= LEAST_TITLE and not _DIGITS.fullmatch(text):
            return text
    blocks = _leaf_blocks(outline, element)
    if len(blocks) > 1:
        # The row as a whole is the link: title, summary and whose it is have boxes of their own.
        return _first_title(blocks)
    if "\n" in outline.text[element.start : element.end].strip():
        lines = outline.text_of(element).split("\n")
        if element.end - element.start > _LONG and len(normal(lines[0])) >= LEAST_TITLE * 2:
            return lines[0]
    return outline.text_of(element)


def _first_title(blocks: list[str]) -> str:
    """Return the first block that reads like a title: no date, and no flag before another one."""
    for text, after in pairwise([*blocks, "。"]):
        size = len(normal(text))
        short = size >= LEAST_TITLE and bool(_SENTENCE.search(after) or first_date(after))
        if (size >= SHORT_TITLE or short) and not first_date(text):
            return text
    return blocks[0]


def _leaf_blocks(outline: Outline, element: Element) -> list[str]:
    """Return the texts of the innermost blocks in a link."""
    inside = outline.inside(element)[:60]
    holds = {one.parent for one in inside if one.tag in _BLOCKS}
    return [
        text
        for one in inside
        if one.tag in _BLOCKS and one.index not in holds and (text := outline.text_of(one))
    ]


def _clean(title: str) -> str:
    """Take bullets, 【置顶】 and flags off a title."""
    title = _PINNED_END.sub("", title.strip()) or title
    title = _PINNED.sub("", _BULLET.sub("", title[: MAX_TITLE + 40]))
    return (_FLAG.sub("", title) or title).strip()[:MAX_TITLE]
