from __future__ import annotations

import asyncio
import socket
import time

import pytest

from crawler.fetching.pace import Lanes, Pace
from crawler.fetching.routes import Address, ConnectTo
from crawler.fetching.tls import strict_context
from crawler.probes import ipv6
from crawler.probes.ipv6.connections import shake_hands
from crawler.probes.ipv6.likeness import similarity
from crawler.probes.ipv6.pages import Reader
from crawler.probes.ipv6.vantage import Place
from crawler.settings import CrawlSettings
from tests.crawler.certificates import self_signed
from tests.crawler.loopback import Loopback, http, page, says, says_nothing, to
from tests.crawler.snapshot.sample import MOMENT
from tests.network.network import HANGS_UP

HOST = "www.x.gov.cn"
PUBLIC = "2400:3200::1"  # never contacted: every test maps it, or uses another


def has_ipv6_loopback() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not has_ipv6_loopback(), reason="this machine has no ::1")


def measuring(plan):
    pace = Pace(plan.manners, Lanes(), lambda: MOMENT)
    return asyncio.run(ipv6.measure(plan, lambda: MOMENT, pace))


@pytest.fixture
def server6():
    made = Loopback("::1")
    yield made
    made.close()


@pytest.fixture
def measured(names, server):
    """Measure with the loopback server as the IPv4 side, and these mappings besides."""

    def measure(*mappings, home=f"http://{HOST}/", **settings):
        v4 = ConnectTo(HOST, 80, Address("127.0.0.1", server.port))
        plan = CrawlSettings(
            home,
            **{"timeout": 30.0, "delay": 0.0, "dns": names.address, "connect_to": (v4, *mappings)}
            | settings,
        )
        return measuring(plan)

    return measure


def v6_at(server6):
    return ConnectTo(HOST, 80, Address("::1", server6.port))


def test_how_a_reading_ended_that_got_no_answer(server):
    """Silence is not a connection that is closed: our own line may lose what is large."""

    async def ended():
        plan = CrawlSettings(f"http://{HOST}/", timeout=0.2, delay=0.0)
        reader = Reader(plan, Pace(plan.manners, Lanes(), lambda: MOMENT))
        place = Place("127.0.0.1", server.port, mapped=True)
        assert await reader.read(plan.home, {80: place}) is None
        return reader.failed

    server.raw = says_nothing
    assert asyncio.run(ended()) == "timeout"
    server.raw = HANGS_UP
    assert asyncio.run(ended()) == "connection"


@pytest.fixture
def reader(server):
    """Read pages of the loopback server; nothing else is led anywhere."""
    server.at("/big", http("x" * 5000))
    server.at("/elsewhere", to(f"http://{HOST}:8080/"))
    for number in range(30):
        server.at(f"/{number}", to(f"/{number + 1}"))

    def read(path, limit=1000):
        async def reading():
            plan = CrawlSettings(f"http://{HOST}/", timeout=60.0, delay=0.0, page_limit=limit)
            by = Reader(plan, Pace(plan.manners, Lanes(), lambda: MOMENT))
            seen = await by.read(
                plan.home + path, {80: Place("127.0.0.1", server.port, mapped=True)}
            )
            return seen, by.failed

        return asyncio.run(reading())

    return read


@pytest.mark.parametrize("path", ["0", "elsewhere"])
def test_a_page_that_only_leads_on_is_not_seen_and_nobody_s_fault(reader, path):
    assert reader(path)[0] is None


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (HANGS_UP, "TLS 握手"),
        (says_nothing, "TLS 握手超时"),
        (says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "TLS 握手失败"),
    ],
    ids=["closes", "is silent", "knows no TLS"],
)
def test_how_a_handshake_ended_that_came_to_nothing(server, says, words):
    server.raw = says
    plan = CrawlSettings(f"https://{HOST}/", delay=0.0)
    place = Place("127.0.0.1", server.port, mapped=True)
    seconds = 0.2 if says is says_nothing else 60.0

    async def shaken():
        pace = Pace(plan.manners, Lanes(), lambda: MOMENT)
        return await shake_hands(pace, HOST, place, seconds, strict_context())

    entry = asyncio.run(shaken())
    assert not entry["ok"]
    assert words in entry["error"]


