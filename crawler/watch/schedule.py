"""When a home page is to be tried: so many slots a day, evenly spread, a little off the beat.

The same for the same home page and day, so that a restart knows what is due.  Different home pages get
different moments: many that are watched from here are not all asked at once.  Days are those of Beijing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256

CHINA = timezone(timedelta(hours=8))
_DAY = timedelta(days=1)
# Shares of the time from one slot to the next; the sum stays below a half, so that slots keep their order.
_PHASE, _JITTER = 0.25, 0.1


@dataclass(frozen=True, slots=True)
class Schedule:
    """The slots of one home page."""

    home: str
    per_day: int

    @property
    def interval(self) -> float:
        """Seconds from slot to slot, on average."""
        return _DAY.total_seconds() / self.per_day

    def slot(self, day: date, number: int) -> datetime:
        """Return one slot of a day; `number` counts from 0."""
        off = _PHASE * _swing(self.home) + _JITTER * _swing(f"{self.home} {day} {number}")
        start = datetime.combine(day, datetime.min.time(), CHINA)
        milliseconds = round((number + 0.5 + off) * self.interval * 1000)
        return start + timedelta(milliseconds=milliseconds)

    def current(self, now: datetime) -> datetime:
        """Return the latest slot that is not after `now`."""
        local = now.astimezone(CHINA)
        day = local.date()
        start = datetime.combine(day, datetime.min.time(), CHINA)
        guess = int((local - start).total_seconds() // self.interval)
        for number in range(min(guess, self.per_day - 1), -1, -1):
            found = self.slot(day, number)
            if found <= now:
                return found
        return self.slot(day - _DAY, self.per_day - 1)

    def after(self, moment: datetime) -> Iterator[datetime]:
        """Yield the slots after a moment, without end."""
        day = moment.astimezone(CHINA).date()
        start = datetime.combine(day, datetime.min.time(), CHINA)
        number = max(0, int((moment - start).total_seconds() // self.interval) - 1)
        while True:
            while number < self.per_day:
                found = self.slot(day, number)
                if found > moment:
                    yield found
                number += 1
            day, number = day + _DAY, 0


def _swing(text: str) -> float:
    """Return a number from -1 to 1 that looks like chance and is always the same."""
    return int.from_bytes(sha256(text.encode()).digest()[:8]) / (1 << 63) - 1
