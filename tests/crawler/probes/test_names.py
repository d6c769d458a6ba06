from __future__ import annotations

import asyncio
import contextlib

import pytest

from crawler.probes.names import Names
from tests.network.dns_server import SOA, DnsServer, Trouble

ZONE = {"NS": ["ns1.x.gov.cn.", "NS2.x.gov.cn."], "SOA": SOA}


@pytest.fixture(scope="module")
def dns():
    made = DnsServer(
        {
            "x.gov.cn": ZONE,
            "www.x.gov.cn": {"CNAME": "www.x.gov.cn.cdn.cn."},
            "www.x.gov.cn.cdn.cn": {"CNAME": "edge.cdn.cn."},
            "edge.cdn.cn": {"A": "1.2.4.8", "AAAA": ["2400:3200::1", "2400:3200::2"]},
            "cdn.cn": {"NS": "ns.cdn.cn.", "SOA": SOA},
            "gone.x.gov.cn": {"CNAME": "no.such.cn."},
            "round.x.gov.cn": {"CNAME": "about.x.gov.cn."},
            "about.x.gov.cn": {"CNAME": "round.x.gov.cn."},
            "only4.x.gov.cn": {"A": "1.2.4.9"},
            "gov.cn": {"NS": "ns.cn."},
        }
    )
    yield made
    made.close()


def ask(dns, name, kind, seconds=5.0):
    return asyncio.run(Names(dns.address, seconds).ask(name, kind))


def test_records_behind_aliases(dns):
    found = ask(dns, "www.x.gov.cn", "AAAA")
    assert set(found.values) == {"2400:3200::1", "2400:3200::2"}
    assert (found.chain, found.error) == (("www.x.gov.cn.cdn.cn", "edge.cdn.cn"), None)
    assert found.seconds is not None


def test_what_is_not_there(dns):
    assert ask(dns, "only4.x.gov.cn", "AAAA").error is None
    assert ask(dns, "only4.x.gov.cn", "AAAA").values == ()
    assert ask(dns, "nowhere.x.gov.cn", "A").error == "域名不存在"


def test_a_server_that_keeps_back_all_ipv6_addresses_says_nothing_of_a_name():
    """As office routers do that filter AAAA."""
    with contextlib.closing(DnsServer({"www.x.gov.cn": {"A": "1.2.4.8"}})) as filtering:
        filtering.tell("a.root-servers.net", A="198.41.0.4")
        assert ask(filtering, "www.x.gov.cn", "A").error is None
        assert "不给 AAAA 记录" in (ask(filtering, "www.x.gov.cn", "AAAA").error or "")
        filtering.tell("a.root-servers.net", AAAA="2001:503:ba3e::2:30")
        assert ask(filtering, "www.x.gov.cn", "AAAA").error is None


def test_alias_that_leads_nowhere(dns):
    found = ask(dns, "gone.x.gov.cn", "A")
    assert (found.values, found.chain) == ((), ("no.such.cn",))
    assert found.error == "域名不存在（别名 no.such.cn 没有记录）"


@pytest.mark.parametrize(
    "name", ["round.x.gov.cn", "a..b", "x" * 70 + ".cn", "\udcff.cn"], ids=range(4)
)
def test_names_that_make_no_sense(dns, name):
    found = ask(dns, name, "A")
    assert (found.values, bool(found.error)) == ((), True)


@pytest.mark.parametrize(
    "trouble", [Trouble.SERVFAIL, Trouble.REFUSED, Trouble.SILENT, Trouble.NO_TCP]
)
def test_troubles(dns, trouble):
    dns.misbehave("only4.x.gov.cn", trouble)
    found = ask(dns, "only4.x.gov.cn", "A", 0.1)
    dns.behave()
    assert "DNS 服务器无应答" in (found.error or "")


def test_truncated_answers_are_fetched_whole(dns):
    dns.misbehave("only4.x.gov.cn", Trouble.TRUNCATED)
    assert ask(dns, "only4.x.gov.cn", "A").values == ("1.2.4.9",)
    dns.behave()


def test_zone_cut(dns):
    async def zone(name):
        return await Names(dns.address).zone_of(name)

    found = asyncio.run(zone("a.b.x.gov.cn"))
    assert (found.name, found.servers) == ("x.gov.cn", ("ns1.x.gov.cn", "ns2.x.gov.cn"))
    # An alias leads into another's zone, whose name servers are not this one's.
    assert asyncio.run(zone("www.x.gov.cn")).name == "x.gov.cn"
    # All of gov.cn is nobody's own zone.
    assert asyncio.run(zone("y.gov.cn")).error == "没有查到域名服务器（NS）记录"
    dns.misbehave("x.gov.cn", Trouble.SERVFAIL)
    assert "无应答" in (asyncio.run(zone("www.x.gov.cn")).error or "")
    dns.behave()


def test_of_very_many_labels_only_some_are_walked_up(dns):
    name = ".".join("abcdefghijklmnop") + ".x.gov.cn"
    zone = asyncio.run(Names(dns.address).zone_of(name))
    assert (zone.name, zone.error) == (None, "没有查到域名服务器（NS）记录")
    assert not dns.was_asked("p.x.gov.cn", "NS")


def test_every_question_is_asked_once_and_a_dead_server_not_for_ever(dns):
    async def work():
        names = Names(dns.address, 0.05)
        before = len(dns.asked)
        await asyncio.gather(*(names.ask("edge.cdn.cn", "A") for _ in range(5)))
        once = len(dns.asked) - before
        for number in range(8):
            dns.misbehave(f"dead{number}.cn", Trouble.SILENT)
        for number in range(8):
            last = await names.ask(f"dead{number}.cn", "A")
        return once, last

    once, last = asyncio.run(work())
    dns.behave()
    assert once == 1
    assert last.error == "DNS 服务器无应答（没有再问）"
    assert not dns.was_asked("dead7.cn", "A")
