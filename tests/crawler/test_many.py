"""Many sites in one process: each as if it were alone, whatever befalls the others."""

from __future__ import annotations

import asyncio
import itertools
import os
import resource
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.fetching.lane import BackOff
from crawler.fetching.routes import Address, ConnectTo
from crawler.folder import prepare
from crawler.interruption import Interruption
from crawler.job import BUDGET, FINISHED, INTERRUPTED, UNREACHABLE, Ended, Job
from crawler.many import crawl_many, crawling
from crawler.snapshot import DiskSnapshot, Outcome
from crawler.spiders.progress import unwatched
from tests.crawler.conftest import moment
from tests.crawler.loopback import Loopback, http, page, says_nothing
from tests.crawler.rendering.conftest import why_not


@pytest.fixture
def jobs(plan, tmp_path):
    """Jobs for hosts a.cn, b.cn …; settings by host over those for all."""

    def make(*hosts, of=None, **settings):
        made = []
        for host in hosts:
            folder = tmp_path / host
            prepare(folder)
            special = (of or {}).get(host, {})
            made.append(Job(plan(**({"home": f"http://{host}/"} | settings | special)), folder))
        return made

    return make


def crawl(jobs, board=None):
    return crawl_many(jobs, moment, "test", **({"board": board} if board else {}))


def snapshot_of(one: Ended) -> dict[str, Outcome]:
    snapshot = DiskSnapshot(one.job.folder)
    found = {fetch.url: fetch.outcome for fetch in snapshot.fetches()}
    assert snapshot.info.finish == one.finish
    snapshot.close()
    return found


def test_each_site_has_its_own_snapshot_and_budget(server, jobs):
    server.at("/", page("/1", "/2", "/3", "/4"))
    ended = crawl(jobs("a.cn", "b.cn", "c.cn", of={"b.cn": {"max_pages": 2}}))
    assert [one.finish for one in ended] == [FINISHED, BUDGET, FINISHED]
    for one, host in zip(ended, ("a.cn", "b.cn", "c.cn"), strict=True):
        assert {url.split("/")[2] for url in snapshot_of(one)} == {host}
    assert [one.progress.pages_done for one in ended] == [5, 2, 5]
    assert len(server.targets("b.cn")) == 2


