"""A clock that tests turn, and a watch on it: nothing here waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from crawler.snapshot.model import Outcome
from crawler.watch.lines import Attempt, Plan, Tried
from crawler.watch.schedule import CHINA
from crawler.watch.watcher import Clock

BEGUN = datetime(2026, 6, 30, 9, 30, tzinfo=CHINA)
HOME = "http://www.x.gov.cn/"


def plan(per_day: int = 24, days: int = 7, home: str = HOME) -> Plan:
    midnight = BEGUN.replace(hour=0, minute=0)
    return Plan(home, per_day, BEGUN, midnight + timedelta(days=days + 1), 15.0)


class TurnedClock:
    """Sleeping lets time go by; `events` happen on the way: at a moment, do this to the clock."""

    def __init__(self, start: datetime = BEGUN) -> None:
        self.time = start
        self.steady = 1000.0
        self.events: list[tuple[datetime, Callable[[], None]]] = []

    def clock(self) -> Clock:
        return Clock(lambda: self.time, lambda: self.steady, self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.pass_by(max(seconds, 0.001))
        for moment, happens in list(self.events):
            if self.time >= moment:
                self.events.remove((moment, happens))
                happens()
        await asyncio.sleep(0)

    def pass_by(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)
        self.steady += seconds

    def sleeps(self, hours: float) -> Callable[[], None]:
        """The machine sleeps: both clocks have gone on when it wakes."""
        return lambda: self.pass_by(hours * 3600)

    def is_set(self, hours: float) -> Callable[[], None]:
        """Somebody sets the wall clock."""

        def happens() -> None:
            self.time += timedelta(hours=hours)

        return happens

    async def probe(self, _: Plan, slot: datetime) -> Tried:
        """A try that takes a second."""
        at = self.time
        self.pass_by(1.0)
        return Tried(slot, at, Attempt(Outcome.OK, 1.0, 0.5, 200))
