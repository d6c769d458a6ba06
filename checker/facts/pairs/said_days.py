"""Days as running text says them: with or without a year, in figures or Chinese numerals.

Only finds and reads; which of them matters, and which year one without a year means, is for others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checker.facts.chinese_numbers import ZEROS, chinese_number
from checker.facts.dates import make

_N = "一二三四五六七八九十"
_DAY = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d|[一二][{ZEROS}一二三四五六七八九]{{3}})\s?年\s?)?"
    rf"(?P<month>\d{{1,2}}|十?[一二三四五六七八九]|十)\s?月\s?(?P<day>\d{{1,2}}|[{_N}廿]{{1,3}})\s?[日号]"
    r"|(?<![\d.])(?P<year2>(?:19|20)\d\d)(?P<cut>[-/.])(?P<month2>\d{1,2})(?P=cut)(?P<day2>\d{1,2})(?![\d.])"
    rf"|(?<![\d年月日])(?P<day3>\d{{1,2}}|[{_N}]{{1,3}})\s?[日号](?![常前内起新子期])"
)


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day in a text.  `year` and `month` are None where the text leaves them out."""

    year: int | None
    month: int | None
    day: int
    start: int
    end: int

    def on(self, year: int, month: int | None = None) -> date | None:
        """The day, the missing parts filled in; None where there is no such day."""
        filled = self.month or month
        return make(self.year or year, filled, self.day) if filled else None


def plain(text: str) -> str:
    """Fold width; white space inside dates is left where it is."""
    return unicodedata.normalize("NFKC", text)


def said_days(text: str) -> Iterator[SaidDay]:
    """Find the days in a text that `plain` has folded."""
    for match in _DAY.finditer(text):
        year = chinese_number(match["year"] or match["year2"] or "")
        month = chinese_number(match["month"] or match["month2"] or "")
        day = chinese_number(match["day"] or match["day2"] or match["day3"] or "")
        if day and make(year or 2000, month or 1, day):
            yield SaidDay(year, month, day, match.start(), match.end())
