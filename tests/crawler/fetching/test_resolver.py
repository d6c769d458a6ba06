from __future__ import annotations

import asyncio
import contextlib
import socket

import pytest

from crawler.fetching.resolver import DnsUnavailableError, GuardedResolver, NameNotFoundError
from crawler.fetching.routes import Address, ConnectTo, ForbiddenAddressError, Routes
from crawler.snapshot import Outcome
from tests.crawler.loopback import page, to
from tests.network.dns_server import DnsServer, Trouble

HOST = "www.x.gov.cn"


@pytest.fixture
def resolve(names):
    def ask(host, *rules, family=socket.AF_UNSPEC, times=1, timeout=30.0):
        async def asking():
            resolver = GuardedResolver(Routes(rules), names.address, timeout)
            for _ in range(times):
                found = await resolver.resolve(host, 80, family)
            return [(one["host"], one["port"]) for one in found]

        return asyncio.run(asking())

    return ask


def test_addresses_of_both_kinds(names, resolve):
    names.tell(HOST, "1.2.4.8", "2400:3200::1")
    assert resolve(HOST) == [("1.2.4.8", 80), ("2400:3200::1", 80)]
    assert resolve(HOST, family=socket.AF_INET) == [("1.2.4.8", 80)]
    assert resolve(HOST, family=socket.AF_INET6) == [("2400:3200::1", 80)]


def test_a_name_without_an_address_of_the_kind_wanted(names, resolve):
    names.tell(HOST, "1.2.4.8")
    with pytest.raises(NameNotFoundError, match="没有可用的地址"):
        resolve(HOST, family=socket.AF_INET6)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "again"), DnsUnavailableError),
        (socket.gaierror(socket.EAI_NONAME, "none"), NameNotFoundError),
        (TimeoutError(), DnsUnavailableError),
    ],
    ids=repr,
)
def test_what_the_system_says_of_a_name(error, meaning):
    """Only that it does not exist says something of the name."""

    async def ask():
        async def answer(*_, **__):
            raise error

        asyncio.get_running_loop().getaddrinfo = answer
        with pytest.raises(meaning):
            await GuardedResolver(Routes(), None).resolve(HOST, 80)

    asyncio.run(ask())


def test_a_name_is_asked_for_once(names, resolve):
    names.tell(HOST, "1.2.4.8")
    resolve(HOST, times=5)
    assert names.asked == [f"{HOST} A", f"{HOST} AAAA"]


def test_private_addresses_of_a_name(names, resolve):
    names.tell(HOST, "10.0.0.1", "1.2.4.8", "::1")
    assert resolve(HOST) == [("1.2.4.8", 80)]
    names.tell("inner.x.gov.cn", "10.0.0.1", "fd00::1")
    with pytest.raises(ForbiddenAddressError):
        resolve("inner.x.gov.cn")


def test_a_name_that_turns_private_is_not_followed_there(names, monkeypatch):
    """DNS rebinding: public when it is checked, private when it is connected to."""
    monkeypatch.setattr("crawler.fetching.resolver._CACHE", 2)

    async def asking():
        resolver = GuardedResolver(Routes(()), names.address, timeout=30.0)
        names.tell(HOST, "1.2.4.8")
        place = await resolver.place(HOST, 80)
        names.tell(HOST, "127.0.0.1")
        connected = [one["host"] for one in await resolver.resolve(HOST, 80)]
        # When the answer is not remembered any more, what is told now is checked anew.
        for number in range(3):
            with contextlib.suppress(NameNotFoundError):
                await resolver.resolve(f"{number}.{HOST}", 80)
        with pytest.raises(ForbiddenAddressError):
            await resolver.resolve(HOST, 80)
        return place, connected

    assert asyncio.run(asking()) == (Address("1.2.4.8", 80), ["1.2.4.8"])


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "192.168.1.1"])
def test_the_place_of_an_address_is_guarded_too(host):
    async def asking(*rules):
        return await GuardedResolver(Routes(rules), None).place(host, 80)

    with pytest.raises(ForbiddenAddressError):
        asyncio.run(asking())
    mapped = ConnectTo(host, 80, Address("127.0.0.2", 8080))
    assert asyncio.run(asking(mapped)) == Address("127.0.0.2", 8080)


def test_mapping_comes_before_every_question(names, resolve):
    mapped = ConnectTo(HOST, 80, Address("127.0.0.1", 8080))
    assert resolve(HOST, mapped) == [("127.0.0.1", 8080)]
    assert names.asked == []


def test_name_that_does_not_exist(resolve):
    with pytest.raises(NameNotFoundError, match="不存在"):
        resolve("no.such.gov.cn")


