"""Crawl many sites that are all known beforehand, shared out over several processes.

Sites that share a host or an address go to the same process, for only there do they share their
manners.  An interrupt ends all processes in good order; they also end when this one is killed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module

from crawler.interruption import on_signals
from crawler.job import AT_ONCE, Board, Ended, Job, unwatched
from crawler.spiders.progress import Progress
from crawler.standing import StandingCrawlers


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
    # What crawls is loaded where it is needed: a parent of processes has no use for it.
    shards = shared_out(await import_module("crawler.places").all_places(jobs), processes)
    if len(shards) <= 1 and not apart:
        here = import_module("crawler.many").crawl_here
        ended: list[Ended] = await here(jobs, clock, tool_version, board, at_once)
        return ended
    most = max(map(len, shards), default=1)
    crawlers = StandingCrawlers(len(shards), clock, tool_version, at_once=at_once, expected=most)

    async def one(process: int, number: int) -> tuple[int, Ended]:
        def watcher(progress: Progress) -> None:
            board(number, progress)

        ended = await crawlers.crawl_in(process, jobs[number], watcher)
        board(number, ended)
        return number, ended

    try:
        with on_signals(crawlers.interrupt, crawlers.kill):
            done = await asyncio.gather(
                *(one(process, number) for process, mine in enumerate(shards) for number in mine)
            )
    finally:
        await crawlers.close()
    return [ended for _, ended in sorted(done, key=lambda each: each[0])]


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
