"""One try: what it came to, who was asked besides, and who was not."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.snapshot.model import Outcome
from crawler.watch.lines import Canary, Tried
from tests.crawler.certificates import self_signed
from tests.crawler.loopback import Loopback, http, page, says, says_nothing, to
from tests.crawler.name_server import NameServer

Try = Callable[..., Tried]
CANARY = "http://canary.gov.cn/ok"


def agents(server: Loopback, target: str = "/") -> list[bool]:
    """Of each request of a path, whether it said who we are."""
    return [
        "gongkai" in asked.headers["user-agent"] for asked in server.asked if asked.target == target
    ]


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_home_page_that_opens_is_asked_for_once(server: Loopback, tried: Try) -> None:
    server.at("/", page("/a"))
    found = tried(canaries=(CANARY,))
    assert found.crawler.opened
    assert (found.crawler.status, found.crawler.address) == (200, "127.0.0.1")
    assert 0 <= (found.crawler.first_byte or -1) <= found.crawler.seconds
    assert (found.lenient, found.canary) == (None, Canary.UNASKED)
    assert server.targets() == ["/"]
    assert agents(server) == [True]


def test_redirects_are_followed_to_the_page(server: Loopback, tried: Try) -> None:
    server.at("/", to("/gate"))
    server.at("/gate", to("http://new.x.gov.cn/index.html"))
    server.at("/index.html", page(), host="new.x.gov.cn")
    found = tried()
    assert found.crawler.opened
    assert found.crawler.url == "http://new.x.gov.cn/index.html"


def test_going_round_in_a_circle_ends(server: Loopback, tried: Try) -> None:
    server.at("/", to("/"))
    found = tried()
    assert found.crawler.outcome is Outcome.REDIRECT
    assert found.lenient is not None
    assert found.lenient.outcome is Outcome.REDIRECT


@pytest.mark.parametrize(
    ("answer", "outcome", "wall"),
    [
        (http("", "412 Precondition Failed"), Outcome.BLOCKED, "412"),
        (http("<title>安全验证</title>"), Outcome.BLOCKED, "防火墙拦截页"),
        (http("", "429 Too Many Requests"), Outcome.RATE_LIMITED, None),
    ],
    ids=["status", "page", "rate"],
)
def test_a_wall_is_known_and_not_gone_round(
    server: Loopback, tried: Try, answer: bytes, outcome: Outcome, wall: str | None
) -> None:
    server.at("/", answer)
    found = tried()
    assert (found.crawler.outcome, found.crawler.wall) == (outcome, wall)
    assert found.lenient is None
    assert agents(server) == [True]


def test_another_client_tells_that_we_were_kept_out(server: Loopback, tried: Try) -> None:
    server.at("/", says(b""), page("/a"))  # closed without a word, then open
    server.at("/ok", page(), host="canary.gov.cn")
    found = tried(canaries=(CANARY,))
    assert found.crawler.outcome is Outcome.CONNECTION
    assert found.lenient is not None
    assert found.lenient.opened
    assert found.canary is Canary.UP
    assert agents(server) == [True, False]


@pytest.mark.parametrize("status", ["500 Oops", "503 Busy", "404 Not Found"])
def test_what_is_down_is_down_for_both(server: Loopback, tried: Try, status: str) -> None:
    server.at("/", http("服务器故障", status))
    found = tried()
    assert found.crawler.status == int(status[:3])
    assert not found.crawler.opened
    assert found.lenient is not None
    assert not found.lenient.opened
    assert found.canary is Canary.NONE


def test_what_does_not_answer_in_time_is_not_open(server: Loopback, tried: Try) -> None:
    server.at("/", says_nothing)
    found = tried(limit=0.3)
    assert found.crawler.outcome is Outcome.TIMEOUT
    assert found.crawler.seconds >= 0.3
    assert found.crawler.address == "127.0.0.1"  # it took the connection: our network was up


def test_who_is_silent_in_the_handshake_took_the_connection(server: Loopback, tried: Try) -> None:
    server.at("/", says_nothing)
    ways = (f"*:*:127.0.0.1:{server.port}",)
    found = tried("https://www.x.gov.cn/", ways=ways, limit=0.3)
    assert not found.crawler.opened
    assert found.crawler.address == "127.0.0.1"


def test_who_takes_no_connection_was_not_reached(tried: Try) -> None:
    found = tried(ways=(f"*:*:127.0.0.1:{closed_port()}",))
    assert found.crawler.outcome is Outcome.REFUSED
    assert found.crawler.address is None


def test_a_page_that_does_not_end_in_time_is_not_open(server: Loopback, tried: Try) -> None:
    async def begins(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<html>")
        await asyncio.Event().wait()

    server.at("/", begins)
    assert tried(limit=0.3).crawler.outcome is Outcome.TIMEOUT


def test_our_own_outage_is_known_by_the_canary(tried: Try) -> None:
    """And then nobody is asked in another way."""
    nowhere = (f"*:*:127.0.0.1:{closed_port()}",)
    found = tried(canaries=(CANARY, "http://b.cn/"), ways=nowhere)
    assert found.crawler.outcome is Outcome.REFUSED
    assert (found.canary, found.lenient) == (Canary.DOWN, None)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (http("", "403 Forbidden"), Canary.UP),  # somebody is there
        (to("http://www.canary.gov.cn/"), Canary.UP),
        (to("http://login.hotel.example/"), Canary.DOWN),  # not the one that was asked
    ],
    ids=["walled", "www", "hotel"],
)
def test_who_counts_as_a_canary_that_answers(
    server: Loopback, tried: Try, answer: bytes, state: Canary
) -> None:
    server.at("/", http("", "500 Oops"))
    server.at("/ok", answer, host="canary.gov.cn")
    server.at("/", page(), host="www.canary.gov.cn")
    server.at("/", page(), host="login.hotel.example")
    assert tried(canaries=(CANARY,)).canary is state


def test_names_tell_what_is_wrong_with_them(names: NameServer, tried: Try) -> None:
    """Through the guard: a name that does not exist, one whose server is broken, one that leads inside."""
    names.broken.add("broken.gov.cn")
    names.tell("inside.gov.cn", "10.0.0.8")
    assert tried("http://none.gov.cn/", ways=()).crawler.outcome is Outcome.DNS
    broken = tried("http://broken.gov.cn/", ways=())
    assert (broken.crawler.outcome, broken.lenient) == (Outcome.DNS_UNAVAILABLE, None)
    inside = tried("http://inside.gov.cn/", ways=())
    assert (inside.crawler.outcome, inside.lenient) == (Outcome.FORBIDDEN_ADDRESS, None)


def test_a_certificate_that_nobody_vouches_for_is_borne_and_told(
    tmp_path: Path, tried: Try
) -> None:
    secure = Loopback(tls=self_signed(tmp_path))
    secure.at("/", page())
    try:
        way = (f"*:*:127.0.0.1:{secure.port}",)
        found = tried("https://www.x.gov.cn/", ways=way)
        vouched = tried("http://nobody.cn/", ("https://www.x.gov.cn/",), 1.0, way)
    finally:
        secure.close()
    assert found.crawler.opened
    assert (found.crawler.error or "").startswith("lenient tls: ")
    assert vouched.canary is Canary.DOWN  # anybody may answer with such a certificate


def test_a_closed_robots_txt_keeps_us_from_trying(server: Loopback, tried: Try) -> None:
    server.at("/robots.txt", http("User-agent: *\nDisallow: /\n", content_type="text/plain"))
    server.at("/", page())
    found = tried(times=3)
    assert found.crawler.outcome is Outcome.ROBOTS
    assert server.targets() == []
    assert len(server.asked) == 1  # what it says is remembered


def test_a_robots_txt_that_nobody_sends_forbids_nothing(server: Loopback, tried: Try) -> None:
    server.at("/robots.txt", says(b""))
    server.at("/", page())
    assert tried().crawler.opened


def test_the_robots_txt_that_another_leads_to_counts(server: Loopback, tried: Try) -> None:
    closed = http("User-agent: *\nDisallow: /\n", content_type="text/plain")
    server.at("/robots.txt", to("/static/robots.txt"))
    server.at("/static/robots.txt", closed)
    assert tried().crawler.outcome is Outcome.ROBOTS
    assert server.targets() == ["/static/robots.txt"]


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        (http("没有", "404 Not Found"), 1),  # there is none, for the day
        (http("故障", "500 Oops"), 2),  # it says nothing: asked again before the next try
        (to("/robots.txt"), 6),
    ],
    ids=["none", "fault", "circle"],
)
def test_without_a_robots_txt_the_page_is_tried(
    server: Loopback, tried: Try, answer: bytes, asked: int
) -> None:
    server.at("/robots.txt", answer)
    server.at("/", page())
    assert tried(times=2).crawler.opened
    assert sum(one.target == "/robots.txt" for one in server.asked) == asked


def test_who_breaks_off_the_handshake_is_tried_as_a_browser_would_and_not_open(
    server: Loopback, tried: Try
) -> None:
    handshakes = 0

    async def breaks_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal handshakes
        handshakes += bool(await reader.read(1))
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")  # as a server does that knows no TLS

    server.raw = breaks_off
    found = tried("https://www.x.gov.cn/")
    assert found.crawler.outcome is Outcome.TLS
    assert found.lenient is not None
    assert found.lenient.outcome is Outcome.TLS
    # For robots.txt and for the page strictly and leniently, and once as any browser.
    assert handshakes == 5


def test_of_several_addresses_one_that_takes_connections_is_asked(
    server: Loopback, names: NameServer, tried: Try, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.fetching.routes.is_public", lambda _: True)
    names.tell("www.x.gov.cn", "127.0.0.2", "127.0.0.1")  # at the first one nobody listens
    server.at("/", page())
    found = tried(f"http://www.x.gov.cn:{server.port}/", ways=())
    assert found.crawler.opened
    assert found.crawler.address == "127.0.0.1"


def test_an_address_as_home_is_asked_where_it_may_be(server: Loopback, tried: Try) -> None:
    server.at("/", page())
    assert tried("http://198.51.100.7/").crawler.opened
    inside = tried("http://127.0.0.1/", ways=())
    assert inside.crawler.outcome is Outcome.FORBIDDEN_ADDRESS
    assert inside.lenient is None
