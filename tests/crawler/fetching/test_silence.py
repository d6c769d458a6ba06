from __future__ import annotations

import socket

import aiohttp
import pytest

from crawler.fetching.failures import FetchFailedError, understood
from crawler.fetching.resolver import DnsUnavailableError
from crawler.fetching.routes import Address, ConnectTo
from crawler.fetching.silence import ENOUGH, Silence
from crawler.snapshot import Outcome
from tests.crawler.loopback import http, page

HOME = "http://www.x.gov.cn/"


def fail(silence, error, times=1, turn=1):
    for _ in range(times):
        silence.failed("a.cn", turn, error, understood(error))


@pytest.mark.parametrize(
    "error", [aiohttp.ConnectionTimeoutError(), DnsUnavailableError("a.cn")], ids=["timeout", "dns"]
)
def test_host_that_is_silent_often_enough_is_spared(error):
    silence = Silence()
    fail(silence, error, ENOUGH - 1)
    silence.check("a.cn", 1)
    fail(silence, error)
    with pytest.raises(FetchFailedError, match="not asked again") as caught:
        silence.check("a.cn", 1)
    assert caught.value.outcome is understood(error).outcome
    silence.check("b.cn", 1)
    silence.check("a.cn", 2)  # the second round begins anew


@pytest.mark.parametrize(
    "error", [aiohttp.SocketTimeoutError(), TimeoutError(), ConnectionRefusedError()], ids=repr
)
def test_other_failures_show_that_the_host_is_there(error):
    silence = Silence()
    fail(silence, aiohttp.ConnectionTimeoutError(), ENOUGH - 1)
    fail(silence, error)
    fail(silence, aiohttp.ConnectionTimeoutError(), ENOUGH - 1)
    silence.check("a.cn", 1)


def test_an_answer_in_between():
    silence = Silence()
    fail(silence, aiohttp.ConnectionTimeoutError(), ENOUGH - 1)
    silence.heard("a.cn", 1)
    fail(silence, aiohttp.ConnectionTimeoutError())
    silence.check("a.cn", 1)


@pytest.fixture
def full_port():
    """A port whose queue is full, so that connecting to it takes for ever."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listening.getsockname())
        yield listening.getsockname()[1]
        for one in waiting:
            one.close()


def test_dead_host_with_many_links(server, crawled, full_port):
    server.at("/", page(*(f"http://dead.x.gov.cn/{n}" for n in range(30)), "/alive"))
    server.at("/alive", http("<title>x</title>"))
    mappings = (
        ConnectTo("dead.x.gov.cn", None, Address("127.0.0.1", full_port)),
        ConnectTo(None, None, Address("127.0.0.1", server.port)),
    )
    _, snapshot = crawled(connect_to=mappings, timeout=0.6)
    dead = [fetch for fetch in snapshot.fetches() if "dead" in fetch.url]
    assert {(fetch.outcome, fetch.attempts) for fetch in dead} == {(Outcome.TIMEOUT, 2)}
    asked = [fetch for fetch in dead if "not asked again" not in (fetch.detail or "")]
    assert len(asked) == ENOUGH
    alive = snapshot.fetch(HOME + "alive")
    assert alive is not None
    assert alive.outcome is Outcome.OK


def test_the_portal_itself_is_asked_to_the_last_page(server, crawled, full_port):
    server.at("/", page(*(f"https://www.x.gov.cn/{n}" for n in range(5))))
    mappings = (
        ConnectTo("www.x.gov.cn", 443, Address("127.0.0.1", full_port)),
        ConnectTo(None, None, Address("127.0.0.1", server.port)),
    )
    _, snapshot = crawled(connect_to=mappings, timeout=0.6, attempts=1)
    dead = [fetch for fetch in snapshot.fetches() if fetch.url.startswith("https:")]
    assert {fetch.outcome for fetch in dead} == {Outcome.TIMEOUT}
    assert not [fetch for fetch in dead if "not asked" in (fetch.detail or "")]
