"""The one place that reads the clock.  Portals are audited on Beijing time."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def now() -> datetime:
    """Return the present moment, aware, on Beijing time."""
    return datetime.now(BEIJING).replace(microsecond=0)


def moment() -> datetime:
    """Return the present moment to the millisecond."""
    exact = datetime.now(BEIJING)
    return exact.replace(microsecond=exact.microsecond // 1000 * 1000)


def steady() -> float:
    """Return seconds of a clock that nobody sets, and that goes on while the machine sleeps where it can."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # Linux only
    return time.monotonic() if boot is None else time.clock_gettime(boot)
