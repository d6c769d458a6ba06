"""Processes that take jobs as they come: real portals on loopback, which keep the log."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.folder import prepare
from crawler.job import FINISHED, INTERRUPTED, Ended, Job
from crawler.snapshot import DiskSnapshot
from crawler.standing import StandingCrawlers
from tests.crawler.conftest import moment
from tests.crawler.loopback import http, page, says_nothing


@pytest.fixture
def job(plan, tmp_path):
    """A job for a host; `again` leaves its folder as it is."""

    def make(host, **settings):
        prepare(tmp_path / host)
        return Job(plan(home=f"http://{host}/", **settings), tmp_path / host)

    return make


def together(work, processes=1, **how):
    """Do something with crawlers, and see that they end."""

    async def all_of_it():
        crawlers = StandingCrawlers(processes, moment, "test", **how)
        try:
            return await work(crawlers)
        finally:
            await crawlers.close()

    return asyncio.run(all_of_it())


def children() -> list[int]:
    """The crawling processes of this one."""
    return [
        int(child)
        for task in Path("/proc/self/task").iterdir()
        for child in (task / "children").read_text().split()
        if "crawler.worker" in Path(f"/proc/{child}/cmdline").read_text()
    ]


async def seen(server, target):
    await asyncio.to_thread(server.wait_for, target)


def finish_of(job) -> str | None:
    snapshot = DiskSnapshot(job.folder)
    try:
        return snapshot.info.finish
    finally:
        snapshot.close()


def test_jobs_come_while_others_run_and_one_is_cancelled(server, job):
    """The others go on; what was cancelled can be gone on with, in the same process.  Closing cancels all."""
    server.at("/", page("/hangs", "/1"), host="a.cn")
    server.at("/hangs", says_nothing, page(), host="a.cn")
    server.at("/", page("/1", "/2"))
    server.at("/", page("/hangs"), host="d.cn")
    first, second, third = job("a.cn", timeout=600.0), job("b.cn"), job("c.cn")
    fourth = job("d.cn", timeout=600.0)

    async def work(crawlers):
        told = []
        slow = asyncio.ensure_future(crawlers.crawl(first, told.append))
        await seen(server, "/hangs")
        done = await crawlers.crawl(second)
        processes = children()
        slow.cancel()
        others = asyncio.ensure_future(crawlers.crawl(third))
        with pytest.raises(asyncio.CancelledError):
            await slow
        assert finish_of(first) == INTERRUPTED
        resumed = await crawlers.crawl(replace(first, resume=True))
        assert children() == processes, "one process did it all"
        ended = done, await others, resumed
        server.at("/hangs", says_nothing)
        left = asyncio.ensure_future(crawlers.crawl(fourth))
        await asyncio.to_thread(
            server.wait_until, lambda: server.targets("d.cn")[-1:] == ["/hangs"]
        )
        await crawlers.close()
        assert [(await left).finish, finish_of(fourth)] == [INTERRUPTED] * 2
        assert await crawlers.crawl(first) == Ended(first, INTERRUPTED), "nothing begins any more"
        return told, *ended

    told, *ended = together(work)
    assert told, "progress comes through"
    assert [one.finish for one in ended] == [FINISHED] * 3
    asked = [one.target for one in server.asked if one.host == "a.cn"]
    assert asked.count("/hangs") == 2
    assert children() == []


def test_sites_that_share_an_address_share_a_process_and_its_manners(server, job):
    """How many questions at a time is each crawl's own; of those at one address the most modest counts."""
    server.at("/", page(*(f"/{n}" for n in range(5))))
    jobs = [job(f"{name}.cn", delay=0.02, concurrency=len(name)) for name in ("a", "bbb", "cc")]

    async def work(crawlers):
        ended = await asyncio.gather(*map(crawlers.crawl, jobs))
        return ended, len(children())

    ended, processes = together(work, processes=3)
    assert {one.finish for one in ended} == {FINISHED}
    assert processes == 1
    for earlier, later in itertools.pairwise(server.asked):
        assert later.began >= earlier.ended - 0.001


def test_a_process_that_is_killed_costs_its_jobs_this_try_and_is_replaced(server, job):
    """And one that has nothing to do ends."""
    server.at("/", page("/hangs"))
    server.at("/hangs", says_nothing, http("<title>x</title>"))
    one = job("a.cn", timeout=600.0)

    async def work(crawlers):
        crawl = asyncio.ensure_future(crawlers.crawl(one))
        await seen(server, "/hangs")
        (process,) = children()
        os.kill(process, signal.SIGKILL)
        ended = await crawl, await crawlers.crawl(replace(one, resume=True))
        while children():  # noqa: ASYNC110 - the end of another process wakes nobody here
            await asyncio.sleep(0.01)
        return ended

    first, second = together(work, idle=0.0)
    assert "意外结束" in (first.error or "")
    assert first.finish is None
    assert second.finish == FINISHED
