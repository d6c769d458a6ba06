"""Links that could be the titles of rows, and their titles: whole where the list cuts them short."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.facts.dates import first_date, yearless
from checker.facts.link_titles import LEAST_TITLE, SHORT_TITLE, title_of
from checker.facts.markup import Markup
from checker.facts.names import normal
from checker.facts.outline import Element, Outline
from checker.facts.stamps import split_date

MAX_LINKS = 3_000
_LONGEST_LABEL = 12
_OPENING = frozenset("[【〔(（「")
_CLOSING = frozenset("]】〕)）」")
_DATE_BOX = 24
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
        title, pictured = title_of(outline, element, own)
        size = len(normal(title))
        if size < LEAST_TITLE or _ACTION.match(title):
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
    if link.last == link.index or link.end - link.start < LEAST_TITLE:
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
