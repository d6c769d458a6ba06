"""The links that a page itself offers as belonging to it: 相关文件, 政策原文, 解读链接.

A link in a side list or in running text is none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from checker.facts.parsing import parsed

_SAYS_RELATED = re.compile(r"相关|关联|原文|解读|对应|配套|延伸|政策|原征|征集公告|文件")
# What a template offers under every page.
_OFFERED = re.compile(
    r"推荐|热门|热点|最新|排行|上一|下一|友情|站内|更多|大家|猜你|信息$|内容$|附件|下载"
)
_MOST_ANCHORS = 2_000
_LONGEST_LABEL = 20
_CLIMB = 4
_MOST_IN_BOX = 8
_EDGE = " \t\r\n　:：【】[]()（）《》<>|-—·•■◆▲>》"


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """A link with the label that offers it."""

    label: str
    text: str
    url: str


def related_links(html: str, resolve: Callable[[str], str | None]) -> tuple[RelatedLink, ...]:
    """Return the links that a page labels as related, in order."""
    tree = parsed(html)
    tree.strip_tags(["script", "style", "noscript", "template"], recursive=True)
    body = tree.body
    if body is None:
        return ()
    found = []
    anchors = body.css("a[href]")[:_MOST_ANCHORS]
    inside = Counter(box.mem_id for anchor in anchors for box in _boxes(anchor))
    for anchor in anchors:
        label = _label_of(anchor, inside)
        url = resolve(anchor.attributes.get("href") or "") if label else None
        if label and url:
            text = " ".join((anchor.attributes.get("title") or anchor.text(deep=True)).split())
            found.append(RelatedLink(label, text[:200], url))
    return tuple(found)


def _boxes(anchor: LexborNode) -> Iterator[LexborNode]:
    """Yield the boxes around a link, innermost first, a few of them."""
    node = anchor.parent
    for _ in range(_CLIMB):
        if node is None or node.tag in {"body", "html"}:
            return
        yield node
        node = node.parent


def _label_of(anchor: LexborNode, inside: Counter[int]) -> str:
    """Return what stands before the link in its small box, where that offers something related."""
    node = anchor
    for box in (*_boxes(anchor), None):
        if box is not None and inside[box.mem_id] > _MOST_IN_BOX:
            return ""
        before = _before(node)
        if before:
            return before if _offers(before) else ""
        if box is None:
            return ""
        node = box
    return ""


def _before(node: LexborNode) -> str:
    """Return the text that stands before a node among its neighbours, other links left out."""
    texts: list[str] = []
    other = node.prev
    for _ in range(_MOST_IN_BOX * 2):
        if other is None:
            break
        if other.tag != "a":
            text = " ".join(other.text(deep=True).split()) if not _links(other) else ""
            if text.strip(_EDGE):
                texts.insert(0, text)
                break
        other = other.prev
    joined = " ".join(texts)
    return (
        joined.strip(_EDGE) if len(joined) <= _LONGEST_LABEL * 2 else joined[-_LONGEST_LABEL * 2 :]
    )


def _links(node: LexborNode) -> bool:
    return node.tag != "-text" and node.css_first("a[href]") is not None


def _offers(label: str) -> bool:
    if len(label) > _LONGEST_LABEL or _OFFERED.search(label):
        return False
    return bool(_SAYS_RELATED.search(label))
