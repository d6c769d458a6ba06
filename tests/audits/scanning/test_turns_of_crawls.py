"""Crawling processes of several machines at one server address: the server's own log tells how they behaved."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from audits.scanning.address_turns import AddressTurns
from audits.scanning.lease_rules import LeaseTimes
from audits.store import open_store
from crawler.fetching.routes import Address, ConnectTo
from crawler.folder import prepare
from crawler.job import FINISHED, Ended, Job
from crawler.settings import CrawlSettings
from crawler.standing import StandingCrawlers
from tests.audits.scanning.desks import at
from tests.crawler.children import children
from tests.crawler.loopback import Loopback, page, says_nothing
from tests.crawler.name_server import NameServer
from tests.postgres.server import Server

DELAY = 0.05
TIMES = LeaseTimes(
    lease=1.5,
    enough=0.5,
    renew=0.1,
    slice_=0.3,
    idle=0.5,
    poll=0.05,
    wish=2.0,
    handover=2.0,
    patience=0.2,
)


@pytest.fixture
def job(tmp_path: Path):
    """A portal of some pages by host, all on one machine."""
    server, names = Loopback(), NameServer()
    there = (ConnectTo(None, None, Address(server.address, server.port)),)

    def make(name: str, pages: int) -> Job:
        host = f"{name}.cn"
        server.at("/", page(*(f"/{n}" for n in range(pages))), host=host)
        prepare(tmp_path / host)
        plan = CrawlSettings(f"http://{host}/", delay=DELAY, connect_to=there, dns=names.address)
        return Job(plan, tmp_path / host)

    make.server = server
    yield make
    names.close()
    server.close()


def one_by_one(asked) -> bool:
    """One request at a time, and the delay between two machines; `asked` by host, each crawled by one machine."""
    for earlier, later in itertools.pairwise(asked):
        if later.began < earlier.ended - 0.001:
            return False
        if later.host != earlier.host and later.began - earlier.ended < DELAY - 0.005:
            return False
    return True


def test_machines_take_turns_also_when_the_database_is_gone_and_when_one_of_them_is(
    job, own_postgres: Server
) -> None:
    """Without the database each asks only as long as its lease holds; killed, it is waited for as long as that."""
    storage = own_postgres.url()
    open_store(storage).close()
    turns = AddressTurns(storage, at("2026-03-01T02:00:00"), TIMES)
    a, b, c, d = (job(name, pages) for name, pages in (("a", 25), ("b", 25), ("c", 99), ("d", 5)))
    server: Loopback = job.server
    waits: dict[str, list] = {}

    async def work() -> None:
        one, other = (
            StandingCrawlers(1, at("2026-03-01T02:00:00"), "test", turns) for _ in range(2)
        )

        def watch(name):
            return lambda progress: waits.setdefault(name, []).extend(progress.waits)

        try:
            crawls = [
                asyncio.ensure_future(crawlers.crawl(site, watch(site.folder.name)))
                for crawlers, site in ((one, a), (other, b))
            ]
            both = {"a.cn", "b.cn"}
            await asyncio.to_thread(
                server.wait_until, lambda: {each.host for each in server.asked} == both
            )
            await asyncio.to_thread(own_postgres.stop)
            stopped = asyncio.get_running_loop().time()
            for waiting in waits.values():
                waiting.clear()
            # Each of them says that it waits; the one whose turn it was when its lease has ended.
            while not all(waits.get(host) for host in both):  # noqa: ASYNC110 - no event tells
                await asyncio.sleep(0.02)
            blind = [each for each in server.asked if each.began > stopped]
            assert len(blind) <= TIMES.lease / DELAY
            await asyncio.to_thread(own_postgres.start)
            assert {(await crawl).finish for crawl in crawls} == {FINISHED}

            killed = asyncio.ensure_future(one.crawl(c))
            await asyncio.to_thread(server.wait_until, lambda: len(server.targets("c.cn")) > 3)
            mine, *_ = children(os.getpid(), "crawler.worker")  # the older one is a's and c's
            os.kill(mine, signal.SIGKILL)
            assert (await killed).error is not None
            assert (await other.crawl(d)).finish == FINISHED
        finally:
            await asyncio.gather(one.close(), other.close())

    asyncio.run(work())
    assert all(wait.elsewhere for waiting in waits.values() for wait in waiting)
    whole = [each for each in server.asked if each.ended]
    assert one_by_one(whole)
    first_d = next(each for each in whole if each.host == "d.cn")
    last_c = [each for each in whole if each.host == "c.cn"][-1]
    assert first_d.began > last_c.ended


def holds(process: int, folder: Path) -> bool:
    """Whether it has files open there."""
    files = [fd.resolve() for fd in Path(f"/proc/{process}/fd").iterdir()]
    return any(folder in (file, *file.parents) for file in files)


@pytest.mark.soak
def test_a_site_that_kills_its_process_takes_no_other_with_it_twice(
    job, postgres_store: str
) -> None:
    """What died together is tried again apart, so that it shows whose fault it was."""
    turns = AddressTurns(postgres_store, at("2026-03-01T02:00:00"), TIMES)
    poison, good = job("poison", 1), job("good", 40)
    server: Loopback = job.server
    server.at("/0", says_nothing, host="poison.cn")  # whoever asks for this is killed

    async def kill_who_asks(times: int) -> None:
        await asyncio.to_thread(
            server.wait_until, lambda: server.targets("poison.cn").count("/0") >= times
        )
        for child in children(os.getpid(), "crawler.worker"):
            if holds(child, poison.folder):
                os.kill(child, signal.SIGKILL)

    async def work() -> list[Ended]:
        crawlers = StandingCrawlers(1, at("2026-03-01T02:00:00"), "test", turns)
        ended: list[Ended] = []
        try:
            for times in (1, 2):
                crawls = [
                    asyncio.ensure_future(crawlers.crawl(replace(each, resume=times > 1)))
                    for each in (poison, good)
                ]
                await kill_who_asks(times)
                ended += [await crawl for crawl in crawls]
        finally:
            await crawlers.close()
        return ended

    ended = asyncio.run(work())
    assert [each.finish for each in ended] == [None, None, None, FINISHED]
