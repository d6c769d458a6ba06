"""A day that comes every year, as rules write it: `03-31`."""

from __future__ import annotations

from datetime import date

_COMMON = 2023  # no leap year


def every_year(day: str) -> str:
    """Return the day.  Raises ValueError for one that does not exist, or, as 02-29, not in every year."""
    try:
        date.fromisoformat(f"{_COMMON}-{day}")
    except ValueError:
        raise ValueError(f"不是每年都有 {day} 这一天，写成 03-31 这样") from None
    return day


def not_yet(day: str, as_of: date) -> str | None:
    """Say that the day of this year has not passed, as it has not on the day itself; None where it has."""
    due = f"{as_of.year}-{day}"
    return f"期限 {due} 未到" if as_of <= date.fromisoformat(due) else None
