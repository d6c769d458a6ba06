"""Moments of a schedule in a time zone: the next ones, and the last one before a moment.

Pure: the same schedule, zone and moment give the same answer.  A schedule is kept on the clock on the
wall, and each of its wall times comes once: one that a change of the clocks leaves out comes at the
moment that takes its place, one that comes twice counts the first time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from checker.facts.calendar import CalendarMissing, is_working_day

# No clock is ever put forward or back by more, but where the date line was moved.
_CHANGE = timedelta(hours=3)
# 29 February may be eight years away.
_FURTHEST = timedelta(days=9 * 366)
_LOOK_BACK = (
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(days=8),
    timedelta(days=32),
    timedelta(days=100),
    timedelta(days=400),
    _FURTHEST,
)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Pattern:
    """Wall times, by the fields of cron as APScheduler reads them (weekdays by their names)."""

    minute: str
    hour: str
    day: str = "*"
    month: str = "*"
    weekday: str = "*"

    def after(self, wall: datetime) -> Iterator[datetime]:
        """The wall times from `wall` on."""
        trigger = _trigger(self)
        end = wall + _FURTHEST
        found = trigger.get_next_fire_time(None, wall)
        while found is not None and found <= end:
            yield found
            found = trigger.get_next_fire_time(None, found + timedelta(minutes=1))


@lru_cache(maxsize=256)
def _trigger(pattern: Pattern) -> CronTrigger:
    return CronTrigger(
        minute=pattern.minute,
        hour=pattern.hour,
        day=pattern.day,
        month=pattern.month,
        day_of_week=pattern.weekday,
        timezone=UTC,  # stands for the wall: zones are this module's business
        end_date=datetime(2199, 12, 31, tzinfo=UTC),  # what never comes is not looked for for ever
    )


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something is to be done.  `workdays`: only on days on which offices work."""

    text: str
    patterns: tuple[Pattern, ...]
    workdays: bool = False

    def upcoming(self, after: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        """The moments later than `after`, in order, each once."""
        last = after
        waiting: list[datetime] = []
        for wall in self._walls(_wall(after, zone) - _CHANGE):
            moment = _moment(wall, zone)
            if moment > last and moment not in waiting:
                waiting.append(moment)
            # Later wall times may be earlier moments only as far as clocks are changed.
            while waiting and (first := min(waiting)) < _moment(wall - _CHANGE, zone):
                waiting.remove(first)
                last = first
                yield first
        yield from sorted(waiting)

    def next(self, after: datetime, zone: ZoneInfo) -> datetime | None:
        """The first moment later than `after`; None where there is none for years."""
        return next(self.upcoming(after, zone), None)

    def runs(self, after: datetime, zone: ZoneInfo, count: int) -> tuple[datetime, ...]:
        """The first `count` moments later than `after`."""
        return tuple(islice(self.upcoming(after, zone), count))

    def latest(self, until: datetime, zone: ZoneInfo) -> datetime | None:
        """The last moment that is not later than `until`; None where there was none for years."""
        for back in _LOOK_BACK:
            found = None
            for moment in self.upcoming(until - back, zone):
                if moment > until:
                    break
                found = moment
            if found is not None:
                return found
        return None

    def _walls(self, start: datetime) -> Iterator[datetime]:
        streams = [pattern.after(start) for pattern in self.patterns]
        heads = [next(stream, None) for stream in streams]
        while any(heads):
            first = min(head for head in heads if head is not None)
            if not self.workdays or _worked(first):
                yield first
            heads = [
                next(stream, None) if head == first else head
                for head, stream in zip(heads, streams, strict=True)
            ]


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows, written as a moment of UTC."""
    return moment.astimezone(zone).replace(tzinfo=UTC, fold=0)


def _moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the clock on the wall first shows this, or would have."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)


def _worked(wall: datetime) -> bool:
    """By the State Council's calendar; Monday to Friday in a year that it is not known of."""
    known = is_working_day(wall.date())
    return wall.weekday() < _SATURDAY if isinstance(known, CalendarMissing) else known
