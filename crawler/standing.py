"""Crawling processes that take jobs as they come, so that all cores work.

Sites that share a host or an address go to the same process, for there they share their manners; others go
where least is done.  Processes start when there is something to do, end when there was nothing for long, and end
when this one is killed.  One that dies costs its jobs this try; the next job gets another.  Where addresses are asked
in turn, so that manners hold between processes, the jobs that died together are tried again each in a process of
its own: a site that kills its process takes no other with it twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path

from crawler.fetching.elsewhere import Turns
from crawler.job import AT_ONCE, INTERRUPTED, Ended, Job
from crawler.orders import Begin, Report, Stop, Terms, packed, unpacked
from crawler.spiders.progress import Watcher, unwatched

_KILLED = "爬取它的进程意外结束了，已抓到的都在。"
# Crawls that are kept apart, at most: each costs the memory of a process.
_APART = 8
_IDLE = 300.0  # seconds


class StandingCrawlers:
    """So many crawling processes.  All of it is to be used in one loop.

    `clock` and `turns` go through pickle.  With `turns`, addresses are asked in turn with other machines and
    processes.  Each process crawls `at_once` sites at a time (the next ones wait in it), and ends after `idle`
    seconds without any; `expected` jobs are known to come to each.
    """

    def __init__(
        self,
        processes: int,
        clock: Callable[[], datetime],
        tool_version: str,
        turns: Turns | None = None,
        *,
        at_once: int = AT_ONCE,
        expected: int = 1,
        idle: float = _IDLE,
    ) -> None:
        self._terms = Terms(clock, tool_version, os.getpid(), at_once, expected, turns)
        self._idle = idle
        self._workers: list[_Worker | None] = [None] * max(1, processes)
        self._ending: set[_Worker] = set()
        self._interrupted = False
        self._fallen: set[Path] = set()  # folders of jobs whose process died under several
        self._room = asyncio.Semaphore(_APART)

    async def crawl(self, job: Job, watcher: Watcher = unwatched) -> Ended:
        """Crawl a site; never raises for what befalls it.

        Cancelled, it ends this crawl in good order first: what was fetched can be gone on with.  Cancelled once
        more, it waits for nothing.
        """
        if job.folder in self._fallen:
            return await self._crawl_apart(job, watcher)
        if len(self._workers) == 1:
            return await self.crawl_in(0, job, watcher)
        # Asking for addresses takes what a crawl is made of: loaded where there is a choice.
        places = await import_module("crawler.places").places(job)
        return await self.crawl_in(self._best(places), job, watcher, places)

    async def crawl_in(
        self,
        number: int,
        job: Job,
        watcher: Watcher = unwatched,
        places: frozenset[str] = frozenset(),
    ) -> Ended:
        """Crawl a site in a certain process, counted from 0; else as `crawl`."""
        if self._interrupted:
            return Ended(job, INTERRUPTED)
        worker = self._workers[number]
        if worker is None or worker.leaving:
            worker = self._workers[number] = _Worker(self._terms, self._idle, self._gone)
        return await worker.crawl(job, watcher, places)

    async def _crawl_apart(self, job: Job, watcher: Watcher) -> Ended:
        async with self._room:
            if self._interrupted:
                return Ended(job, INTERRUPTED)
            self._fallen.discard(job.folder)
            worker = _Worker(self._terms, self._idle, self._gone)
            self._ending.add(worker)
            try:
                return await worker.crawl(job, watcher, frozenset())
            finally:
                worker.leave()

    def interrupt(self) -> None:
        """End all crawls in good order, and begin none."""
        self._interrupted = True
        for worker in self._all():
            worker.leave()

    async def close(self) -> None:
        """End all crawls in good order, and then the processes; where that is cancelled, at once."""
        self.interrupt()
        try:
            await asyncio.gather(*(worker.gone() for worker in self._all()))
        except asyncio.CancelledError:
            self.kill()
            await asyncio.gather(*(worker.gone() for worker in self._all()))
            raise

    def kill(self) -> None:
        """End all processes as they are; what was fetched is there."""
        self._interrupted = True
        for worker in self._all():
            worker.kill()

    def _all(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker is not None] + list(self._ending)

    def _best(self, places: frozenset[str]) -> int:
        """The process that knows most of these places; else the one with least to do, running rather than not."""
        known = [(worker.knows(places) if worker else 0) for worker in self._workers]
        if any(known):
            return known.index(max(known))
        return min(range(len(self._workers)), key=self._business)

    def _business(self, number: int) -> tuple[int, bool, int]:
        worker = self._workers[number]
        return (worker.busy if worker else 0, worker is None, number)

    def _gone(self, worker: _Worker, *, over: bool) -> None:
        if self._terms.turns is not None and worker.busy > 1:
            self._fallen.update(worker.folders)
        if worker in self._workers:
            self._workers[self._workers.index(worker)] = None
            self._ending.add(worker)
        if over:
            self._ending.discard(worker)


@dataclass(slots=True)
class _Under:
    """A job that a process is at."""

    job: Job
    watcher: Watcher
    places: frozenset[str]
    ended: asyncio.Future[Ended]


class _Worker:
    """One process, from its first job on."""

    def __init__(self, terms: Terms, idle: float, gone: Callable[..., None]) -> None:
        self._terms, self._idle, self._gone = terms, idle, gone
        self._under: dict[int, _Under] = {}
        self._places: Counter[str] = Counter()
        self._next = 0
        self._process: Process | None = None
        self._sleep: asyncio.TimerHandle | None = None
        self.leaving = False
        self._killed = False
        self._before: list[object] = []  # to be told as soon as it is there
        self._life = asyncio.ensure_future(self._live())

    @property
    def busy(self) -> int:
        """How many jobs it has."""
        return len(self._under)

    @property
    def folders(self) -> list[Path]:
        """Where its jobs lie."""
        return [under.job.folder for under in self._under.values()]

    def knows(self, places: frozenset[str]) -> int:
        """How many of these places its jobs have to do with."""
        return sum(place in self._places for place in places)

    async def crawl(self, job: Job, watcher: Watcher, places: frozenset[str]) -> Ended:
        """Let it crawl a site."""
        if self._sleep is not None:
            self._sleep.cancel()
        number, self._next = self._next, self._next + 1
        ended = asyncio.get_running_loop().create_future()
        self._under[number] = under = _Under(job, watcher, places, ended)
        self._places.update(places)
        self._tell(Begin(number, job))
        try:
            return await asyncio.shield(ended)
        except asyncio.CancelledError:
            under.watcher = unwatched  # who is to hear it has gone
            self._tell(Stop(number))
            await asyncio.shield(ended)
            raise

    def leave(self) -> None:
        """Let it end its crawls in good order, and itself."""
        self.leaving = True
        if self._sleep is not None:
            self._sleep.cancel()
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    async def gone(self) -> None:
        """Wait until it has ended."""
        await asyncio.shield(self._life)

    def kill(self) -> None:
        """End it as it is; where it is still being started, as soon as it is there."""
        self.leaving = self._killed = True
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    def _tell(self, message: object) -> None:
        if self._process is None:
            self._before.append(message)
        elif self._process.stdin is not None and not self._process.stdin.is_closing():
            self._process.stdin.write(packed(message))

    async def _live(self) -> None:
        try:
            self._process = process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "crawler.worker"),
                stdin=PIPE,
                stdout=PIPE,
                # A terminal's Ctrl-C is for us: the processes are told once, by us.
                start_new_session=True,
            )
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            for message in (self._terms, *self._before):
                self._tell(message)
            if self.leaving:
                self.leave()
            if self._killed:
                self.kill()
            with contextlib.suppress(asyncio.IncompleteReadError):
                while True:
                    self._hear(await unpacked(process.stdout))
            self._quit()
            await process.wait()
        except OSError as error:
            self._quit(f"不能启动爬取进程：{error.strerror or error}。")
        finally:
            self._quit()
            self._gone(self, over=True)

    def _quit(self, why: str = _KILLED) -> None:
        """Nothing more comes from it: what it has not ended, it will not end."""
        self.leaving = True
        self._gone(self, over=False)
        for number, under in tuple(self._under.items()):
            self._over(number, Ended(under.job, error=why))

    def _hear(self, report: Report) -> None:
        under = self._under.get(report.number)
        if under is None:  # a late word on what has ended
            return
        if isinstance(report.state, Ended):
            self._over(report.number, report.state)
            return
        try:
            under.watcher(report.state)
        except Exception as error:  # noqa: BLE001 - its caller's matter, and no other's
            under.watcher = unwatched
            under.ended.set_exception(error)
            self._tell(Stop(report.number))

    def _over(self, number: int, ended: Ended) -> None:
        under = self._under.pop(number)
        self._places -= Counter(under.places)
        if not under.ended.done():
            under.ended.set_result(ended)
        if not self._under and not self.leaving:
            loop = asyncio.get_running_loop()
            self._sleep = loop.call_later(self._idle, self._rest)

    def _rest(self) -> None:
        self._gone(self, over=False)
        self.leave()
