"""Which slot of a home page is due, which went by untried, and how long there is to wait.

Given the plan, what the journal holds and the time; decides, and neither waits nor writes.  What was
missed is never caught up, and two tries never come closer than half the usual distance, whatever the
machine slept or its clock was set to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from crawler.watch.lines import ClockSet, Plan, Series
from crawler.watch.schedule import Schedule

_CLOCK_SET = 5.0  # seconds; what less is, a clock that is kept right does by itself
_SPACING = 0.5  # of the usual distance


@dataclass(frozen=True, slots=True)
class Due:
    """A slot is to be tried now."""

    slot: datetime


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing is due for so many seconds; `slot` comes next."""

    seconds: float
    slot: datetime


@dataclass(frozen=True, slots=True)
class Over:
    """The plan is done."""


class Rounds:
    """The slots of one plan, as they come due."""

    def __init__(self, plan: Plan, series: Series) -> None:
        """Go on where the journal ends."""
        self.plan = plan
        self._schedule = Schedule(plan.home, plan.per_day)
        self._tried = {one.planned for one in series.tried}
        known = [one.planned for one in series.tried] + [one.planned for one in series.missed]
        self._noted = max([plan.begun, *known])
        self._last_at = max((one.at for one in series.tried), default=None)
        self._last_steady: float | None = None
        self._clocks: tuple[datetime, float] | None = None

    def clock_set(self, now: datetime, steady: float) -> ClockSet | None:
        """Say whether the wall clock was set since the last time that this was asked."""
        before, self._clocks = self._clocks, (now, steady)
        if before is None:
            return None
        expected = before[0] + timedelta(seconds=steady - before[1])
        if abs((now - expected).total_seconds()) < _CLOCK_SET:
            return None
        return ClockSet(now, expected)

    def missed(self, now: datetime) -> list[datetime]:
        """Return the slots that went by untried since the last time that this was asked."""
        end = min(self._schedule.current(now), self.plan.until)
        found = list(takewhile(lambda slot: slot < end, self._schedule.after(self._noted)))
        if found:
            self._noted = found[-1]
        return [slot for slot in found if slot not in self._tried]

    def step(self, now: datetime, steady: float) -> Due | Wait | Over:
        """Say what to do now."""
        slot = self._schedule.current(now)
        if slot in self._tried or not self.plan.begun <= slot < self.plan.until:
            following = next(self._schedule.after(max(now, self.plan.begun)))
            if following >= self.plan.until:
                return Over()
            return Wait((following - now).total_seconds(), following)
        spacing = self._schedule.interval * _SPACING - self._since_last(now, steady)
        return Wait(spacing, slot) if spacing > 0 else Due(slot)

    def _since_last(self, now: datetime, steady: float) -> float:
        """Seconds since the last try; of one before a restart only the wall clock knows."""
        if self._last_steady is not None:
            return steady - self._last_steady
        if self._last_at is None or self._last_at > now:  # a clock that was set back tells nothing
            return self._schedule.interval
        return (now - self._last_at).total_seconds()

    def settle(self, slot: datetime, steady: float) -> None:
        """Note that a slot was tried, just now."""
        self._tried.add(slot)
        self._noted = max(self._noted, slot)
        self._last_steady = steady
