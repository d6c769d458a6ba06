"""A document's own number (文号): 桓政发〔2021〕12号, 县人民政府令第8号, 公告2021年第5号.

A number counts as the document's own where the page says so: in the index table, behind a label, in
the title, or alone in a line over the text.  Numbers of other documents stand in its text.
"""

from __future__ import annotations

import re

from checker.facts.article import Body, Title
from checker.facts.index_table import IndexTable
from checker.facts.markup import Markup
from checker.facts.places import Certainty, Fact

_OPEN = "[〔\\[\uff3b【(（﹝「《<{]"
_CLOSE = "[〕\\]\uff3d】)）﹞」》>}]"
_YEAR = r"\s*(?:19|20)\d{2}\s*年?\s*"
_ISSUER = r"[\u4e00-\u9fffA-Za-z]{1,16}(?:[(（][\u4e00-\u9fff]{1,6}[)）])?[\u4e00-\u9fff字第]{0,4}"
NUMBER = re.compile(
    rf"{_ISSUER}\s*{_OPEN}{_YEAR}{_CLOSE}\s*第?\s*[A-Za-z]?\d{{1,6}}(?:\s*[-—]\s*\d{{1,4}})?\s*号"
    rf"|(?:[\u4e00-\u9fff]{{2,24}})?令\s*(?:{_OPEN}?{_YEAR}{_CLOSE}?\s*)?第?\s*[\d一二三四五六七八九十百零〇]{{1,6}}\s*号"
    rf"|(?:[\u4e00-\u9fff]{{2,24}})?(?:公告|通告|公报)\s*{_OPEN}?{_YEAR}{_CLOSE}?\s*第?\s*\d{{1,5}}\s*号"
    rf"|(?:19|20)\d{{2}}\s*年\s*第\s*\d{{1,5}}\s*号(?:公告|通告|令)?"
)
_LABEL = re.compile(r"(?:发文)?(?:字号|文号)\s*[】\])]?\s*[:：]\s*|文件(?:编号|文号)\s*[:：]\s*")
_LABEL_WORDS = ("字号", "文号", "编号")
# The same where label and number stand in boxes of their own, without a colon between them.
_LABEL_RUN = re.compile(r"(?:发文|公文|文件)?(?:字号|文号|编号)\s*[:：]?\s*")
_LEAD_LINES = 12
_NEAR_TITLE = 300
_LONGEST_LINE = 60
_LONGEST = 60
_NONE = frozenset({"", "无", "-", "--", "—", "/", "暂无", "空"})


def document_number(
    markup: Markup, index: IndexTable, body: Body | None, title: Title | None
) -> Fact | None:
    """Return the document's own number as it stands, None where the page does not show one."""
    for field in index.fields:
        if field.name == "文号" and field.value.strip() not in _NONE:
            sure = Certainty.SURE if NUMBER.search(field.value) else Certainty.LIKELY
            return Fact(field.value[:_LONGEST], field.path, f"{field.label}：{field.value}", sure)
    end = title.end if title else None
    fact = title.fact if title else None
    return (
        _labelled(markup)
        or _over_the_text(markup, body, end)
        or _in_title(fact)
        or _alone(markup, body)
    )


def _labelled(markup: Markup) -> Fact | None:
    outline = markup.outline
    if not any(word in outline.text for word in _LABEL_WORDS):
        return None
    for match in _LABEL.finditer(outline.text):
        if markup.template.has_text(match.start()):
            continue
        found = NUMBER.match(outline.text, match.end())
        if found:
            return _fact(markup, found, Certainty.SURE)
    return None


def _over_the_text(markup: Markup, body: Body | None, title_end: int | None) -> Fact | None:
    """Return the number that fills a line of its own among the first under the title or of the text."""
    if body is None:
        return None
    text = markup.outline.text
    under_title = title_end is not None and 0 <= body.start - title_end <= _NEAR_TITLE
    begins = title_end if title_end is not None and under_title else body.start
    seen = 0
    for start, end in markup.lines:
        if end <= begins or start >= body.end:
            continue
        seen += 1
        if seen > _LEAD_LINES:
            break
        line = text[start:end] if end - start <= _LONGEST_LINE else ""
        if "号" not in line:  # every number ends with it
            continue
        label = _LABEL_RUN.match(text, start, end)
        own = label.end() if label else start
        line = text[own:end]
        found = NUMBER.search(line)
        if found and not line.replace(found.group(), "", 1).strip(" ()（）【】　"):
            whole = NUMBER.search(text, own + found.start(), end)
            return _fact(markup, whole, Certainty.SURE) if whole else None
    return None


def _alone(markup: Markup, body: Body | None) -> Fact | None:
    """Return the only number that fills a line, where it is not known which box holds the text."""
    if body is None or body.certainty is not Certainty.DOUBTFUL:
        return None
    text = markup.outline.text
    found = {
        match.group(): match
        for start, end in markup.lines
        if end - start <= _LONGEST_LINE
        and "号" in text[start:end]
        and (match := NUMBER.fullmatch(text, start, end))
        and not markup.template.has_text(start)
    }
    if len(found) != 1:
        return None
    return _fact(markup, next(iter(found.values())), Certainty.LIKELY)


def _in_title(title: Fact | None) -> Fact | None:
    """Return the number that a title ends with: …的通知（桓政发〔2021〕12号）."""
    if title is None:
        return None
    matches = list(NUMBER.finditer(title.value))
    if not matches:
        return None
    last = matches[-1]
    before, after = title.value[: last.start()], title.value[last.end() :].strip(" )）】]")
    # A number in the middle belongs to the document that the title speaks of.
    if after or (before and before[-1] not in "(（【[ —-："):
        return None
    return Fact(last.group().strip(), title.where, title.value, Certainty.LIKELY)


def _fact(markup: Markup, match: re.Match[str], certainty: Certainty) -> Fact:
    outline = markup.outline
    element = outline.at(match.start())
    where = outline.path(element) if element is not None else ""
    line = outline.text[max(match.start() - 20, 0) : match.end() + 10].replace("\n", " ")
    return Fact(" ".join(match.group().split())[:_LONGEST], where, line, certainty)
