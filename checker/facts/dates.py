"""Read the dates that stand in texts and URLs, and weigh an article's candidate dates.

A date without a year is seen but never used alone.  Which date is late is no question for here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

CONFLICT_DAYS = 30
_FULL = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?"
    r"|([-/.])\s*(\d{1,2})\s*\4\s*(\d{1,2})(?![\d.]))",
)
_YEARLESS = re.compile(
    r"(?<![\d\-/.年])(?:(0?[1-9]|1[0-2])[-/](0[1-9]|[12]\d|3[01])(?![\d\-/.])|(\d{1,2})月(\d{1,2})日)"
)
_LABEL = re.compile(
    r"(?:发布|发稿|公开|刊登)\s*(?:时间|日期)\s*[】\])]?\s*[:：]?\s*|发布于\s*[:：]?\s*"
)
_CHANGED = re.compile(
    r"(?:更新|修改|录入|上传|编辑)\s*(?:时间|日期)\s*[】\])]?\s*[:：]?\s*|更新于\s*[:：]?\s*|"
    r"(?<![\u4e00-\u9fff])(?:日期|时间)\s*[:：]\s*"
)
_URL_SHAPES = (
    re.compile(r"/t((?:19|20)\d{2})(\d{2})(\d{2})_\d+"),
    re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/((?:19|20)\d{2})(\d{2})(\d{2})/"),
    re.compile(r"/((?:19|20)\d{2})-(\d{1,2})[-/](\d{1,2})/"),
)
_LABEL_REACH = 24


class Rank(IntEnum):
    """How far a place is trusted to tell when an article was published; lower is better.

    The last two are no publication dates: a page is moved to a new URL, and changed, years later.
    """

    BODY = 1
    META = 2
    LIST = 3
    URL = 4
    CHANGED = 5


WHERE = {
    Rank.BODY: "正文页标注的发布时间",
    Rank.META: "PubDate 标签",
    Rank.LIST: "列表页日期",
    Rank.URL: "网址中的日期",
    Rank.CHANGED: "正文页标注的更新、录入或未注明性质的时间",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One date of an article; `text` is what was read."""

    value: date
    rank: Rank
    text: str

    @property
    def where(self) -> str:
        """Where it stands, in words for people."""
        return WHERE[self.rank]

    @property
    def published(self) -> bool:
        """It is said to be the day of publication."""
        return self.rank <= Rank.LIST


@dataclass(frozen=True, slots=True)
class Settled:
    """The best candidate; `conflict` where a candidate lies more than 30 days from it."""

    best: Candidate | None
    conflict: bool
    candidates: tuple[Candidate, ...]


def make(year: str | int, month: str | int, day: str | int) -> date | None:
    """Return the date, or None where there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def full_dates(text: str) -> list[date]:
    """Return all dates with a year, in order."""
    found = []
    for match in _FULL.finditer(unicodedata.normalize("NFKC", text)):
        year, month, day, _, month2, day2 = match.groups()
        value = make(year, month or month2, day or day2)
        if value:
            found.append(value)
    return found


def without_dates(text: str) -> str:
    """Return the text without its dates: what is left of years in it is no part of a day."""
    return _FULL.sub(" ", unicodedata.normalize("NFKC", text))


def first_date(text: str) -> date | None:
    """Return the first date with a year."""
    return next(iter(full_dates(text)), None)


def yearless(text: str) -> tuple[int, int] | None:
    """Return the first (month, day) that stands without a year."""
    for match in _YEARLESS.finditer(unicodedata.normalize("NFKC", text)):
        month, day, month2, day2 = match.groups()
        if make(2000, month or month2, day or day2):  # a leap year: any day that can be
            return int(month or month2), int(day or day2)
    return None


def date_in_url(url: str) -> date | None:
    """Return the day that the URL's path spells; a month alone says too little."""
    for shape in _URL_SHAPES:
        match = shape.search(url)
        if match and (value := make(*match.groups())):
            return value
    return None


def labelled_date(text: str) -> Candidate | None:
    """Return the date behind a label such as 发布时间, else behind 更新时间; never 成文日期."""
    for labels, rank in ((_LABEL, Rank.BODY), (_CHANGED, Rank.CHANGED)):
        for match in labels.finditer(text):
            reach = text[match.end() : match.end() + _LABEL_REACH]
            found = _FULL.match(unicodedata.normalize("NFKC", reach).lstrip())
            if found and (value := first_date(found.group())):
                return Candidate(value, rank, f"{match.group().strip()}{found.group()}"[:60])
    return None


def settle(candidates: Iterable[Candidate]) -> Settled:
    """Choose the most trusted candidate and say whether the others contradict it."""
    ranked = tuple(sorted(candidates, key=lambda c: (c.rank, c.value)))
    if not ranked:
        return Settled(None, conflict=False, candidates=())
    best = ranked[0]
    weighed = [c for c in ranked if c.rank is not Rank.CHANGED]  # changed later is no contradiction
    conflict = any(abs((c.value - best.value).days) > CONFLICT_DAYS for c in weighed)
    return Settled(best, conflict, ranked)
