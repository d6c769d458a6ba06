"""The test network does what its head says: else the probes' tests show nothing."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading

import aiohttp
import dns.exception
import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.resolver
import pytest

from crawler.fetching.resolver import GuardedResolver, dns_resolver
from crawler.fetching.routes import Routes
from tests.crawler.loopback import http, page
from tests.network.certificates import Certificate
from tests.network.dns_server import DnsServer, Trouble
from tests.network.network import HANGS_UP, REFUSES, Network, needs_ipv6

NAME = "www.x.gov.cn"


@pytest.fixture(scope="module")
def server():
    made = DnsServer(
        {
            "x.gov.cn": {
                "NS": ["ns1.x.gov.cn.", "ns2.x.gov.cn."],
                "SOA": "ns1.x.gov.cn. hostmaster.x.gov.cn. 1 3600 600 86400 60",
                "MX": "10 mail.x.gov.cn.",
                "CAA": '0 issue "ca.example"',
                "DNSKEY": "257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==",
                "DS": "60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118",
                "RRSIG": "SOA 13 3 60 20300101000000 20200101000000 12345 x.gov.cn. c2lnbmF0dXJl",
            },
            NAME: {"A": ["1.2.4.8", "1.2.4.9"], "AAAA": ["2400:3200::1", "::ffff:1.2.4.8"]},
            "alias.x.gov.cn": {"CNAME": "again.x.gov.cn."},
            "again.x.gov.cn": {"CNAME": f"{NAME}."},
        }
    )
    yield made
    made.close()


def ask(server, name, kind, *, flags=0, dnssec=False, tcp=False):
    query = dns.message.make_query(name, kind, want_dnssec=dnssec)
    query.flags |= flags
    way = dns.query.tcp if tcp else dns.query.udp
    return way(query, server.address.host, timeout=60, port=server.address.port)


def records(answer):
    return sorted(record.to_text() for rrset in answer.answer for record in rrset)


@pytest.mark.parametrize("tcp", [False, True])
def test_records_of_every_kind(server, tcp):
    assert records(ask(server, NAME, "A", tcp=tcp)) == ["1.2.4.8", "1.2.4.9"]
    assert records(ask(server, NAME, "AAAA", tcp=tcp)) == ["2400:3200::1", "::ffff:1.2.4.8"]
    for kind in ("NS", "SOA", "MX", "CAA", "DNSKEY", "DS"):
        assert records(ask(server, "x.gov.cn", kind, tcp=tcp)), kind
    assert server.was_asked(NAME, "AAAA")


def test_chain_of_aliases(server):
    answer = ask(server, "alias.x.gov.cn", "A")
    assert records(answer) == ["1.2.4.8", "1.2.4.9", "again.x.gov.cn.", f"{NAME}."]


def test_what_is_not_there(server):
    nowhere = ask(server, "nowhere.x.gov.cn", "A")
    assert nowhere.rcode() == dns.rcode.NXDOMAIN
    assert nowhere.authority[0].name.to_text() == "x.gov.cn."
    empty = ask(server, NAME, "MX")
    assert (empty.rcode(), empty.answer) == (dns.rcode.NOERROR, [])
    assert ask(server, "gov.cn", "A").rcode() == dns.rcode.NOERROR


def test_signatures_go_to_those_who_want_them(server):
    assert len(ask(server, "x.gov.cn", "SOA").answer) == 1
    assert len(ask(server, "x.gov.cn", "SOA", dnssec=True).answer) == 2
    server.authentic.add("x.gov.cn")
    assert ask(server, "x.gov.cn", "SOA").flags & dns.flags.AD


def test_troubles(server):
    resolver = dns_resolver(server.address, 0.2)

    def fails(trouble, error):
        server.misbehave(NAME, trouble)
        with pytest.raises(error):
            asyncio.run(resolver.resolve(NAME, "A"))

    fails(Trouble.SERVFAIL, dns.resolver.NoNameservers)
    fails(Trouble.REFUSED, dns.resolver.NoNameservers)
    fails(Trouble.SILENT, dns.resolver.LifetimeTimeout)
    fails(Trouble.NO_TCP, dns.exception.DNSException)
    fails(Trouble.BOGUS, dns.resolver.NoNameservers)
    assert records(ask(server, NAME, "A", flags=dns.flags.CD)) == ["1.2.4.8", "1.2.4.9"]
    server.misbehave(NAME, Trouble.TRUNCATED)
    assert ask(server, NAME, "A").flags & dns.flags.TC
    assert records(ask(server, NAME, "A", tcp=True)) == ["1.2.4.8", "1.2.4.9"]
    server.behave()
    server.misbehave(NAME, Trouble.SERVFAIL, "AAAA")
    assert ask(server, NAME, "A").rcode() == dns.rcode.NOERROR
    assert ask(server, NAME, "AAAA").rcode() == dns.rcode.SERVFAIL
    server.behave()


def test_who_is_held_keeps_nobody_waiting():
    server = DnsServer({"a.cn": {"A": "1.2.4.8"}, "b.cn": {"A": "1.2.4.9"}})
    try:
        server.misbehave("a.cn", Trouble.HELD)
        got = []
        waiting = threading.Thread(target=lambda: got.append(ask(server, "a.cn", "A")))
        waiting.start()
        server.wait_for("a.cn", "A")
        assert records(ask(server, "b.cn", "A")) == ["1.2.4.9"]
        assert got == []
        server.release()
        waiting.join()
        assert records(got[0]) == ["1.2.4.8"]
    finally:
        server.close()


def get(net, url):
    async def work():
        plan = net.settings(url)
        resolver = GuardedResolver(Routes(plan.connect_to), plan.dns)
        connector = aiohttp.TCPConnector(resolver=resolver)
        async with (
            aiohttp.ClientSession(connector=connector) as session,
            session.get(url, ssl=net.authority.trusting()) as answer,
        ):
            return answer.status, await answer.text()

    return asyncio.run(work())


@needs_ipv6
def test_hosts(net):
    net.dual(NAME, page(title="某县"))
    net.host("six.x.gov.cn", v6=http("six"))
    net.host("shut.x.gov.cn", v4=REFUSES)
    net.host("mute.x.gov.cn", v4=HANGS_UP)
    assert "某县" in get(net, f"http://{NAME}/")[1]
    assert get(net, "http://six.x.gov.cn/") == (200, "six")
    assert get(net, f"http://{NAME}/no")[0] == 404
    with pytest.raises(aiohttp.ClientConnectorError):
        get(net, "http://shut.x.gov.cn/")
    with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
        get(net, "http://mute.x.gov.cn/")
    assert records(ask(net.dns, NAME, "AAAA")) == ["2400:3200::1"]
    assert records(ask(net.dns, "six.x.gov.cn", "A")) == []
    assert len(net.side(NAME).asked) == 2


def test_certificates():
    with Network() as net:
        for kind in Certificate:
            name = f"{kind.value.replace('_', '-')}.x.gov.cn"
            net.secure(name, kind, v4=http("ok"))
            if kind is Certificate.RIGHT:
                assert get(net, f"https://{name}/") == (200, "ok")
                continue
            with pytest.raises(aiohttp.ClientConnectorCertificateError):
                get(net, f"https://{name}/")


def test_a_gate(net):
    gate = net.gate()
    net.host(NAME, v4={"/": gate.behind(http("late")), "/now": http("now")})
    got = []
    waiting = threading.Thread(target=lambda: got.append(get(net, f"http://{NAME}/")))
    waiting.start()
    net.side(NAME).wait_for("/")
    assert get(net, f"http://{NAME}/now") == (200, "now")
    gate.open()
    waiting.join()
    assert got == [(200, "late")]


@needs_ipv6
def test_name_servers(net):
    net.name_servers("x.gov.cn", "ns1.x.gov.cn")
    opened = net.listen_dns("ns1.x.gov.cn")
    opened.tell("x.gov.cn", SOA="ns1.x.gov.cn. a.x.gov.cn. 1 2 3 4 5")
    assert records(ask(net.dns, "x.gov.cn", "NS")) == ["ns1.x.gov.cn."]
    mapped = Routes(net.settings(f"http://{NAME}/").connect_to).mapped("ns1.x.gov.cn", 53)
    assert mapped == opened.address
    assert records(ask(opened, "x.gov.cn", "SOA"))


def test_flags(net):
    net.host(NAME, v4=page())
    port = net.side(NAME).port
    assert net.flags() == [
        "--connect-to", f"{NAME}:80:127.0.0.1:{port}", "--dns", str(net.dns.address),
    ]  # fmt: skip


def test_ports_that_nobody_listens_at_stay_so(net):
    net.map_to_nobody(NAME, 80, 4)
    (rule,) = net.settings(f"http://{NAME}/").connect_to
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect((rule.to.host, rule.to.port))


def test_who_trusts_the_ca_trusts_nobody_else(net):
    assert isinstance(net.authority.trusting(), ssl.SSLContext)
