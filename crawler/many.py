"""Crawl many sites in one process: an engine for each, in one loop, all with the same manners.

Politeness keeps each site slow, so one core can serve hundreds.  Each site has its own snapshot,
budget, limits and resume state; what goes wrong with one never touches another.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

from crawler.fetching.elsewhere import Turns
from crawler.fetching.pace import Lanes
from crawler.garbage import collected_by_the_minute
from crawler.interruption import Interruption, on_signals
from crawler.job import AT_ONCE, INTERRUPTED, Board, CrawlError, Ended, Job, unwatched
from crawler.rendering.renderer import Renderer
from crawler.run import Surroundings, visit
from crawler.snapshot.model import SnapshotError
from crawler.spiders.progress import Progress, Watcher

# Each site needs a few files and connections; the usual limit of 1024 is for smaller programs.
_OTHERS_TOGETHER = 1024
_BROWSERS = 2
_APART = 0.025  # seconds from one start to the next
_ANY = 64  # questions to a host at a time: what a crawl wants is its own matter, the least wins


class Crawls:
    """The crawls of one process: each begins when it is given, and ends by itself; `crawling` makes one."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        tool_version: str,
        lanes: Lanes,
        renderer: Renderer,
        *,
        at_once: int = AT_ONCE,
        expected: int = 1,
    ) -> None:
        """Crawl `at_once` sites at a time; `expected` are known to come."""
        self._clock, self._tool_version = clock, tool_version
        self._lanes, self._renderer = lanes, renderer
        self._at_once = max(1, at_once)
        self._expected = min(self._at_once, expected)
        self._places = asyncio.Semaphore(self._at_once)
        self._running = 0
        self._next_start = 0.0

    async def crawl(self, job: Job, watcher: Watcher, interruption: Interruption) -> Ended:
        """Crawl one site; never raises for what befalls it."""
        async with self._places:
            if not interruption.came:
                await self._wait_to_start()
            if interruption.came:
                return Ended(job, INTERRUPTED)
            self._running += 1
            try:
                return await self._one(job, watcher, interruption)
            finally:
                self._running -= 1

    async def _wait_to_start(self) -> None:
        """Start one site after the other: a start takes a while, and those that run must not stall."""
        now = asyncio.get_running_loop().time()
        at = max(now, self._next_start)
        self._next_start = at + _APART
        await asyncio.sleep(at - now)

    async def _one(self, job: Job, watcher: Watcher, interruption: Interruption) -> Ended:
        together = max(self._running, self._expected)
        surroundings = Surroundings(
            self._clock,
            self._tool_version,
            self._lanes,
            self._renderer,
            others_at_once=max(4, min(64, _OTHERS_TOGETHER // together)),
        )
        last: Progress | None = None

        def watched(progress: Progress) -> None:
            nonlocal last
            last = progress
            watcher(progress)

        try:
            done = await visit(
                job.plan,
                job.folder,
                surroundings,
                watched,
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


@contextlib.asynccontextmanager
async def crawling(
    clock: Callable[[], datetime],
    tool_version: str,
    *,
    at_once: int = AT_ONCE,
    expected: int = 1,
    turns: Turns | None = None,
) -> AsyncIterator[Crawls]:
    """The crawls of this process while the block runs: their browsers, their manners, the files they may open."""
    _open_many_files()
    renderer = Renderer(os.environ, at_once=_BROWSERS)
    elsewhere = turns.open() if turns is not None else None
    try:
        async with collected_by_the_minute():
            yield Crawls(
                clock,
                tool_version,
                Lanes(_ANY, elsewhere),
                renderer,
                at_once=at_once,
                expected=expected,
            )
    finally:
        if elsewhere is not None:
            await elsewhere.close()
        await renderer.close()


async def crawl_here(
    jobs: Sequence[Job],
    clock: Callable[[], datetime],
    tool_version: str,
    board: Board = unwatched,
    at_once: int = AT_ONCE,
) -> list[Ended]:
    """Crawl many sites in this loop; returns how each ended, in the order of the jobs.

    An interrupt (Ctrl-C) ends all of them in good order.
    """
    interruptions = [Interruption() for _ in jobs]

    def interrupt() -> None:
        for one in interruptions:
            one.come()

    async def one(crawls: Crawls, number: int) -> Ended:
        def watcher(progress: Progress) -> None:
            board(number, progress)

        ended = await crawls.crawl(jobs[number], watcher, interruptions[number])
        board(number, ended)
        return ended

    with on_signals(interrupt):
        async with crawling(clock, tool_version, at_once=at_once, expected=len(jobs)) as crawls:
            return await asyncio.gather(*(one(crawls, number) for number in range(len(jobs))))


def crawl_many(
    jobs: Sequence[Job],
    clock: Callable[[], datetime],
    tool_version: str,
    board: Board = unwatched,
    at_once: int = AT_ONCE,
) -> list[Ended]:
    """Crawl many sites in this process, as `crawl_here` does; `clock` gives aware datetimes."""
    return asyncio.run(crawl_here(jobs, clock, tool_version, board, at_once))


def _open_many_files() -> None:
    """Raise our own limit of open files as far as we may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