@needs_ipv6
def test_the_same_page_over_both(names, server, server6, measured):
    names.tell(HOST, "1.2.4.8", PUBLIC)
    server.at("/", page("/a", title="某县"))
    server6.at("/", page("/a", title="某县"))
    probe = measured(v6_at(server6))
    assert (probe.kind, probe.subject) == ("ipv6", HOST)
    data = probe.data
    assert (data["a"], data["aaaa"], data["dns_error"]) == (["1.2.4.8"], [PUBLIC], None)
    assert data["local_ipv6"] == "mapped"
    assert [(one["address"], one["ok"], one["error"]) for one in data["connect"]] == [
        ("::1", True, None)
    ]
    assert {**data["v4"], "first": 0, "whole": 0} == {**data["v6"], "first": 0, "whole": 0}
    assert (data["v6"]["status"], data["v6"]["title"], data["v6"]["wall"]) == (200, "某县", None)
    assert data["similarity"] == 1.0
    assert server6.asked[-1].host == HOST


@needs_ipv6
def test_another_page_over_ipv6(names, server, server6, measured):
    names.tell(HOST, PUBLIC)
    server.at("/", page("/a"))
    server6.at("/", http("<title>Welcome to nginx!</title><p>It works", "404 Not Found"))
    data = measured(v6_at(server6)).data
    assert (data["v4"]["status"], data["v6"]["status"]) == (200, 404)
    assert data["similarity"] < 0.2


@needs_ipv6
def test_wall_over_ipv6(names, server, server6, measured):
    names.tell(HOST, PUBLIC)
    server.at("/", page())
    server6.at("/", http(b"", "412 Precondition Failed"))
    assert measured(v6_at(server6)).data["v6"]["wall"] == "412"


@needs_ipv6
def test_closed_port(names, server, measured):
    names.tell(HOST, PUBLIC)
    server.at("/", page())
    with socket.socket(socket.AF_INET6) as taken:
        taken.bind(("::1", 0))  # bound, but nobody listens
        data = measured(ConnectTo(HOST, 80, Address("::1", taken.getsockname()[1]))).data
    assert [(one["ok"], one["error"]) for one in data["connect"]] == [(False, "refused")]
    assert data["v4"]["status"] == 200
    assert (data["v6"], data["similarity"]) == (None, None)


@needs_ipv6
def test_port_that_takes_connections_and_says_nothing(names, server, server6, measured):
    names.tell(HOST, PUBLIC)
    server.at("/", page())
    server6.raw = says_nothing
    data = measured(v6_at(server6), timeout=0.5).data
    assert data["connect"][0]["ok"]
    assert (data["v6"], data["similarity"]) == (None, None)


@needs_ipv6
def test_only_ipv4_is_mapped_then_ipv6_is_asked_at_the_same_port(names, server, measured):
    names.tell(HOST, "127.0.0.1", "::1")
    server6 = Loopback("::1", port=server.port)
    try:
        server.at("/", page())
        server6.at("/", page())
        data = measured().data
    finally:
        server6.close()
    assert data["local_ipv6"] == "mapped"
    assert data["similarity"] == 1.0


@pytest.mark.parametrize("address", [PUBLIC, "fd00::1", "fe80::1"])
def test_only_ipv4_is_mapped_then_no_other_machine_is_asked(names, server, measured, address):
    names.tell(HOST, "127.0.0.1", address)
    server.at("/", page())
    data = measured().data
    assert (data["local_ipv6"], data["connect"], data["v6"]) == ("unmapped", [], None)
    assert server.asked == []


@needs_ipv6
def test_ipv4_is_mapped_to_another_machine_then_this_one_is_not_asked_over_ipv6(names, server):
    names.tell(HOST, "::1")
    server6 = Loopback("::1", port=server.port)
    elsewhere = ConnectTo(HOST, 80, Address("192.0.2.1", server.port))  # never contacted
    try:
        plan = CrawlSettings(
            f"http://{HOST}/", timeout=30.0, dns=names.address, connect_to=(elsewhere,)
        )
        data = measuring(plan).data
    finally:
        server6.close()
    assert (data["local_ipv6"], data["connect"]) == ("unmapped", [])
    assert server6.connections == 0


def test_the_measurement_takes_its_turns(names, server, measured):
    names.tell(HOST, "1.2.4.8", "::1")
    server.at("/", to("/home/"))
    server.at("/home/", page())
    began = time.monotonic()
    assert measured(delay=0.1).data["v4"]["status"] == 200
    # The whole: on a busy machine the server may take note of the first question late.
    assert time.monotonic() - began >= 0.1
    assert len(server.asked) == 2


