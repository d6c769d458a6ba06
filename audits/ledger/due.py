"""By when a matter is to be mended: working days by the published calendar, never guessed; and what is late."""

from __future__ import annotations

from datetime import date

from audits.ledger.states import State
from audits.store.rows import LedgerEntry
from checker.facts.calendar import PUBLISHED, CalendarMissing, WorkCalendar, add_working_days

_RUNNING = frozenset({State.ASSIGNED, State.MENDING})


def due_after(
    day: date, workdays: int, calendar: WorkCalendar = PUBLISHED
) -> tuple[date | None, str]:
    """The last day, and "" or (Chinese) why there is none."""
    due = add_working_days(day, workdays, calendar)
    if isinstance(due, CalendarMissing):
        return None, f"期限没有推算：{due.message}。请用 --due 写明日期。"
    return due, ""


def last_day(entry: LedgerEntry) -> date | None:
    """The day that holds: the extended one, where there is one."""
    return entry.extended_to or entry.due


def overdue(entry: LedgerEntry, today: date) -> bool:
    """It was given to a unit, its last day is over, and the unit has not reported it mended."""
    last = last_day(entry)
    return State(entry.state) in _RUNNING and last is not None and last < today
