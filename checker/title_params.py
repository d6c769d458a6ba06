"""Parameters that are title patterns: checked where they are written, compiled for the day asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from rules.patterns import Pattern, PatternError

# `{year}` stands for the year asked about, `{period}` for the current five-year plan (十五五 …).
_PERIODS = ["十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八"]
_FIRST_PERIOD_YEAR = 2006  # 十一五 began
# What looks like a slot and is none would match no title, and accuse every site.
_SLOT = re.compile(r"(?<!\\)\{[a-z_]+\}")


def _checked(patterns: list[str]) -> list[str]:
    for pattern in patterns:
        try:
            Pattern(filled(pattern, 2025))
        except PatternError as error:
            raise ValueError(f"正则表达式“{pattern[:80]}”{error}") from error
        if unknown := _SLOT.search(filled(pattern, 2025).replace("{edition}", "")):
            raise ValueError(
                f"正则表达式“{pattern[:80]}”里不认识 {unknown[0]}；可写 {{year}}、{{period}}、"
                "{previous_period}、{period_before}、{edition}"
            )
    return patterns


Patterns = Annotated[list[str], AfterValidator(_checked)]


def filled(pattern: str, year: int) -> str:
    """Write the year, and the numbers of the plan periods around it, into a pattern."""
    return (
        pattern.replace("{year}", str(year))
        .replace("{period}", period_of(year))
        .replace("{previous_period}", period_of(year - 5))
        .replace("{period_before}", period_of(year - 10))
    )


def period_of(year: int) -> str:
    """Name the five-year plan that a year belongs to by its number: 2026 is in 十五 (五)."""
    number = (year - _FIRST_PERIOD_YEAR) // 5
    return _PERIODS[min(max(number, 0), len(_PERIODS) - 1)]


def period_began(year: int) -> date:
    """The first day of the five-year plan that a year belongs to."""
    return date(year - (year - _FIRST_PERIOD_YEAR) % 5, 1, 1)


def compiled(patterns: Sequence[str], as_of: date, years_back: int = 0) -> list[Pattern]:
    """Compile patterns for the day asked, or as many years before."""
    return [Pattern(filled(pattern, as_of.year - years_back)) for pattern in patterns]