@needs_ipv6
def test_mapped_but_without_a_record(names, server, server6, measured):
    names.tell(HOST, "1.2.4.8")
    server.at("/", page())
    server6.at("/", page())
    data = measured(v6_at(server6)).data
    assert (data["aaaa"], data["dns_error"], data["connect"]) == ([], None, [])
    assert server6.asked == []


def test_name_that_does_not_exist(server, measured):
    server.at("/", page())
    data = measured().data
    assert (data["a"], data["aaaa"], data["dns_error"]) == ([], [], "域名不存在")


def test_name_server_that_fails(names, server, measured):
    names.broken.add(HOST)
    server.at("/", page())
    data = measured().data
    assert data["aaaa"] == []
    assert data["dns_error"].startswith("DNS 服务器无应答")


@pytest.mark.parametrize("address", ["fd00::1", "fe80::1", "::ffff:1.2.4.8", "2001:db8::1"])
def test_addresses_that_mean_nothing_on_the_internet_are_not_contacted(names, address):
    names.tell(HOST, address)
    plan = CrawlSettings(f"http://{HOST}/", timeout=30.0, dns=names.address)
    data = measuring(plan).data
    assert data["aaaa"] == [address]
    assert data["connect"] == []
    assert data["local_ipv6"] in {"no", "yes"}
    assert (data["v4"], data["v6"]) == (None, None)


@needs_ipv6
def test_redirects_on_the_host_are_followed(names, server, server6, measured):
    names.tell(HOST, PUBLIC)
    for side in (server, server6):
        side.at("/", to("/index.html"))
        side.at("/index.html", page(title="首页"))
    data = measured(v6_at(server6)).data
    assert (data["v4"]["title"], data["v6"]["title"], data["similarity"]) == ("首页", "首页", 1.0)


@pytest.mark.parametrize(
    "location", ["http://other.cn/", "http://127.0.0.1/", "/", "http://[", "javascript:x"]
)
def test_redirects_that_lead_elsewhere_are_not(names, server, measured, location):
    names.tell(HOST, "1.2.4.8")
    server.at("/", to(location))
    measured()
    assert {asked.host for asked in server.asked} <= {HOST}


@needs_ipv6
def test_http_that_leads_to_https(names, server, tmp_path):
    names.tell(HOST, PUBLIC)
    secure4 = Loopback(tls=self_signed(tmp_path))
    secure6 = Loopback("::1", tls=self_signed(tmp_path))
    plain6 = Loopback("::1")
    try:
        for plain, secure in ((server, secure4), (plain6, secure6)):
            plain.at("/", to(f"https://{HOST}/"))
            secure.at("/", page(title=secure.address))
        sides = ((80, server), (80, plain6), (443, secure4), (443, secure6))
        mappings = tuple(
            ConnectTo(HOST, port, Address(one.address, one.port)) for port, one in sides
        )
        plan = CrawlSettings(
            f"http://{HOST}/", delay=0.0, timeout=30.0, dns=names.address, connect_to=mappings
        )
        data = measuring(plan).data
    finally:
        for one in (secure4, secure6, plain6):
            one.close()
    assert (data["v4"]["title"], data["v6"]["title"]) == ("127.0.0.1", "::1")


@pytest.mark.parametrize("host", ["203.0.113.9", "2001:db8::1"])
def test_home_that_is_an_address(names, server, host):
    server.at("/", page(title="某县"))
    mapping = ConnectTo(host, 80, Address("127.0.0.1", server.port))
    shown = f"[{host}]" if ":" in host else host
    plan = CrawlSettings(f"http://{shown}/", timeout=30.0, dns=names.address, connect_to=(mapping,))
    data = measuring(plan).data
    assert (data["a"], data["aaaa"]) == (([], [host]) if ":" in host else ([host], []))
    assert data["connect"] == []
    assert names.asked == []
    assert {asked.host for asked in server.asked} <= {shown}


@needs_ipv6
def test_home_that_is_a_mapped_ipv6_address(names, server6):
    server6.at("/", page(title="某县"))
    mapping = ConnectTo("2001:db8::1", 80, Address("::1", server6.port))
    plan = CrawlSettings(
        "http://[2001:db8::1]/", timeout=30.0, dns=names.address, connect_to=(mapping,)
    )
    data = measuring(plan).data
    assert data["v6"]["title"] == "某县"
    assert server6.asked[-1].host == "[2001:db8::1]"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("", "", 1.0),
        ("政务公开", "政务公开", 1.0),
        ("政务公开", "", 0.0),
        ("甲乙丙丁", "戊己庚辛", 0.0),
    ],
)
def test_similarity(one, other, alike):
    assert similarity(one, other) == alike
