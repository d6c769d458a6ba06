"""The deadline that reports name: the day of issue and so many working days, by the calendar of holidays."""

from __future__ import annotations

from audits.config import Choices
from checker.facts.calendar import CalendarMissing
from checker.limits import Unit, last_day
from reports.deadline import USUAL_WORKDAYS, Deadline


def deadline(choices: Choices) -> Deadline:
    """Work out the last day for mending; without a day of issue there is none."""
    workdays = choices.due_workdays or USUAL_WORKDAYS
    usual = choices.due_workdays is None
    if choices.issued_on is None:
        return Deadline(workdays, usual)
    due = last_day(choices.issued_on, workdays, Unit.WORKDAY)
    known = None if isinstance(due, CalendarMissing) else due
    return Deadline(workdays, usual, choices.issued_on, known)