def test_name_without_an_address(names, resolve):
    names.tell(HOST)
    with pytest.raises(NameNotFoundError, match="没有地址记录"):
        resolve(HOST)


@pytest.mark.parametrize("host", ["a..gov.cn", f"{'a' * 64}.gov.cn", "a." * 130 + "cn"])
def test_name_that_cannot_exist(resolve, host):
    with pytest.raises(NameNotFoundError, match="不是合法的主机名"):
        resolve(host)


def test_server_that_does_not_answer_says_nothing_of_the_name(names, resolve):
    names.silent.add(HOST)
    with pytest.raises(DnsUnavailableError):
        resolve(HOST, timeout=0.5)


def test_server_that_fails_says_nothing_of_the_name(names, resolve):
    names.broken.add(HOST)
    with pytest.raises(DnsUnavailableError):
        resolve(HOST)


def test_a_failed_question_is_put_again(names):
    async def asking():
        resolver = GuardedResolver(Routes(), names.address, timeout=30.0)
        names.broken.add(HOST)
        with pytest.raises(DnsUnavailableError):
            await resolver.resolve(HOST, 80)
        names.broken.clear()
        names.tell(HOST, "1.2.4.8")
        return await resolver.resolve(HOST, 80)

    assert asyncio.run(asking())[0]["host"] == "1.2.4.8"


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f.1"])
def test_names_that_the_system_takes_for_this_machine(host):
    async def asking():
        await GuardedResolver(Routes(), None).resolve(host, 80)

    with pytest.raises(ForbiddenAddressError):
        asyncio.run(asking())


def only_home(server):
    """Map the home page's host, and leave all others to the DNS server."""
    return (ConnectTo(HOST, None, Address("127.0.0.1", server.port)),)


def test_outcomes_of_names(server, names, crawled):
    names.broken.add("broken.gov.cn")
    names.tell("empty.gov.cn")
    names.tell("inner.x.gov.cn", "127.0.0.1")
    links = [
        f"http://{host}:{server.port}/secret"
        for host in ("none.gov.cn", "empty.gov.cn", "broken.gov.cn", "inner.x.gov.cn")
    ]
    server.at("/", page(*links))
    _, snapshot = crawled(connect_to=only_home(server), attempts=1)
    known = {fetch.url: fetch.outcome for fetch in snapshot.fetches()}
    found = [known[link] for link in links]
    assert found == [Outcome.DNS, Outcome.DNS, Outcome.DNS_UNAVAILABLE, Outcome.FORBIDDEN_ADDRESS]
    assert "/secret" not in server.targets()


SPELLINGS = [
    "127.0.0.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "127.1",
    "localhost",
    "a.localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "user@127.0.0.1",
    "127.0.0.1.",
    "１２７.0.0.1",
]


@pytest.mark.parametrize("host", SPELLINGS)
def test_links_to_this_machine_are_never_followed(server, crawled, host):
    server.at("/", page(f"http://{host}:{server.port}/secret"))
    _, snapshot = crawled(connect_to=only_home(server), attempts=1)
    found = [fetch.outcome for fetch in snapshot.fetches() if "/secret" in fetch.url]
    assert found == [Outcome.FORBIDDEN_ADDRESS]
    assert "/secret" not in server.targets()


@pytest.mark.parametrize("host", SPELLINGS)
@pytest.mark.parametrize("path", ["/", "/robots.txt"])
def test_redirects_to_this_machine_are_never_followed(server, crawled, host, path):
    server.at("/", page())
    server.at(path, to(f"http://{host}:{server.port}/secret"))
    crawled(connect_to=only_home(server), attempts=1)
    assert "/secret" not in server.targets()


def test_a_silent_dns_server_is_no_timeout_of_the_site(server, names, crawled):
    names.silent.add("silent.gov.cn")
    server.at("/", page(f"http://silent.gov.cn:{server.port}/"))
    _, snapshot = crawled(connect_to=only_home(server), attempts=1, timeout=2.0)
    found = [fetch.outcome for fetch in snapshot.fetches() if "silent" in fetch.url]
    assert found == [Outcome.DNS_UNAVAILABLE]


@pytest.mark.parametrize("trouble", [Trouble.NXDOMAIN, Trouble.SERVFAIL, Trouble.SILENT])
def test_a_server_that_knows_no_ipv6_does_not_undo_an_address(trouble):
    async def asking(address):
        return await GuardedResolver(Routes(), address, timeout=30.0).resolve(HOST, 80)

    with contextlib.closing(DnsServer({HOST: {"A": "1.2.4.8"}})) as server:
        server.misbehave(HOST, trouble, "AAAA")
        assert [one["host"] for one in asyncio.run(asking(server.address))] == ["1.2.4.8"]
