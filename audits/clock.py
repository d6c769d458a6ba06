"""The one place that reads the clock.  Portals are audited on Beijing time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def now() -> datetime:
    """Return the present moment, aware, on Beijing time."""
    return datetime.now(BEIJING).replace(microsecond=0)
