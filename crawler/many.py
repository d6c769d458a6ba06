"""Crawl many sites in one process: an engine for each, in one loop, all with the same manners.

Politeness keeps each site slow, so one core can serve hundreds.  Each site has its own snapshot,
budget, limits and resume state; what goes wrong with one never touches another.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from crawler.fetching.pace import Lanes
from crawler.garbage import collected_by_the_minute
from crawler.interruption import Interruption, on_signals
from crawler.rendering.renderer import Renderer
from crawler.run import INTERRUPTED, CrawlError, Surroundings, visit
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Outcome, SnapshotError
from crawler.spiders.progress import Progress

AT_ONCE = 250
# Each site needs a few files and connections; the usual limit of 1024 is for smaller programs.
_OTHERS_TOGETHER = 1024
_BROWSERS = 2
_APART = 0.025  # seconds from one start to the next


@dataclass(frozen=True, slots=True)
class Job:
    """One site to crawl into `folder` (prepared); `resume` to go on with the snapshot in it.

    `previous` is an earlier snapshot of the site, to spare what stands unchanged.
    """

    plan: CrawlSettings
    folder: Path
    resume: bool = False
    previous: Path | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How the crawl of one site ended: `finish` and `undrawn` as in `CrawlInfo`, or the `error` (Chinese)."""

    job: Job
    finish: str | None = None
    home_outcome: Outcome = Outcome.NOT_REACHED
    progress: Progress | None = None
    error: str | None = None
    undrawn: tuple[int, str] | None = None


# Told which job (its number) has come how far, or how it ended.
Board = Callable[[int, Progress | Ended], None]


def unwatched(_: int, __: Progress | Ended) -> None:
    """Watch nothing."""


@dataclass(slots=True)
class Fleet:
    """The crawls of one process, and how to interrupt them all."""

    jobs: Sequence[Job]
    clock: Callable[[], datetime]
    tool_version: str
    board: Board = unwatched
    at_once: int = AT_ONCE
    _interruptions: list[Interruption] = field(default_factory=list)
    _next_start: float = 0.0

    def interrupt(self) -> None:
        """End all crawls in good order."""
        for one in self._interruptions:
            one.come()

    async def run(self) -> list[Ended]:
        """Crawl all sites, `at_once` of them at a time; never raises for what befalls one of them."""
        _open_many_files()
        concurrency = min((job.plan.concurrency for job in self.jobs), default=1)
        together = max(1, min(self.at_once, len(self.jobs)))
        renderer = Renderer(os.environ, at_once=_BROWSERS)
        surroundings = Surroundings(
            self.clock,
            self.tool_version,
            Lanes(concurrency),
            renderer,
            others_at_once=max(4, min(64, _OTHERS_TOGETHER // together)),
        )
        self._interruptions = [Interruption() for _ in self.jobs]
        places = asyncio.Semaphore(together)

        async def one(number: int) -> Ended:
            async with places:
                await self._wait_to_start()
                ended = await self._one(number, surroundings)
            self.board(number, ended)
            return ended

        try:
            async with collected_by_the_minute():
                return await asyncio.gather(*(one(number) for number in range(len(self.jobs))))
        finally:
            await renderer.close()

    async def _wait_to_start(self) -> None:
        """Start one site after the other: a start takes a while, and those that run must not stall."""
        now = asyncio.get_running_loop().time()
        at = max(now, self._next_start)
        self._next_start = at + _APART
        await asyncio.sleep(at - now)

    async def _one(self, number: int, surroundings: Surroundings) -> Ended:
        job, interruption = self.jobs[number], self._interruptions[number]
        if interruption.came:
            return Ended(job, INTERRUPTED)
        last: Progress | None = None

        def watcher(progress: Progress) -> None:
            nonlocal last
            last = progress
            self.board(number, progress)

        try:
            done = await visit(
                job.plan,
                job.folder,
                surroundings,
                watcher,
                interruption,
                resume=job.resume,
                previous=job.previous,
            )
        except (CrawlError, SnapshotError) as error:
            return Ended(job, progress=last, error=str(error))
        except Exception as error:  # noqa: BLE001 - one site's crash must not touch the others
            told = f"程序出错，已抓到的都在：{type(error).__name__}: {error}"
            return Ended(job, progress=last, error=told)
        return Ended(job, done.finish, done.home_outcome, last, undrawn=done.undrawn)


def crawl_many(
    jobs: Iterable[Job],
    clock: Callable[[], datetime],
    tool_version: str,
    board: Board = unwatched,
    at_once: int = AT_ONCE,
) -> list[Ended]:
    """Crawl many sites in this process; returns how each ended, in the order of the jobs.

    `clock` gives aware datetimes.  An interrupt (Ctrl-C) ends all of them in good order.
    """
    fleet = Fleet(tuple(jobs), clock, tool_version, board, at_once)

    async def work() -> list[Ended]:
        with on_signals(fleet.interrupt):
            return await fleet.run()

    return asyncio.run(work())


def _open_many_files() -> None:
    """Raise our own limit of open files as far as we may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
