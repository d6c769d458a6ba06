"""A whole crawl keeps its manners: delays by host and by address, pauses, and who is left alone."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import threading

import pytest

from crawler.fetching.lane import BackOff
from crawler.fetching.routes import Address, ConnectTo
from crawler.folder import prepare
from crawler.job import INTERRUPTED
from crawler.run import crawl
from crawler.snapshot import Outcome
from tests.crawler.conftest import moment
from tests.crawler.loopback import Loopback, http, page, to

HOME = "http://www.x.gov.cn/"
DELAY = 0.05


def busy(seconds: str | None = None, status: str = "429 Too Many Requests") -> bytes:
    return http(b"", status, headers={"Retry-After": seconds} if seconds else {})


def kept_the_delay(asked) -> bool:
    """One by one, and all of them together as slowly as they should.

    A single gap shows little: a request is on its way for a while, the first of a host for longer.
    """
    one_by_one = all(b.began >= a.ended - 0.001 for a, b in itertools.pairwise(asked))
    return one_by_one and asked[-1].began - asked[0].began >= (len(asked) - 2) * DELAY


def gaps(asked):
    """From an answer to the next question: a pause begins when the answer has come."""
    return [later.began - earlier.ended for earlier, later in itertools.pairwise(asked)]


def test_ten_host_names_of_one_machine_are_asked_like_one_host(server, crawled):
    hosts = [f"{n}.x.gov.cn" for n in range(4)] + [f"{n}.other.cn" for n in range(4)]
    server.at("/", page(*(f"http://{host}/" for host in hosts), "/moved"), host="www.x.gov.cn")
    server.at("/", page("/file.pdf"))
    server.at("/moved", to("http://0.x.gov.cn/there"))
    _, snapshot = crawled(delay=DELAY)
    # robots.txt, pages, files, redirects, made-up pages and the IPv6 measurement: all of them
    assert len(server.asked) >= 30
    assert {one.host for one in server.asked} >= {*hosts, "www.x.gov.cn"}
    assert kept_the_delay(server.asked)
    assert snapshot.info.finish == "finished"


def test_second_tries_keep_the_delay_too(server, crawled):
    server.at("/", page("/a", "/b"))
    server.at("/a", http(b"", "500 Oops"))
    server.at("/b", http(b"", "500 Oops"))
    crawled(delay=DELAY)
    assert server.targets().count("/a") == 2
    assert kept_the_delay(server.asked)


def test_machines_of_their_own_do_not_wait_for_each_other(server, crawled):
    other = Loopback("127.0.0.2")
    try:
        # Each keeps the crawl until the other has been asked as well.
        both = threading.Event()

        async def waits(_, writer):
            while not both.is_set():
                await writer.drain()
                if other.asked and any(one.target == "/slow" for one in server.asked):
                    both.set()
            writer.write(http("<title>x</title>"))

        server.at("/", page("/slow", "http://other.cn/"))
        server.at("/slow", waits)
        other.at("/", waits)
        mappings = (
            ConnectTo("other.cn", None, Address("127.0.0.2", other.port)),
            ConnectTo(None, None, Address("127.0.0.1", server.port)),
        )
        _, snapshot = crawled(connect_to=mappings, attempts=1)
    finally:
        other.close()
    assert snapshot.fetch("http://other.cn/").outcome is Outcome.OK
    assert snapshot.fetch(HOME + "slow").outcome is Outcome.OK


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_server_that_asks_for_patience_gets_it_and_is_asked_again(server, crawled, status):
    server.at("/", page("/a", "/b"))
    server.at("/a", busy("1", status), http("<title>a</title>"))
    _, snapshot = crawled(back_off=BackOff(longest_pause=0.2, least_delay=0.001))
    asked = {one.target: one for one in server.asked}  # the last time
    limited = next(one for one in server.asked if one.target == "/a")
    assert asked["/b"].began - limited.ended >= 0.2
    assert asked["/a"].began > asked["/b"].began, "later in the run"
    fetch = snapshot.fetch(HOME + "a")
    assert (fetch.outcome, fetch.attempts) == (Outcome.OK, 2)


def test_a_503_without_a_word_slows_us_down_as_well(server, crawled):
    server.at("/", page("/a", "/b"))
    server.at("/a", busy(None, "503 Service Unavailable"))
    crawled(back_off=BackOff(first_pause=0.1, least_delay=0.001), attempts=1)
    asked = {one.target: one for one in server.asked}
    assert asked["/b"].began - asked["/a"].ended >= 0.1


def test_what_stays_limited_is_recorded_as_that(server, crawled):
    server.at("/", page("/a", "/b"))
    server.at("/a", busy("0"))
    _, snapshot = crawled()
    fetch = snapshot.fetch(HOME + "a")
    assert (fetch.outcome, fetch.status, fetch.attempts) == (Outcome.RATE_LIMITED, 429, 4)
    assert snapshot.fetch(HOME + "b").outcome is Outcome.NOT_FOUND


def test_a_host_that_limits_everything_is_left_alone_in_the_end(server, crawled):
    links = [f"http://busy.cn/{n}" for n in range(30)]
    server.at("/", page(*links, "/a"))
    for n in range(30):
        server.at(f"/{n}", busy())
    _, snapshot = crawled()
    assert len(server.targets("busy.cn")) == 5
    found = [snapshot.fetch(link) for link in links]
    assert {fetch.outcome for fetch in found} == {Outcome.RATE_LIMITED}
    assert sum("not asked again" in (fetch.detail or "") for fetch in found) >= 25
    assert snapshot.fetch(HOME + "a").outcome is Outcome.NOT_FOUND


def test_a_busy_robots_txt_is_asked_for_again(server, crawled):
    server.at("/", page("/a"))
    server.at(
        "/robots.txt", busy("0"), http("User-agent: *\nDisallow: /a", content_type="text/plain")
    )
    _, snapshot = crawled()
    assert snapshot.fetch(HOME + "a").outcome is Outcome.ROBOTS


def test_a_host_of_walls_is_left_alone_in_the_end(server, crawled):
    links = [f"http://wall.cn/{n}" for n in range(30)]
    server.at("/", page(*links, "/a"))
    for n in range(30):
        server.at(f"/{n}", http("<p>拦截", "412 Precondition Failed"))
    back_off = BackOff(
        walls=6, wall_pause=0.05, least_delay=0.001, longest_pause=0.1, slowest=0.002
    )
    _, snapshot = crawled(back_off=back_off)
    asked = [one for one in server.asked if one.host == "wall.cn" and one.target != "/robots.txt"]
    # On a busy machine some were under way when the pause began; it is far from thirty all the same.
    assert 7 <= len(asked) <= 12
    assert max(gaps(asked)) >= 0.05
    found = [snapshot.fetch(link) for link in links]
    assert {fetch.outcome for fetch in found} == {Outcome.BLOCKED}
    assert sum("not asked again: wall: 412" in (fetch.detail or "") for fetch in found) == 30 - len(
        asked
    )
    assert snapshot.fetch(HOME + "a").outcome is Outcome.NOT_FOUND


def test_an_interrupt_ends_the_longest_wait_at_once(server, plan, tmp_path):
    server.at("/", page("/a", "/b"))
    server.at("/a", busy("600"))
    heard = []

    def watcher(progress):
        if progress.waits and not heard:
            heard.extend(progress.waits)
            os.kill(os.getpid(), signal.SIGINT)

    settings = plan(back_off=BackOff(longest_pause=600.0))
    prepare(tmp_path / "snapshot")
    summary = crawl(settings, tmp_path / "snapshot", moment, "test", watcher)
    assert summary.finish == INTERRUPTED
    assert [(wait.host, wait.asked) for wait in heard] == [("www.x.gov.cn", True)]
    assert 590 < heard[0].seconds <= 600
    assert "/b" not in server.targets()


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2"])
def test_a_silent_stranger_does_not_hold_up_the_portal(server, crawled, address):
    """On a machine of its own not at all, on the portal's machine only for a moment."""
    stranger = Loopback(address)
    try:
        server.at("/", page(*(f"http://silent.cn/{n}" for n in range(100)), "/a"))
        for here, there in itertools.pairwise("abcdefz"):
            server.at(f"/{here}", page(f"/{there}"))

        async def silent_to_the_end(_, writer):
            await asyncio.to_thread(server.wait_for, "/z")
            writer.write(http(b"", "404 Not Found"))

        stranger.at("/robots.txt", silent_to_the_end)
        mappings = (
            ConnectTo("silent.cn", None, Address(address, stranger.port)),
            ConnectTo(None, None, Address("127.0.0.1", server.port)),
        )
        _, snapshot = crawled(connect_to=mappings, back_off=BackOff(silence=0.1), attempts=1)
    finally:
        stranger.close()
    assert snapshot.fetch("http://silent.cn/99").outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("http://www.x.gov.cn/b.pdf", "http://www.x.gov.cn/a"),
        ("http://file.x.gov.cn/b.pdf", "http://www.x.gov.cn/"),
        ("http://other.cn/", None),
    ],
)
def test_referer_of_what_a_link_on_page_a_leads_to(server, crawled, target, expected):
    server.at("/", page("/a"), host="www.x.gov.cn")
    server.at("/a", page(target), host="www.x.gov.cn")
    server.at("/", http("<title>x</title>"))
    crawled()
    path = "/" + target.split("/", 3)[3]
    host = target.split("/")[2]
    asked = next(one for one in server.asked if (one.host, one.target) == (host, path))
    assert asked.headers.get("referer") == expected


def test_no_referer_for_the_home_page_and_robots_txt(server, crawled):
    server.at("/", page("/"))
    crawled()
    first = {one.target: one for one in reversed(server.asked)}
    assert "referer" not in first["/"].headers
    assert "referer" not in first["/robots.txt"].headers
    assert (
        next(o for o in server.asked if o.target.startswith("/gongkai-")).headers["referer"] == HOME
    )


def test_the_referer_outlives_a_redirect(server, crawled):
    server.at("/", page("/list/"))
    server.at("/list/", page("/old.pdf"))
    server.at("/old.pdf", to("/new.pdf"))
    crawled()
    asked = next(one for one in server.asked if one.target == "/new.pdf")
    assert asked.headers["referer"] == HOME + "list/"
