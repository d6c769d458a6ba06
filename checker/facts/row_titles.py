"""Links that could be the titles of rows, and their titles: whole where the list cuts them short."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from checker.facts.dates import first_date, yearless
from checker.facts.markup import Markup
from checker.facts.names import normal
from checker.facts.outline import Element, Outline
from checker.facts.stamps import split_date

MAX_LINKS = 3_000
MAX_TITLE = 300
SHORT_TITLE = 6
_LEAST = 3
_LONG = 100
_LONGEST_LABEL = 12
_OPENING = frozenset("[【〔(（「")
_CLOSING = frozenset("]】〕)）」")
_DATE_BOX = 24
_SAME_START = 6
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FLAGGED = re.compile(r"顶|置顶|固顶|新|热|荐|top|new|hot", re.IGNORECASE)
_LONGEST_FLAG = 4
_BLOCKS = frozenset({"div", "p", "dt", "dd", "section", "article", "header", "li", "td"})
_DIGITS = re.compile(r"[\d\s./年月日:-]*")
_PINNED_END = re.compile(r"\s*[【\[(（]\s*[置固]?\s?顶\s*[】\])）]$")
_SENTENCE = re.compile(r"[。，；…]")
_STRONG = frozenset({"strong", "b"})
_DATE_TAGS = frozenset(
    {"span", "i", "em", "b", "time", "p", "div", "font", "small", "strong", "label", "td"}
)
_ACTION = re.compile(
    r"^[【\[(（]?\s*(?:首页|上一页|下一页|后一页|前一页|上页|下页|尾页|末页|最后一页|(?:查看|阅读|了解|点击|浏览)?(?:更多|全文|原文|详情|详细|内容)|more|详细|详情|查看|下载|"
    r"(?:点击|文件|附件|立即|在线)?(?:下载|预览|查看|打开)(?:附件|文件|全文)?|返回|登录|注册|分享|打印|关闭|收藏|"
    r"打印(?:本页|文章|页面|此页)?|关闭(?:窗口|本页|页面)?|(?:加入|添加)?收藏(?:本站|本页)?|设为首页|分享.{0,8}|"
    r".{0,4}(?:微信|微博|QQ空间|QQ|朋友圈|人人网|豆瓣网?|新浪|腾讯)(?:好友|空间|微博)?|纠错|语音播报|朗读|"
    r"pdf|word|ofd|\d+|[>»›<«‹+]+|置顶|new|hot)\s*[】\])）]?$",
    re.IGNORECASE,
)
_TITLE_LABEL = re.compile(r"^(?:文章|信息)?(?:标题|题名|名称)\s*[:：]\s*")
_BULLET = re.compile(r"^[\s·•●○■□◆◇▪▫►▶>»›\-*・]+(?=\S)")
_PINNED = re.compile(r"^\s*(?:[【\[(（]?\s*[置固]\s?顶\s*[】\])）]?|[【\[(（]\s*顶\s*[】\])）])\s*")
_FLAG = re.compile(
    r"\s*(?:new|hot|[【\[(（](?:新|热|荐|new|hot|图文?|视频|推荐)[】\])）])\s*!?$", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"(?:location(?:\.href)?\s*=|window\.open\s*\(|location\.(?:assign|replace)\s*\(|openUrl\s*\()\s*['\"]([^'\"<>\s]{1,500})['\"]"
)


@dataclass(slots=True)
class Titled:
    """A link with a title.

    `href` is "" where only a script knows it; `own` is its own date's text.  `long` titles make rows
    of their own; a `label` is the name of a column in brackets before a title, and makes none.
    """

    element: Element
    title: str
    href: str
    key: str
    own: str = ""
    own_start: int = -1
    pictured: bool = False
    long: bool = True
    label: bool = False


def titled_links(markup: Markup) -> list[Titled]:
    """Return the links outside the template that carry a title, in document order."""
    outline = markup.outline
    found: list[Titled] = []
    for element in _openers(outline):
        if len(found) >= MAX_LINKS:
            break
        if markup.template_has(element):
            continue
        own, own_start = _own_date(markup, element)
        title, pictured = _title(outline, element, own)
        size = len(normal(title))
        if size < _LEAST or _ACTION.match(title):
            continue
        label = size <= _LONGEST_LABEL and _in_brackets(outline, element)
        href = _href(element)
        # Links that lead nowhere ("#") are still different rows.
        key = href if len(href) > 1 else f"#{len(found)}"
        found.append(
            Titled(
                *(element, title, href, key, own, own_start, pictured),
                long=size >= SHORT_TITLE and not label,
                label=label,
            )
        )
    return found


def is_action(text: str) -> bool:
    """The text of a link says what to do (下载, 查看详情), not what is behind it."""
    return bool(_ACTION.match(text.strip()))


def _in_brackets(outline: Outline, element: Element) -> bool:
    """The link stands in brackets, as the name of the column before a title does: [通知] 关于…."""
    before = outline.text[max(element.start - 2, 0) : element.start].strip()
    after = outline.text[element.end : element.end + 2].strip()
    return before[-1:] in _OPENING and after[:1] in _CLOSING and bool(before and after)


def _openers(outline: Outline) -> list[Element]:
    """Return the anchors, and other elements that open an address when they are clicked."""
    clicked = [
        element
        for element in outline.elements
        if element.tag != "a"
        and "onclick" in element.attributes
        and _ADDRESS.search(element.get("onclick"))
    ]
    if not clicked:
        return outline.anchors
    alone = [one for one in clicked if not outline.anchors_in(one)]
    return sorted([*outline.anchors, *alone], key=lambda element: element.index)


def _href(element: Element) -> str:
    href = element.get("href").strip()
    if len(href) > 1 and href[:11].lower() != "javascript:":
        return href
    for name in ("data-href", "data-url", "onclick"):
        value = element.get(name)
        if value:
            if name != "onclick":
                return value.strip()
            opened = _ADDRESS.search(value)
            if opened:
                return opened[1]
    return href


def _own_date(markup: Markup, link: Element) -> tuple[str, int]:
    """Return the text of the element that the link keeps for its date, and where it stands."""
    outline = markup.outline
    if link.last == link.index or link.end - link.start < _LEAST:
        return "", -1
    for child in outline.inside(link)[:60]:
        if child.tag not in _DATE_TAGS or not 0 < child.end - child.start <= _DATE_BOX:
            continue
        if child.start <= link.start and child.end >= link.end:
            continue  # it holds the whole title
        text = outline.spaced(child.start, child.end, markup.plain).strip().replace("\n", " ")
        if any(char.isdigit() for char in text) and (
            first_date(text) or yearless(text) or split_date(text)
        ):
            return outline.text[child.start : child.end].strip(), child.start
    return "", -1


def _title(outline: Outline, element: Element, own: str) -> tuple[str, bool]:
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
        if len(normal(text)) >= _LEAST and not _DIGITS.fullmatch(text):
            return text
    blocks = _leaf_blocks(outline, element)
    if len(blocks) > 1:
        # The row as a whole is the link: title, summary and whose it is have boxes of their own.
        return _first_title(blocks)
    if "\n" in outline.text[element.start : element.end].strip():
        lines = outline.text_of(element).split("\n")
        if element.end - element.start > _LONG and len(normal(lines[0])) >= _LEAST * 2:
            return lines[0]
    return outline.text_of(element)


def _first_title(blocks: list[str]) -> str:
    """Return the first block that reads like a title: no date, and no flag before another one."""
    for text, after in pairwise([*blocks, "。"]):
        size = len(normal(text))
        short = size >= _LEAST and bool(_SENTENCE.search(after) or first_date(after))
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
