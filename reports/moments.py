"""Dates and times of audit.json as a reader expects them: Beijing time, to the second.

What cannot be read as a time is shown as it stands, shortened.  No clock is asked.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from reports.language import CHINESE, Language
from reports.visible import clip

_MAX_TEXT = 60


def moment(text: str | None, t: Language = CHINESE) -> str:
    """An ISO time in Beijing time; a time without a zone is left in its own."""
    if not text:
        return ""
    try:
        return t.moment(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return clip(text, _MAX_TEXT, t)


def instant(text: str) -> datetime | None:
    """An ISO time in UTC, for what programs read; one without a zone counts as UTC, None: not to be read."""
    try:
        when = datetime.fromisoformat(text)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def day(text: str, t: Language = CHINESE) -> str:
    """An ISO date as 2021年12月31日 or 31 December 2021."""
    try:
        return t.date(date.fromisoformat(text))
    except ValueError:
        return clip(text, _MAX_TEXT, t)
