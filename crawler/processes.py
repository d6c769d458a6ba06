"""Crawl many sites in several processes, so that all cores work.

Sites that share a host or an address go to the same process, for only there do they share their
manners.  An interrupt ends all processes in good order; they also end when this one is killed.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from datetime import datetime

from crawler.fetching.resolver import GuardedResolver
from crawler.fetching.routes import ForbiddenAddressError, Routes
from crawler.interruption import on_signals
from crawler.many import AT_ONCE, Board, Ended, Fleet, Job, unwatched
from crawler.orders import Order, Report, packed, unpacked
from crawler.reading.urls import host_of, port_of

_ASKED_AT_ONCE = 64
_KILLED = "爬取它的进程意外结束了，已抓到的都在；加 --resume 可接着爬。"


def crawl_in_processes(
    jobs: Sequence[Job],
    processes: int,
    clock: Callable[[], datetime],
    tool_version: str,
    board: Board = unwatched,
    *,
    at_once: int = AT_ONCE,
    apart: bool = False,
) -> list[Ended]:
    """Crawl many sites as `crawl_many` does, in so many processes; `clock` goes through pickle.

    `at_once` sites are crawled at a time by each.  With `apart`, a single process is another one too:
    its end costs the caller nothing.
    """
    return asyncio.run(_crawl(jobs, processes, clock, tool_version, board, (at_once, apart)))


async def _crawl(
    jobs: Sequence[Job],
    processes: int,
    clock: Callable[[], datetime],
    tool_version: str,
    board: Board,
    how: tuple[int, bool],
) -> list[Ended]:
    at_once, apart = how
    shards = shared_out(await _all_places(jobs), processes)
    if len(shards) <= 1 and not apart:
        fleet = Fleet(jobs, clock, tool_version, board, at_once)
        with on_signals(fleet.interrupt):
            return await fleet.run()
    workers = _Workers(jobs, board)
    try:
        with on_signals(workers.interrupt):
            orders = [
                Order(
                    tuple(jobs[number] for number in shard),
                    clock,
                    tool_version,
                    at_once,
                    os.getpid(),
                )
                for shard in shards
            ]
            await asyncio.gather(*map(workers.work, orders, shards))
    finally:
        await workers.kill()
    return [workers.ended.get(n, Ended(job, error=_KILLED)) for n, job in enumerate(jobs)]


class _Workers:
    """The processes, and what they have told so far."""

    def __init__(self, jobs: Sequence[Job], board: Board) -> None:
        self._jobs = jobs
        self._board = board
        self._processes: list[Process] = []
        self._came = False
        self.ended: dict[int, Ended] = {}

    async def work(self, order: Order, numbers: Sequence[int]) -> None:
        """Let a process do its order; `numbers` are those of the order's jobs among all."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "crawler.worker"),
            stdin=PIPE,
            stdout=PIPE,
            # A terminal's Ctrl-C is for us: the workers are told once, by us.
            start_new_session=True,
        )
        self._processes.append(process)
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        process.stdin.write(packed(order))
        if self._came:
            process.stdin.close()
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                report: Report = await unpacked(process.stdout)
                if isinstance(report.state, Ended):
                    self.ended[numbers[report.number]] = report.state
                self._board(numbers[report.number], report.state)
        await process.wait()

    def interrupt(self) -> None:
        """Let all processes end in good order."""
        self._came = True
        for process in self._processes:
            if process.stdin is not None:
                process.stdin.close()

    async def kill(self) -> None:
        """End what is still running; nothing is where all went well."""
        for process in self._processes:
            if process.returncode is None:
                process.kill()
                await process.wait()


def shared_out(places: Sequence[frozenset[str]], processes: int) -> list[list[int]]:
    """Share out jobs, each given by its host and address, over at most so many processes.

    Jobs with a place in common stay together; the largest such groups are shared out first.
    """
    groups: list[tuple[set[str], list[int]]] = []
    for number, mine in enumerate(places):
        joined, members = set(mine), [number]
        for group in [one for one in groups if one[0] & mine]:
            groups.remove(group)
            joined |= group[0]
            members += group[1]
        groups.append((joined, members))
    shards: list[list[int]] = [[] for _ in range(max(1, processes))]
    for _, members in sorted(groups, key=lambda one: (-len(one[1]), min(one[1]))):
        min(shards, key=len).extend(members)
    return [sorted(shard) for shard in shards if shard]


async def _all_places(jobs: Sequence[Job]) -> list[frozenset[str]]:
    asking = asyncio.Semaphore(_ASKED_AT_ONCE)

    async def places(job: Job) -> frozenset[str]:
        async with asking:
            return await _places(job)

    return await asyncio.gather(*map(places, jobs))


async def _places(job: Job) -> frozenset[str]:
    """Return host and address of a site; the host alone where it has no address that we may ask."""
    plan = job.plan
    host = host_of(plan.home)
    resolver = GuardedResolver(Routes(plan.connect_to), plan.dns)
    try:
        place = await resolver.place(host, port_of(plan.home))
    except (OSError, ForbiddenAddressError):
        return frozenset({host})
    return frozenset({host, place.host})
