"""How a limit is counted: in working days, days or months, and on which day it ends.

Knows the calendar and nothing of what is limited.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from checker.facts.calendar import CalendarMissing, add_working_days, months_after, working_day_from


class Unit(StrEnum):
    """How the limit is counted; the first day never counts."""

    WORKDAY = "workday"
    CALENDAR_MONTH = "calendar_month"
    DAY = "day"

    @property
    def said(self) -> str:
        """As a limit is told: 5 个工作日, 1 个月, 20 天."""
        return {Unit.WORKDAY: "个工作日", Unit.CALENDAR_MONTH: "个月", Unit.DAY: "天"}[self]

    @property
    def measured(self) -> str:
        """What a duration is measured in; of months the days are counted."""
        return "个工作日" if self is Unit.WORKDAY else "天"


def last_day(start: date, limit: int, unit: Unit) -> date | CalendarMissing:
    """The last day allowed; a limit of days or months that ends on a day of rest ends on the next working day."""
    if unit is Unit.WORKDAY:
        return add_working_days(start, limit)
    if unit is Unit.DAY:
        return working_day_from(start + timedelta(days=limit))
    return months_after(start, limit)
