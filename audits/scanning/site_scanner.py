"""The scan of one site: lock, take up what was left, crawl, finish; `scan` and a worker do it the same way.

A crawl or a finishing process that crashes costs one retry, which goes on where the first one stopped.  What
befalls a site befalls no other, and whatever fails is in what is returned, and in a letter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar, TypeVarTuple

from audits.refused import RefusedError
from audits.scanning.beforehand import remember, settings_of, without_network
from audits.scanning.board import ScanBoard, unwatched
from audits.scanning.ended import SiteEnded
from audits.scanning.finishers import Finishers
from audits.scanning.plans import SitePlan, Workplace
from audits.scanning.site_locks import SiteLocks, lock_times
from audits.scanning.site_steps import Run, Steps, cut_off
from audits.store import Store
from checker.facts.cores import cores
from crawler.fetching.routes import RouteError
from crawler.job import Job
from crawler.settings import CrawlSettings
from crawler.spiders.progress import Progress
from crawler.standing import StandingCrawlers

_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")
_QUICK = 4  # threads for steps that are done at once


@dataclass(slots=True)
class _Attempt:
    """Whether it was to be interrupted: heeded between two steps, each of which is done to its end."""

    interrupted: bool = False

    async def step(self, threads: ThreadPoolExecutor, do: Callable[[*_Ts], _T], *given: *_Ts) -> _T:
        """Do something in a thread; interrupted once more, wait for nothing."""
        work = asyncio.get_running_loop().run_in_executor(threads, do, *given)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            if self.interrupted or work.cancelled():
                raise
            self.interrupted = True
            return await asyncio.shield(work)


class SiteScanner:
    """Scans sites, as many at a time as `scan` is awaited for.  `clock` goes through pickle.

    `locks` are its own if none are given; `finishing_at_once` runs are judged at a time.  With `waits`, a store
    that cannot be reached is no failure of a site: it ends as AWAY, to be scanned again when the store is there.
    What runs in `crawlers` and `finishers` is ended by who made them; `close` gives the sites back.
    """

    def __init__(  # noqa: PLR0913 - what a scan works with, in its parts
        self,
        workplace: Workplace,
        clock: Callable[[], datetime],
        store: Store,
        crawlers: StandingCrawlers,
        finishers: Finishers,
        *,
        locks: SiteLocks | None = None,
        board: ScanBoard = unwatched,
        finishing_at_once: int | None = None,
        waits: bool = False,
    ) -> None:
        at_once = max(1, finishing_at_once or cores())
        self._clock, self._store, self._crawlers = clock, store, crawlers
        self._board = board
        self._locks = locks or SiteLocks(store, clock, lock_times(workplace.storage))
        jobs = max(1, cores() // at_once)
        self._steps = Steps(workplace, clock, store, self._locks, finishers, jobs, waits)
        self._quick = ThreadPoolExecutor(_QUICK)
        self._finishing = ThreadPoolExecutor(at_once)

    def works_at(self, workplace: Workplace) -> None:
        """From now on, do each step at this workplace; data and store are those of before."""
        self._steps = replace(self._steps, workplace=workplace)

    async def scan(self, plan: SitePlan) -> SiteEnded:
        """Scan a site, and say how that ended.

        Cancelled, it is interrupted in good order: the crawl ends so that it can be gone on with, finishing is
        brought to its end, the site is given back, the board hears how it ended; then the cancellation goes on.
        Cancelled twice, it waits for nothing.  Raises NoNetworkError where our own network is gone, and
        StoreError where the store is, before anything is done.
        """
        attempt = _Attempt()
        try:
            crawl = settings_of(plan)
        except (RouteError, RefusedError) as error:
            return await self.failed(plan, str(error))
        await attempt.step(self._quick, without_network, [plan], {plan.site: crawl}, self._clock)
        await attempt.step(self._quick, remember, self._store, [plan], self._clock())
        return await self._scan(attempt, plan, crawl)

    async def scan_known(self, plan: SitePlan, crawl: CrawlSettings) -> SiteEnded:
        """Scan a site that is known to the store, whose settings and network were seen to; else as `scan`."""
        return await self._scan(_Attempt(), plan, crawl)

    async def failed(self, plan: SitePlan, why: str) -> SiteEnded:
        """A site that is not to be scanned at all: keep why, and write to those who wait for its audit."""
        attempt = _Attempt()
        ended = await attempt.step(self._quick, self._steps.fail, plan, why)
        return await self._over(attempt, plan, ended)

    def close(self) -> None:
        """Give the sites back."""
        self._quick.shutdown()
        self._finishing.shutdown()
        self._locks.close()

    async def _scan(self, attempt: _Attempt, plan: SitePlan, crawl: CrawlSettings) -> SiteEnded:
        try:
            ended = await self._ended(attempt, plan, crawl)
        except asyncio.CancelledError:
            self._quick.submit(self._steps.release, plan)
            self._board.over(plan.site, cut_off(plan))
            raise
        return await self._over(attempt, plan, ended)

    async def _over(self, attempt: _Attempt, plan: SitePlan, ended: SiteEnded) -> SiteEnded:
        self._board.over(plan.site, ended)
        await attempt.step(self._quick, self._steps.release, plan)
        if attempt.interrupted:
            raise asyncio.CancelledError
        return ended

    async def _ended(self, attempt: _Attempt, plan: SitePlan, crawl: CrawlSettings) -> SiteEnded:
        if attempt.interrupted:
            return cut_off(plan)
        now = await attempt.step(self._quick, self._steps.begin, plan, crawl)
        while isinstance(now, Run) and not now.begun.crawled:
            if attempt.interrupted:
                return now.cut_off()
            now = await self._crawl(attempt, now)
        if isinstance(now, SiteEnded):
            return now
        if attempt.interrupted:
            return now.cut_off()
        return await attempt.step(self._finishing, self._steps.finish, now)

    async def _crawl(self, attempt: _Attempt, run: Run) -> Run | SiteEnded:
        """Crawl once; what comes after is the next step's business."""
        job = await attempt.step(self._quick, self._steps.job, run)
        if not isinstance(job, Job):
            return job
        if attempt.interrupted:
            return run.cut_off()

        def watcher(progress: Progress) -> None:
            self._board.crawling(run.plan.site, progress)

        try:
            ended = await self._crawlers.crawl(job, watcher)
        except asyncio.CancelledError:
            if attempt.interrupted:
                raise
            attempt.interrupted = True
            return run.cut_off()
        self._board.crawling(run.plan.site, ended)
        return await attempt.step(self._quick, self._steps.after, run, ended)
