"""An article's own title, its source as the page names it, and which box holds its text.

Whether a page is an article at all is said in `page`.  Each reading tells where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.facts.markup import Markup
from checker.facts.names import normal
from checker.facts.outline import Element
from checker.facts.places import Certainty, Fact

_LEAST_TITLE = 4
_MOST_TITLE = 200
_HEADINGS = ("h1", "h2", "h3", "h4")
_TITLE_END = re.compile(r"(?<!\s)\s*+[-_|—–]+\s*")
_TITLE_LABEL = re.compile(r"^[\u4e00-\u9fff]{0,2}(?:标\s{0,4}题|主\s{0,4}题|题目)\s*[:：]\s*")
# How the name of a site ends.
_SITE = re.compile(r"(?:网|网站|政府|门户|平台|公众号)$")
_SOURCE = re.compile(
    r"(?:(?:信息|文章|稿件|内容|新闻|资料|消息|原文)来源|(?:(?<![\u4e00-\u9fff])|(?<=[日分秒])|(?<=星期.))来 ?源|"
    r"(?:供稿|发稿|报送|撰稿)单位|文章出处)"
    r" ?[】\])]?(?: ?: ?|】|\n)"
)
# Whose it is, where the page names no source: weaker, as it may be who wrote it.
_PUBLISHER = re.compile(r"(?:发布|信息提供|提供)(?:机构|单位|机关|部门) ?[】\])]?(?: ?: ?|】|\n)")
# What stands behind the source in the same line.
_SOURCE_END = re.compile(
    r"[|│｜【\[〖】]|(?:19|20)\d\d ?[-/.年]|"
    r"(?:发布|发稿|更新|公开|刊登|录入|成文)?(?:时间|日期|时 间|日 期) ?:|"
    r"(?:(?:发文|公文)?(?:文 ?号|字 ?号)|索 ?引 ?号|主题(?:分类|词)|关键[词字]|(?:所属|信息)?栏目) ?:|"
    r"(?:作者|责任编辑|责编|编辑|审核|校对|签发|记者|摄影|浏览|阅读|点击|访问|查看|字体|字号|分享|打印|关闭|收藏|保护视力|"
    r"文章类型|信息来源|来源|稿源|发布人|发布者|发布机构|录入者?|语音|朗读|下载|打印本页|大 中 小)"
)
_SOURCE_LONGEST = 40
_BLANK_SOURCE = re.compile(r"^[-—_/\\*.·…\s]*$")
_NEAR_EMPTY = 20
_MOST_PLACES = 8
_MOST_OF_IT = 0.7
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Title:
    """The article's own title, and where it ends in the page's text if it stands over the article."""

    fact: Fact
    end: int | None


@dataclass(frozen=True, slots=True)
class Body:
    """The box of the article's text: where it begins and ends in the page's text."""

    start: int
    end: int
    path: str
    certainty: Certainty


def read_title(markup: Markup) -> Title | None:
    """Return the article's own title: as tagged, else as headed, else as the window is titled."""
    stated = markup.head.metas.get("articletitle", "")
    heads = list(_headings(markup))
    if stated:
        return Title(Fact(stated, "ArticleTitle 标签", stated), _end_of(markup, heads, stated))
    window, site = normal(markup.head.title), normal(markup.head.metas.get("sitename", ""))
    heads = [(element, text) for element, text in heads if normal(text) != site]
    named = [
        one
        for one in heads
        if normal(one[1]) in window and not (normal(one[1]) == window and _SITE.search(one[1]))
    ]
    first = [one for one in heads if one[0].tag in {"h1", "ucaptitle"}]
    best = max(named, key=lambda one: len(one[1]), default=next(iter(first), None))
    line = _line_of_window(markup, window) if best is None else None
    if line is not None:
        return Title(line, _end_of(markup, heads, line.value))
    best = best or next(iter(heads), None)
    if best is not None:
        element, text = best
        sure = Certainty.SURE if named else Certainty.LIKELY
        return Title(Fact(text, markup.outline.path(element), text, sure), element.end)
    parts = [part for part in _TITLE_END.split(markup.head.title) if part.strip()]
    start = next((part for part in parts if not _SITE.search(part)), next(iter(parts), "")).strip()
    if not start:
        return None
    return Title(Fact(start, "页面标题", markup.head.title, Certainty.DOUBTFUL), None)


def _line_of_window(markup: Markup, window: str) -> Fact | None:
    """Return the line over the article that the window's title begins with, or else ends with."""
    outline = markup.outline
    columns = {normal(step) for step in markup.trail.steps}
    columns.add(normal(markup.head.metas.get("columnname", "")))
    found: list[tuple[tuple[bool, bool, bool, int], Fact]] = []
    for start, end in markup.lines:
        text = _TITLE_LABEL.sub("", outline.text[start:end].strip())
        if not _LEAST_TITLE <= len(text) <= _MOST_TITLE or markup.template.has_text(start):
            continue
        plain = normal(text)
        begins = window.startswith(plain)
        if (
            len(plain) < _LEAST_TITLE
            or (plain == window and (_SITE.search(text) or plain in columns))
            or not (begins or (window.endswith(plain) and not _SITE.search(text)))
        ):
            continue
        element = outline.at(start)
        if element is not None and element.tag != "a" and not markup.trail.has(element):
            fact = Fact(text, outline.path(element), text, Certainty.LIKELY)
            # What names the column or the site may be a heading beside the article.
            worth = (plain not in columns, not _SITE.search(text), begins, len(plain))
            found.append((worth, fact))
    return max(found, key=lambda one: one[0], default=(None, None))[1]


