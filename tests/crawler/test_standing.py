"""Processes that take jobs as they come: real portals on loopback, which keep the log."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
from dataclasses import replace

import pytest

from crawler.folder import prepare
from crawler.job import FINISHED, INTERRUPTED, Ended, Job
from crawler.snapshot import DiskSnapshot
from crawler.standing import StandingCrawlers
from tests.crawler.children import children
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


def workers() -> list[int]:
    """The crawling processes of this one."""
    return children(os.getpid(), "crawler.worker")


async def comes_to_be(count: int) -> list[int]:
    """Wait until there are so many crawling processes."""
    while len(found := workers()) != count:  # noqa: ASYNC110 - another process wakes nobody here
        await asyncio.sleep(0.01)
    return found


@pytest.fixture
def stuck(tmp_path, monkeypatch):
    """What is started is a program that does nothing; it does not even go when it is told."""
    program = tmp_path / "stuck"
    program.write_text("#!/bin/sh\nkill -STOP $$\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


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
        processes = workers()
        slow.cancel()
        others = asyncio.ensure_future(crawlers.crawl(third))
        with pytest.raises(asyncio.CancelledError):
            await slow
        assert finish_of(first) == INTERRUPTED
        resumed = await crawlers.crawl(replace(first, resume=True))
        assert workers() == processes, "one process did it all"
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
    assert workers() == []


def test_sites_that_share_an_address_share_a_process_and_its_manners(server, job):
    """How many questions at a time is each crawl's own; of those at one address the most modest counts."""
    server.at("/", page(*(f"/{n}" for n in range(5))))
    jobs = [job(f"{name}.cn", delay=0.02, concurrency=len(name)) for name in ("a", "bbb", "cc")]

    async def work(crawlers):
        ended = await asyncio.gather(*map(crawlers.crawl, jobs))
        return ended, len(workers())

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
        (process,) = workers()
        os.kill(process, signal.SIGKILL)
        ended = await crawl, await crawlers.crawl(replace(one, resume=True))
        while workers():  # noqa: ASYNC110 - the end of another process wakes nobody here
            await asyncio.sleep(0.01)
        return ended

    first, second = together(work, idle=0.0)
    assert "意外结束" in (first.error or "")
    assert first.finish is None
    assert second.finish == FINISHED


def test_a_watcher_that_fails_ends_its_own_crawl_and_no_process(server, job):
    """Its caller gets the error; what was fetched can be gone on with."""
    server.at("/", page())
    one = job("a.cn")

    def fails(_):
        raise ZeroDivisionError

    async def work(crawlers):
        with pytest.raises(ZeroDivisionError):
            await crawlers.crawl(one, fails)
        processes = workers()
        ended = await crawlers.crawl(replace(one, resume=True))
        assert workers() == processes
        return ended

    assert together(work).finish == FINISHED


def test_what_is_interrupted_while_its_process_starts_is_not_crawled(server, job):
    one = job("a.cn")

    async def work(crawlers):
        crawl = asyncio.ensure_future(crawlers.crawl(one))
        await asyncio.sleep(0)
        crawlers.interrupt()
        return await crawl

    assert together(work).finish == INTERRUPTED
    assert server.asked == []


def test_a_process_that_cannot_be_started_is_told_and_tried_anew(job, tmp_path, monkeypatch):
    one = job("a.cn")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))

    async def work(crawlers):
        return [await crawlers.crawl(one) for _ in range(2)]

    for ended in together(work):
        assert ended == Ended(one, error="不能启动爬取进程：No such file or directory。")


@pytest.mark.usefixtures("stuck")
@pytest.mark.parametrize("runs", [False, True], ids=["starts", "runs"])
@pytest.mark.parametrize("way", ["killed", "closing is cancelled"])
def test_where_good_order_takes_too_long_all_ends_as_it_is(job, way, runs):
    one = job("a.cn")

    async def work(crawlers):
        crawl = asyncio.ensure_future(crawlers.crawl(one))
        await asyncio.sleep(0)
        if runs:
            await comes_to_be(1)
        if way == "killed":
            crawlers.kill()
        else:
            closing = asyncio.ensure_future(crawlers.close())
            await asyncio.sleep(0)
            closing.cancel()
            with pytest.raises(asyncio.CancelledError):
                await closing
        return await crawl, await crawlers.crawl(one)

    first, second = together(work)
    assert "意外结束" in (first.error or "")
    assert second == Ended(one, INTERRUPTED)
    assert workers() == []


# Ends each job at once, and goes on speaking of it.
TALKATIVE = """
import sys
from crawler.job import FINISHED, Ended
from crawler.orders import Begin, Report, heard, packed
from crawler.spiders.progress import Progress
line = open(0, "rb", buffering=0)
while order := heard(line):
    if isinstance(order, Begin):
        for state in (Ended(order.job, FINISHED), Progress(1, 1, 0, 0, 0, ""), Ended(order.job, error="late")):
            sys.stdout.buffer.write(packed(Report(order.number, state)))
        sys.stdout.buffer.flush()
"""


def test_a_late_word_on_a_crawl_that_has_ended_is_not_heard(job, tmp_path, monkeypatch):
    program, script = tmp_path / "talkative", tmp_path / "talkative.py"
    script.write_text(TALKATIVE)
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{script}'\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    jobs = [job("a.cn"), job("b.cn")]
    told = []

    async def work(crawlers):
        return [await crawlers.crawl(each, told.append) for each in jobs]

    assert together(work) == [Ended(each, FINISHED) for each in jobs]
    assert told == []


class Nobody:
    """Turns with machines that are not there."""

    def open(self):
        raise NotImplementedError


@pytest.mark.usefixtures("stuck")
def test_what_died_together_is_tried_again_each_in_a_process_of_its_own(job):
    """And once more together: apart it was seen whose fault it was."""
    jobs = [job("a.cn"), job("b.cn")]

    async def begun(crawlers, processes):
        crawls = [asyncio.ensure_future(crawlers.crawl(each)) for each in jobs]
        return crawls, await comes_to_be(processes)

    async def killed(crawlers, processes):
        crawls, found = await begun(crawlers, processes)
        for process in found:
            os.kill(process, signal.SIGKILL)
        return await asyncio.gather(*crawls)

    async def work(crawlers):
        ended = [await killed(crawlers, processes) for processes in (1, 2, 1)]
        crawlers.interrupt()
        return ended, await asyncio.gather(*map(crawlers.crawl, jobs))

    ended, after = together(work, turns=Nobody())
    assert all("意外结束" in (each.error or "") for pair in ended for each in pair)
    assert after == [Ended(each, INTERRUPTED) for each in jobs]
