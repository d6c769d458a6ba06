"""Dates and times as a Chinese reader expects them: Beijing time, to the second.

What cannot be read as a time is shown as it stands, shortened.  No clock is asked.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from reports.visible import clip

BEIJING = timezone(timedelta(hours=8), "UTC+08:00")
_MAX_TEXT = 60


def moment(text: str | None) -> str:
    """An ISO time in Beijing time; a time without a zone is left in its own."""
    if not text:
        return ""
    try:
        when = datetime.fromisoformat(text)
        if when.tzinfo is not None:
            when = when.astimezone(BEIJING)
    except (ValueError, OverflowError):
        return clip(text, _MAX_TEXT)
    return when.strftime("%Y-%m-%d %H:%M:%S")


def day(text: str) -> str:
    """An ISO date as 2021年12月31日."""
    try:
        when = date.fromisoformat(text)
    except ValueError:
        return clip(text, _MAX_TEXT)
    return f"{when.year}年{when.month}月{when.day}日"