def _end_of(markup: Markup, heads: list[tuple[Element, str]], title: str) -> int | None:
    """Return where the title ends that stands over the article, None where it does not stand there."""
    plain = normal(title)
    if len(plain) < _LEAST_TITLE:
        return None
    for element, text in heads:
        if normal(text) == plain:
            return element.end
    start = 0
    text = markup.outline.text
    for _ in range(_MOST_PLACES):
        at = text.find(title, start)
        if at < 0:
            return None
        start = at + len(title)
        linked = markup.outline.at(at)
        alone = (at == 0 or text[at - 1] == "\n") and text[start : start + 1] in {"\n", ""}
        if alone and not markup.template.has_text(at) and (linked is None or linked.tag != "a"):
            return start
    return None


def _headings(markup: Markup) -> Iterator[tuple[Element, str]]:
    """Yield what looks like a title by its element or the name of its box, in order."""
    outline = markup.outline
    for element in outline.elements:
        size = element.end - element.start
        if not _LEAST_TITLE <= size <= _MOST_TITLE or markup.template.has(element):
            continue
        named = element.kinds.title
        if not (named or element.tag in _HEADINGS or element.tag == "ucaptitle"):
            continue
        if outline.anchors_in(element) or any(one.tag == "a" for one in outline.above(element)):
            continue
        text = outline.text_of(element).split("\n")[0].strip()
        if len(normal(text)) >= _LEAST_TITLE and not _SOURCE.search(
            markup.plain, element.start, element.end
        ):
            yield element, text


def source_of(markup: Markup) -> Fact | None:
    """Return what stands behind 来源 on the page, else behind 发布机构; None where nothing does."""
    return _behind(markup, _SOURCE, Certainty.SURE) or _behind(markup, _PUBLISHER, Certainty.LIKELY)


def _behind(markup: Markup, label: re.Pattern[str], certainty: Certainty) -> Fact | None:
    hidden: Fact | None = None
    for match in label.finditer(markup.plain):
        start = match.end()
        line = markup.plain[start : start + _SOURCE_LONGEST * 2].lstrip(" ")
        if line.startswith("\n") and match[0].rstrip().endswith(":"):
            line = line[1:]
        line = line.partition("\n")[0]
        end = _SOURCE_END.search(line)
        length = end.start() if end else len(line)
        at = start + markup.plain[start : start + _SOURCE_LONGEST * 2].find(line) if line else start
        element = markup.outline.at(at)
        if element is not None and element.start <= match.start():
            length = min(length, element.end - at)  # what a box of its own says ends with it
        value = markup.outline.text[at : at + length].strip(" :：,，;；、")
        if _BLANK_SOURCE.match(value) or len(value) > _SOURCE_LONGEST:
            continue
        where = markup.outline.path(element) if element else ""
        excerpt = markup.outline.text[match.start() : at + length]
        fact = Fact(value, where, excerpt, certainty)
        if element is None or not markup.outline.hidden(element):
            return fact
        hidden = hidden or Fact(value, where, excerpt, Certainty.DOUBTFUL)
    return hidden


def body_of(markup: Markup) -> Body | None:
    """Return the box of the article's text: a box so named, else the innermost with most of the text."""
    outline = markup.outline
    best: Element | None = None
    most = 0
    for element in outline.elements:
        if element.tag in {"article", "ucapcontent"}:
            named = True
        else:
            attributes = element.attributes
            if "class" not in attributes and "id" not in attributes:
                continue
            named = element.kinds.body
        if named and not markup.template.has(element):
            size = outline.prose(element.start, element.end)
            if size > most:
                best, most = element, size
    if best is not None and most > _NEAR_EMPTY:
        return Body(best.start, best.end, outline.path(best), Certainty.SURE)
    return _densest(markup)


def _densest(markup: Markup) -> Body | None:
    outline = markup.outline
    if not outline.elements:
        return None
    element = outline.elements[0]
    whole = sum(outline.prose(*part) for part in markup.template.rest(len(outline.text)))
    if whole <= _NEAR_EMPTY:
        return None
    for _ in range(_DEEPEST):
        inner = next(
            (
                child
                for child in outline.children(element)
                if outline.prose(child.start, child.end) >= whole * _MOST_OF_IT
                and not markup.template.has(child)
            ),
            None,
        )
        if inner is None or inner.tag == "p":
            break
        element = inner
    return Body(element.start, element.end, outline.path(element), Certainty.DOUBTFUL)
