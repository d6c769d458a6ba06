"""Months, quarters, half years and years as spans of days.  Pure arithmetic; knows no page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Every(StrEnum):
    """How often something comes round."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
_YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """One period, both ends included."""

    start: date
    end: date
    every: Every

    def __contains__(self, day: date) -> bool:
        """The day lies in the period."""
        return self.start <= day <= self.end

    def __str__(self) -> str:
        """The period as people call it."""
        number = (self.start.month - 1) // _MONTHS[self.every] + 1
        name = {
            Every.MONTH: f"{number}月",
            Every.QUARTER: f"第{'一二三四'[(number - 1) % 4]}季度",
            Every.HALF_YEAR: "上半年" if number == 1 else "下半年",
            Every.YEAR: "",
        }
        return f"{self.start.year}年{name[self.every]}"


def span_of(day: date, every: Every) -> Span:
    """Return the period that a day lies in."""
    months = _MONTHS[every]
    first = (day.month - 1) // months * months + 1
    start = date(day.year, first, 1)
    after = first + months
    end = date(day.year + after // (_YEAR_MONTHS + 1), (after - 1) % _YEAR_MONTHS + 1, 1)
    return Span(start, end - timedelta(days=1), every)


def elapsed(as_of: date, every: Every, count: int, grace_days: int) -> list[Span]:
    """Return the last `count` periods that ended at least `grace_days` before, oldest first."""
    found: list[Span] = []
    span = span_of(as_of - timedelta(days=grace_days), every)
    while len(found) < count:
        span = span_of(span.start - timedelta(days=1), every)
        found.append(span)
    return found[::-1]
