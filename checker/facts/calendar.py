"""Chinese working days, with the State Council's swapped days (调休).

The day of the event is never counted.  A year whose holidays nobody has published is not guessed
at: every function then answers `CalendarMissing`, which a check turns into `calendar_missing`.
"""

from __future__ import annotations

import calendar as months
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class CalendarMissing:
    """A count that would need the holidays of `year`, which are not known."""

    year: int

    @property
    def message(self) -> str:
        """What to tell an inspector."""
        return f"{self.year}年的节假日安排未收录，无法按工作日计算"


@dataclass(frozen=True, slots=True)
class YearDays:
    """One year's notice: weekdays that are free, and Saturdays and Sundays that are worked."""

    rest: frozenset[date]
    work: frozenset[date] = frozenset()


@lru_cache(maxsize=64)
def _published(year: int) -> tuple[date, ...] | None:
    """The working days of a year as the library has them; None where it has none."""
    try:
        return tuple(day for day in _days(year) if chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range(366 if months.isleap(year) else 365)]


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The published years, and years given beside them (`notices` go first)."""

    notices: Mapping[int, YearDays] = field(default_factory=dict)

    def working_days(self, year: int) -> tuple[date, ...] | None:
        """All working days of a year in order, None where its holidays are not known."""
        notice = self.notices.get(year)
        if notice is None:
            return _published(year)
        return tuple(
            day
            for day in _days(year)
            if day in notice.work or (day.weekday() < _SATURDAY and day not in notice.rest)
        )


PUBLISHED = WorkCalendar()


def is_working_day(day: date, calendar: WorkCalendar = PUBLISHED) -> bool | CalendarMissing:
    """Say whether people in offices work on this day."""
    days = calendar.working_days(day.year)
    return CalendarMissing(day.year) if days is None else day in days


def working_days_between(
    start: date, end: date, calendar: WorkCalendar = PUBLISHED
) -> int | CalendarMissing:
    """Count the working days after `start` up to and with `end`; negative where `end` is earlier."""
    if end < start:
        count = working_days_between(end, start, calendar)
        return count if isinstance(count, CalendarMissing) else -count
    total = 0
    for year in range(start.year, end.year + 1):
        days = calendar.working_days(year)
        if days is None:
            return CalendarMissing(year)
        total += bisect_right(days, end) - bisect_right(days, start)
    return total


def add_working_days(
    start: date, count: int, calendar: WorkCalendar = PUBLISHED
) -> date | CalendarMissing:
    """Return the `count`th working day after `start` (0 is `start` itself)."""
    if count < 0:
        raise ValueError("count must not be negative")
    if count == 0:
        return start
    left = count
    for year in range(start.year, date.max.year + 1):
        days = calendar.working_days(year)
        if days is None:
            return CalendarMissing(year)
        first = bisect_right(days, start)
        if first + left <= len(days):
            return days[first + left - 1]
        left -= len(days) - first
    return CalendarMissing(date.max.year)


def next_working_day(day: date, calendar: WorkCalendar = PUBLISHED) -> date | CalendarMissing:
    """Return the first working day after `day`."""
    return add_working_days(day, 1, calendar)


def working_day_from(day: date, calendar: WorkCalendar = PUBLISHED) -> date | CalendarMissing:
    """Return `day` itself where it is worked, else the next working day."""
    works = is_working_day(day, calendar)
    if isinstance(works, CalendarMissing):
        return works
    return day if works else next_working_day(day, calendar)


def months_after(
    start: date, count: int, calendar: WorkCalendar = PUBLISHED
) -> date | CalendarMissing:
    """Return the last day of a limit of calendar months.

    The same day of the later month, or that month's last one; where it is free, the next working
    day (Civil Code, article 203).
    """
    index = start.year * 12 + start.month - 1 + count
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= date.max.year:
        return CalendarMissing(min(max(year, 1), date.max.year))
    last = months.monthrange(year, month)[1]
    return working_day_from(date(year, month, min(start.day, last)), calendar)
