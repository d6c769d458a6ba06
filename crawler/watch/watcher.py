"""Watch home pages: wait for each slot, make the try, keep it; for days, and over restarts.

Clock and network are arguments.  What is due is `rounds`' business, how to try `prober`'s, and what is
kept stands in the journal before the next try begins.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.watch.journal import Journal
from crawler.watch.lines import Line, Missed, Plan, Series, Tried
from crawler.watch.rounds import Due, Over, Rounds, Wait

# The clock is looked at again so often (seconds), since a machine may sleep meanwhile.
_A_WHILE = 30.0
_AT_ONCE = 16

Probe = Callable[[Plan, datetime], Awaitable[Tried]]


@dataclass(frozen=True, slots=True)
class Clock:
    """The time: `wall` is what is written down, `steady` is never set and goes on while the machine sleeps."""

    wall: Callable[[], datetime]
    steady: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@dataclass(frozen=True, slots=True)
class Watched:
    """One home page: its plan, what its journal held at the start, and the journal, open."""

    plan: Plan
    series: Series
    journal: Journal


# Told of every line that was written, and of what a home page waits for.
Board = Callable[[Plan, Line | Wait], None]


def unwatched(_: Plan, __: Line | Wait) -> None:
    """Watch nothing."""


async def watch(
    sites: Sequence[Watched], probe: Probe, clock: Clock, board: Board = unwatched
) -> None:
    """Watch until all plans are done.  Raises JournalError where a journal cannot be written."""
    turns = asyncio.Semaphore(_AT_ONCE)
    await _together(_Vigil(site, probe, clock, board, turns).keep() for site in sites)


async def watch_once(
    sites: Sequence[Watched], probe: Probe, clock: Clock, board: Board = unwatched
) -> None:
    """Make the tries that are due now, each once.  Raises as `watch` does."""
    turns = asyncio.Semaphore(_AT_ONCE)
    await _together(_Vigil(site, probe, clock, board, turns).go() for site in sites)


async def _together(work: Iterable[Coroutine[Any, Any, object]]) -> None:
    """Do all this side by side; the first error ends it all, and is raised as itself."""
    try:
        async with asyncio.TaskGroup() as group:
            for one in work:
                group.create_task(one)
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None


class _Vigil:
    """The watch of one home page."""

    def __init__(
        self, site: Watched, probe: Probe, clock: Clock, board: Board, turns: asyncio.Semaphore
    ) -> None:
        self._site = site
        self._probe = probe
        self._clock = clock
        self._board = board
        self._turns = turns
        self._rounds = Rounds(site.plan, site.series)

    async def keep(self) -> None:
        while not isinstance(step := await self.go(), Over):
            if isinstance(step, Wait):
                self._board(self._site.plan, step)
                await self._clock.sleep(min(step.seconds, _A_WHILE))

    async def go(self) -> Due | Wait | Over:
        """Write down what is to be told of the clock, and make the try that is due, if one is."""
        async with self._turns:
            now, steady = self._clock.wall(), self._clock.steady()
            was_set = self._rounds.clock_set(now, steady)
            if was_set is not None:
                self._keep(was_set)
            for slot in self._rounds.missed(now):
                self._keep(Missed(slot, now))
            step = self._rounds.step(now, steady)
            if isinstance(step, Due):
                # Before the try: its own time must not bring the next one nearer.
                self._rounds.settle(step.slot, steady)
                self._keep(await self._probe(self._site.plan, step.slot))
        return step

    def _keep(self, line: Line) -> None:
        self._site.journal.append(line)
        self._board(self._site.plan, line)