def test_sites_take_turns(server, jobs):
    server.at("/", page(*(f"/{n}" for n in range(20))))
    crawl(jobs("a.cn", "b.cn", "c.cn", delay=0.02))
    halfway = [one.host for one in server.asked[: len(server.asked) // 2]]
    counts = [halfway.count(host) for host in ("a.cn", "b.cn", "c.cn")]
    assert max(counts) - min(counts) <= 6, "they start one after the other"


def test_sites_on_one_machine_are_asked_one_by_one(server, jobs):
    server.at("/", page("/1", "/2"))
    crawl(jobs("a.cn", "b.cn", "c.cn", delay=0.02))
    for earlier, later in itertools.pairwise(server.asked):
        assert later.began >= earlier.ended - 0.001
    assert server.asked[-1].began - server.asked[0].began >= 0.02 * (len(server.asked) - 2)


def test_what_befalls_one_site_does_not_touch_the_others(server, jobs):
    server.at("/", page("/1"))
    server.at("/", says_nothing, host="silent.cn")
    server.at("/", page("/bad"), host="crash.cn")
    nowhere = ConnectTo(None, None, Address("127.0.0.1", 9))
    mine = jobs(
        "a.cn",
        "silent.cn",
        "crash.cn",
        "gone.cn",
        "dead.cn",
        of={
            "silent.cn": {"timeout": 0.3, "attempts": 1},
            "dead.cn": {"connect_to": (nowhere,), "attempts": 1},
        },
        back_off=BackOff(silence=0.05),
    )
    # A folder that is gone: nothing can be written there.
    gone = mine[3].folder
    gone.rmdir()
    gone.write_text("in the way", encoding="utf-8")

    def board(number, state):
        if number == 2 and not isinstance(state, Ended):
            raise RuntimeError("a crash in a callback")

    ended = {one.job.folder.name: one for one in crawl(mine, board)}
    assert ended["a.cn"].finish == FINISHED
    assert snapshot_of(ended["a.cn"])["http://a.cn/1"] is Outcome.NOT_FOUND
    assert ended["silent.cn"].finish == ended["dead.cn"].finish == UNREACHABLE
    assert ended["silent.cn"].home_outcome is Outcome.TIMEOUT
    assert ended["dead.cn"].home_outcome is Outcome.REFUSED
    assert "a crash in a callback" in ended["crash.cn"].error
    assert "写快照失败" in ended["gone.cn"].error


def test_an_interrupt_ends_all_in_good_order(server, jobs):
    server.at("/", page(*(f"/{n}" for n in range(50))))
    seen = set()

    def board(number, _):
        seen.add(number)
        if len(seen) == 3:
            seen.add("sent")
            os.kill(os.getpid(), signal.SIGINT)

    ended = crawl(jobs("a.cn", "b.cn", "c.cn", delay=0.01), board)
    assert [one.finish for one in ended] == [INTERRUPTED] * 3
    for one in ended:
        assert Outcome.NOT_REACHED in snapshot_of(one).values()


def test_resumed_sites_end_as_if_nothing_had_happened(server, jobs):
    server.at("/", page(*(f"/{n}" for n in range(20))))

    sent = []

    def board(number, state):
        # The second site starts a little later.
        if not sent and number == 1 and not isinstance(state, Ended) and state.pages_done == 4:
            sent.append(state)
            os.kill(os.getpid(), signal.SIGINT)

    first = crawl(jobs("a.cn", "b.cn", delay=0.005), board)
    assert {one.finish for one in first} == {INTERRUPTED}
    before = len(server.asked)
    second = crawl([replace(one.job, resume=True) for one in first])
    assert [one.finish for one in second] == [FINISHED] * 2
    for one in second:
        pages = {url for url in snapshot_of(one) if not url.endswith((".xml", ".txt"))}
        assert len(pages) == 23  # with the home page and two made-up ones
    asked_twice = {(one.host, one.target) for one in server.asked[before:]} & {
        (one.host, one.target) for one in server.asked[:before]
    }
    # What was under way when the interrupt came, robots.txt, and the home page for IPv6.
    assert len(asked_twice) <= 6


def test_more_sites_than_may_run_at_once(server, jobs):
    server.at("/", http("<title>x</title>"))
    mine = jobs(*(f"{n}.cn" for n in range(7)))
    ended = crawl_many(mine, moment, "test", at_once=2)
    assert [one.job for one in ended] == mine
    assert {one.finish for one in ended} == {FINISHED}


def test_two_crawls_never_write_one_snapshot(server, jobs):
    server.at("/", page("/1"))
    [job] = jobs("a.cn")
    first, second = crawl([job, job])
    assert first.finish == FINISHED
    # The other one is at work, or has ended already.
    assert "另一个 gongkai 正在写" in second.error or "已有一个快照" in second.error


def test_sites_on_machines_of_their_own_do_not_slow_each_other(plan, tmp_path):
    servers = [Loopback(f"127.0.0.{n}") for n in range(2, 6)]
    try:
        mine = []
        for n, one in enumerate(servers):
            one.at("/", page(*(f"/{k}" for k in range(5))))
            folder = Path(tmp_path / f"{n}")
            prepare(folder)
            mapping = ConnectTo(None, None, Address(one.address, one.port))
            mine.append(
                Job(plan(home=f"http://{n}.cn/", delay=0.05, connect_to=(mapping,)), folder)
            )
        ended = crawl(mine)
        spans = [one.asked[-1].began - one.asked[0].began for one in servers]
        together = max(one.asked[-1].began for one in servers) - min(
            one.asked[0].began for one in servers
        )
    finally:
        for one in servers:
            one.close()
    assert {one.finish for one in ended} == {FINISHED}
    assert together < sum(spans) * 0.7


def test_sites_draw_side_by_side_each_with_its_own_budget(server, jobs):
    reason = why_not()
    if reason:
        pytest.skip(reason)
    server.at("/", http("<div id=app></div><script src=/app.js></script>"))
    draw = "app.innerHTML='<a href=/found.html>'+location.host+'</a>'"
    server.at("/app.js", http(draw, content_type="text/javascript"))
    server.at("/found.html", page())
    hosts = ("a.cn", "b.cn", "c.cn")
    ended = crawl(jobs(*hosts, render=True, of={"c.cn": {"render_pages": 0}}))
    assert [one.finish for one in ended] == [FINISHED] * 3
    found = [
        f"http://{host}/found.html" in snapshot_of(one)
        for one, host in zip(ended, hosts, strict=True)
    ]
    assert found == [True, True, False]
    assert [one.undrawn and one.undrawn[0] for one in ended] == [None, None, 1]


def test_what_was_interrupted_before_it_begins_is_not_begun(server, jobs):
    (job,) = jobs("a.cn")

    async def work():
        interruption = Interruption()
        interruption.come()
        async with crawling(moment, "test") as crawls:
            return await crawls.crawl(job, unwatched, interruption)

    assert asyncio.run(work()) == Ended(job, INTERRUPTED)
    assert server.asked == []


def test_turns_with_other_machines_are_given_up_in_the_end():
    class Table:
        closed = False

        def open(self):
            return self

        def claim(self, address):
            raise NotImplementedError

        async def close(self):
            self.closed = True

    async def work(table):
        async with crawling(moment, "test", turns=table):
            assert not table.closed

    table = Table()
    asyncio.run(work(table))
    assert table.closed


def test_as_many_files_may_be_open_as_the_machine_allows():
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(500, before[1]), before[1]))

    async def work():
        async with crawling(moment, "test"):
            return resource.getrlimit(resource.RLIMIT_NOFILE)

    try:
        assert asyncio.run(work()) == (before[1], before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
