"""Read the dates that stand in short texts and URLs, and weigh an article's candidate dates.

A date without a year is seen but never used alone.  Which date is late is no question for here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from checker.facts.places import Certainty
from checker.facts.stamps import find_stamps, make, month_day, narrow, without_stamps

__all__ = [
    "CONFLICT_DAYS",
    "Candidate",
    "DateKind",
    "Rank",
    "Settled",
    "date_in_url",
    "first_date",
    "full_dates",
    "make",
    "settle",
    "without_dates",
    "yearless",
]

CONFLICT_DAYS = 30
_URL_SHAPES = (
    re.compile(r"/t((?:19|20)\d{2})(\d{2})(\d{2})_\d+"),
    re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/((?:19|20)\d{2})(\d{2})(\d{2})/"),
    re.compile(r"/((?:19|20)\d{2})-(\d{1,2})[-/](\d{1,2})/"),
)


class Rank(IntEnum):
    """How far a place is trusted to tell when an article was published; lower is better.

    The last three are no publication dates: a page is moved to a new URL, and changed, years later.
    """

    BODY = 1
    META = 2
    LIST = 3
    URL = 4
    CHANGED = 5
    OTHER = 6


class DateKind(StrEnum):
    """What a date on a page is the date of."""

    PUBLISHED = "published"
    CHANGED = "changed"
    WRITTEN = "written"  # 成文, 生成; the date under a document
    PRINTED = "printed"  # 印发
    EFFECTIVE = "effective"  # 施行, 生效
    EXPIRES = "expires"  # 有效期至, 失效
    EVENT = "event"  # 截止, 开始, any other label: says nothing of the document


WHERE = {
    Rank.BODY: "正文页标注的发布时间",
    Rank.META: "PubDate 标签",
    Rank.LIST: "列表页日期",
    Rank.URL: "网址中的日期",
    Rank.CHANGED: "正文页标注的更新、录入或未注明性质的时间",
    Rank.OTHER: "正文页标注的其他日期",
}
KINDS = {
    DateKind.PUBLISHED: "发布日期",
    DateKind.CHANGED: "更新日期",
    DateKind.WRITTEN: "成文日期",
    DateKind.PRINTED: "印发日期",
    DateKind.EFFECTIVE: "施行日期",
    DateKind.EXPIRES: "失效日期",
    DateKind.EVENT: "其他日期",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One date of an article; `text` is what was read, `label` what stands before it."""

    value: date
    rank: Rank
    text: str
    kind: DateKind = DateKind.PUBLISHED
    label: str = ""
    path: str = ""
    certainty: Certainty = Certainty.SURE

    @property
    def where(self) -> str:
        """Where it stands, in words for people."""
        if self.rank is Rank.OTHER:
            return f"正文页标注的{KINDS[self.kind]}"
        return WHERE[self.rank]

    @property
    def published(self) -> bool:
        """It is said, in so many words, to be the day of publication."""
        return self.rank <= Rank.LIST and self.certainty is Certainty.SURE


@dataclass(frozen=True, slots=True)
class Settled:
    """The best candidate; `conflict` where a candidate lies more than 30 days from it."""

    best: Candidate | None
    conflict: bool
    candidates: tuple[Candidate, ...]


def full_dates(text: str) -> list[date]:
    """Return all dates with a year, in order."""
    return [stamp.value for stamp in find_stamps(_plain(text))]


def without_dates(text: str) -> str:
    """Return the text without its dates: what is left of years in it is no part of a day."""
    return without_stamps(_plain(text))


def first_date(text: str) -> date | None:
    """Return the first date with a year."""
    return next(iter(full_dates(text)), None)


def yearless(text: str) -> tuple[int, int] | None:
    """Return the first (month, day) that stands without a year."""
    found = month_day(_plain(text))
    return found[:2] if found else None


def date_in_url(url: str) -> date | None:
    """Return the day that the URL's path spells; a month alone says too little."""
    for shape in _URL_SHAPES:
        match = shape.search(url)
        if match and (value := make(*match.groups())):
            return value
    return None


def settle(candidates: Iterable[Candidate]) -> Settled:
    """Choose the most trusted candidate and say whether the others contradict it.

    Dates of something else (成文, 施行, 截止 …) are no candidates.
    """
    ranked = tuple(sorted((c for c in candidates if c.rank < Rank.OTHER), key=lambda c: c.rank))
    if not ranked:
        return Settled(None, conflict=False, candidates=())
    best = ranked[0]
    weighed = [c for c in ranked if c.rank is not Rank.CHANGED]  # changed later is no contradiction
    conflict = any(abs((c.value - best.value).days) > CONFLICT_DAYS for c in weighed)
    return Settled(best, conflict, ranked)


def _plain(text: str) -> str:
    return " ".join(narrow(unicodedata.normalize("NFKC", text)).split())
