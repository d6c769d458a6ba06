"""Consultations and what came of them: which page answers which, and until when one was open.

Pairs by an explicit link, by the answer standing below the question, or by titles of one stem; one to
one, the best first.  Whether an answer came in time is not for here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checker.facts.calendar import PUBLISHED, WorkCalendar
from checker.facts.documents import plain_title
from checker.facts.names import normal
from checker.facts.pairs.closing_dates import Closing, closing_date
from checker.facts.pairs.matching import Pair, best_first
from checker.facts.pairs.publications import Publication
from checker.facts.pairs.stems import SAME, likeness
from checker.facts.places import Certainty

_ASKS = re.compile(
    r"(?:公开)?(?:征求|征集|征询|听取).{0,60}?(?:意见|建议)|(?:意见|建议)的?(?:公开)?(?:征求|征集|征询)|征求意见"
)
_ANSWERS = re.compile(
    r"(?:征求|征集|征询|听取|意见|建议|听证|草案|征求意见稿).{0,40}?(?:结果|反馈|采纳|情况|汇总|回复|回应|未收到)"
)
_TELLS = re.compile(
    r"(?:意见|建议)(?:征求|征集|收集)?.{0,6}(?:采纳|反馈)(?:情况|结果)?|(?:未|没有)收到.{0,12}(?:意见|建议)"
    r"|^[【\[(](?:征集|意见|结果|采纳)?(?:结果|反馈|采纳)(?:反馈|情况|公示)?[】\])]|建言.{0,10}征集(?:结果|情况)|公众参与情况"
)
_FORMS = re.compile(r"(?:意见|建议)?反馈(?:表|邮箱|方式|渠道|途径)|情况(?:调查|摸底)|征集结果查询")
_NOT_ASKED = re.compile(
    r"采购|招标|投标|询价|供应商|中标|比选|网站(?:改版|设计|建设|栏目|页面)|满意度|问卷|测评|信访|线索|作品|志愿者|标识|logo|"
    r"照片|文稿|吉祥物|先进典型|候选人|人选|案例|起草说明|编制说明|解读|听证会|座谈会|工作方案$"
)
# The answer stands on the page of the question.
_BELOW = re.compile(
    r"(?:期间|期限内|期内|截至|截止|征集后|共|未|没有|均未)[^。；;\n]{0,20}?(?:收到|收集到?|征集到|接到|收集整理)[^。；;\n]{0,24}?(?:意见|建议|反馈|来信|电话)"
    r"|(?:意见|建议)?(?:反馈|采纳)(?:情况|结果)\s?[:：]"
)
_FOR_ALL = re.compile(r"政府|融媒|发布|本站|网|日报|办公室$|政务公开")
_TEXT_ASKS = re.compile(
    r"(?:征求|征集|征询|听取)[^。；;\n]{0,30}?(?:意见|建议)|(?:意见|建议)[^。；;\n]{0,24}?(?:反馈|提出|报送|寄送|发送)|有异议"
)
_TEXT_ANSWERS = re.compile(
    r"(?:收到|收集到?|征集到|采纳|未采纳|无意见|没有收到)[^。；;\n]{0,30}?(?:意见|建议|条|件)"
)
_EARLY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Consultation:
    """A page that asks for opinions.  `closing` is None where it does not say until when."""

    page: Publication
    closing: Closing | None
    answered_below: str | None  # the sentence of the answer that stands on the page itself


def asks(title: str) -> bool:
    """The title asks for opinions on something, and does not tell what came of it."""
    plain = plain_title(title)
    return bool(_ASKS.search(plain)) and not _NOT_ASKED.search(plain) and not answers(title)


def answers(title: str) -> bool:
    """The title tells what came of asking for opinions."""
    plain = plain_title(title)
    return (
        bool((_ANSWERS.search(plain) and _ASKS.search(plain)) or _told(plain))
        and not _FORMS.search(plain)
        and not _NOT_ASKED.search(plain)
    )


def asks_in_column(page: Publication) -> bool:
    """A page of a column for consultations asks, whatever its title, where its text does."""
    return not _NOT_ASKED.search(plain_title(page.title)) and bool(_TEXT_ASKS.search(page.text))


def answers_in_column(page: Publication) -> bool:
    """A page of a column for answers answers, whatever its title, where its text does."""
    told = not _NOT_ASKED.search(plain_title(page.title)) and not asks(page.title)
    return told and bool(_TEXT_ANSWERS.search(page.text))


def consultation(page: Publication, calendar: WorkCalendar = PUBLISHED) -> Consultation:
    """Read until when the page asks, and whether it already answers."""
    below = _BELOW.search(page.text)
    text = page.text[: below.start()] if below else page.text
    start = max(0, below.start() - 10) if below else 0
    return Consultation(
        page,
        closing_date(text, page.day, calendar),
        page.text[start : start + 120].strip() if below else None,
    )


def pair_feedback(
    asked: Sequence[Consultation], answered: Sequence[Publication]
) -> tuple[Pair, ...]:
    """Pair consultations with their answers, one to one."""
    return best_first(_candidates(asked, answered))


def _told(plain: str) -> bool:
    return bool(_TELLS.search(plain))


def _candidates(asked: Sequence[Consultation], answered: Sequence[Publication]) -> Iterator[Pair]:
    for one in asked:
        if one.answered_below:
            why = f"同一页面上已有反馈：{one.answered_below[:60]}"
            yield Pair(one.page.url, one.page.url, Certainty.SURE, why, 2.5)
        for reply in answered:
            if reply.url != one.page.url:
                pair = _pair(one, reply)
                if pair:
                    yield pair


def _pair(one: Consultation, reply: Publication) -> Pair | None:
    page = one.page
    label = _linked(page, reply)
    if label:
        return Pair(page.url, reply.url, Certainty.SURE, f"页面之间有“{label}”链接", 3.0)
    alike = likeness(page.stem, reply.stem)
    if alike < SAME or not _in_order(one, reply.day):
        return None
    same = _same_issuer(page.issuer, reply.issuer)
    if same is False and alike < 1:
        return None
    likely = same or (same is None and alike == 1)
    certainty = Certainty.LIKELY if likely else Certainty.DOUBTFUL
    if page.day is None or reply.day is None:
        certainty = Certainty.DOUBTFUL
    told = {True: "，发布单位相同", False: "，但发布单位不同", None: ""}[same]
    why = f"标题相符（相似度 {alike:.2f}）{told}"
    return Pair(
        page.url, reply.url, certainty, why, alike + (0.1 if same else 0) - _apart(one, reply)
    )


def _linked(one: Publication, other: Publication) -> str:
    for here, there in ((one, other), (other, one)):
        for link in here.related:
            if link.url == there.url:
                return link.label
    return ""


def _in_order(one: Consultation, replied: date | None) -> bool:
    """The answer does not come before the end (a week is left for early ones), nor before the question."""
    if replied is None:
        return True
    end = one.closing.day if one.closing and not one.closing.doubtful else None
    if end is not None:
        return replied >= end - _EARLY
    return one.page.day is None or replied >= one.page.day


def _same_issuer(one: str, other: str) -> bool | None:
    ours, theirs = normal(one), normal(other)
    if not ours or not theirs:
        return None
    if ours in theirs or theirs in ours:
        return True
    # Who put a page up says nothing of whose it is.
    return None if _FOR_ALL.search(ours) or _FOR_ALL.search(theirs) else False


def _apart(one: Consultation, reply: Publication) -> float:
    """A little less for every year between: of two with equal titles the nearer is meant."""
    if one.page.day is None or reply.day is None:
        return 0.0
    return min(0.09, abs((reply.day - one.page.day).days) / 36_500)
