"""Read the Retry-After header: how long a server asks us to wait.  Never raises; never believes nonsense."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DIGITS = 9  # more seconds than anybody means
_LONGEST = float(10**_DIGITS)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds asked for, None where the header is missing, unreadable or in the past.

    `headers` have lower-case names.  A date is measured against the server's own clock (`Date`)
    where it tells it, so that a clock that is wrong does not matter.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), _LONGEST) if len(text) <= _DIGITS else _LONGEST
    until = _date(text)
    if until is None:
        return None
    seconds = (until - (_date(headers.get("date", "")) or now)).total_seconds()
    return seconds if seconds > 0 else None


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
