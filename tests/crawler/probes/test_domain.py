from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import dns.message
import dns.name
import dns.rcode
import dns.rdataset
import dns.rdatatype
import dns.rrset
import pytest

from crawler.probes import domain
from crawler.settings import CrawlSettings
from tests.crawler.probes.signed_zones import SignedDns
from tests.network.dns_server import SOA, DnsServer, Trouble

NOW = datetime(2026, 6, 30, tzinfo=UTC)
WWW = {"www": {"A": "1.2.4.8"}, "@": {"CAA": '0 issue "example.cn"'}}


@pytest.fixture(scope="module")
def zones():
    with SignedDns(NOW) as made:
        made.zone("cn.", nsec3=True)
        made.zone("gov.cn.", nsec3=True)
        made.zone(
            "x.gov.cn.",
            WWW
            | {
                "alias": {"CNAME": "www.z.gov.cn."},
                "empty": {"TXT": "nothing"},
                "deep.inside": {"A": "1.2.4.9"},
            },
        )
        made.zone("y.gov.cn.", WWW, signed=False)
        made.zone("z.gov.cn.", WWW, signed=False)
        made.zone("com.")
        made.zone("net.cn.", opt_out=True)
        made.zone("org.cn.", WWW, days=5)
        made.zone("o.net.cn.", WWW, signed=False)
        made.zone("plain.com.", WWW, signed=False)
        made.up()
        yield made


@pytest.fixture
def measured(zones: SignedDns):
    def measure(host: str, moment: datetime = NOW) -> dict[str, Any]:
        plan = CrawlSettings(f"http://{host}/", dns=zones.address)
        probe = asyncio.run(domain.measure(plan, lambda: moment, zones.anchors))
        assert (probe.kind, probe.subject) == ("dns", host)
        return dict(probe.data)

    yield measure
    zones.spoils.clear()
    zones.authentic = False


def without_signatures(answer: dns.message.Message) -> None:
    for section in (answer.answer, answer.authority):
        section[:] = [one for one in section if one.rdtype != dns.rdatatype.RRSIG]


def without_proof(answer: dns.message.Message) -> None:
    answer.authority[:] = [
        one for one in answer.authority if one.rdtype == dns.rdatatype.SOA and not one.covers
    ]


def forged(answer: dns.message.Message) -> None:
    for number, one in enumerate(answer.answer):
        if one.rdtype == dns.rdatatype.A:
            answer.answer[number] = dns.rrset.from_text(one.name, 60, "IN", "A", "6.6.6.6")


def signed_as(**facts: Any) -> Callable[[dns.message.Message], None]:
    """Signatures that say something else of themselves."""

    def spoil(answer: dns.message.Message) -> None:
        for number, one in enumerate(answer.answer):
            if one.rdtype == dns.rdatatype.RRSIG:
                changed = (record.replace(**facts) for record in one)
                answer.answer[number] = dns.rrset.from_rdata(one.name, one.ttl, *changed)

    return spoil


def servfail(answer: dns.message.Message) -> None:
    answer.answer.clear()
    answer.authority.clear()
    answer.set_rcode(dns.rcode.SERVFAIL)


@pytest.mark.parametrize("host", ["www.x.gov.cn", "x.gov.cn", "deep.inside.x.gov.cn"])
def test_a_host_in_a_signed_zone(measured, zones, host):
    zones.authentic = True
    if host == "x.gov.cn":
        assert measured(host)["state"] == "unknown"  # no address to verify
        return
    data = measured(host)
    assert (data["state"], data["why"]) == ("secure", "")
    assert data["zones"] == ["根", "cn", "gov.cn", "x.gov.cn"]
    assert data["resolver_says"] == "authentic"
    assert data["resolver"] == "127.0.0.1" or "127.0.0.1" in data["resolver"]


@pytest.mark.parametrize("host", ["www.y.gov.cn", "www.plain.com", "www.o.net.cn"])
def test_unsigned_is_only_said_with_proof(measured, zones, host):
    """By NSEC3, by NSEC, and by an NSEC3 that opts out."""
    data = measured(host)
    assert data["state"] == "insecure"
    assert "证明" in data["why"]
    zone = host.removeprefix("www.")
    for spoil in (without_signatures, without_proof):
        zones.spoils[zone, "DS"] = spoil
        assert measured(host)["state"] == "unknown"


@pytest.mark.parametrize(
    ("name", "kind", "spoil", "state"),
    [
        ("www.x.gov.cn", "A", forged, "bogus"),
        ("www.x.gov.cn", "A", without_signatures, "unknown"),
        ("www.x.gov.cn", "A", servfail, "unknown"),
        ("www.x.gov.cn", "A", signed_as(signer=dns.name.from_text("gov.cn.")), "unknown"),
        ("www.x.gov.cn", "A", signed_as(algorithm=250), "unknown"),
        ("x.gov.cn", "DNSKEY", without_signatures, "unknown"),
        ("x.gov.cn", "DS", servfail, "unknown"),
        (".", "DNSKEY", without_signatures, "unknown"),
    ],
)
def test_harmed_answers(measured, zones, name, kind, spoil, state):
    zones.spoils[name, kind] = spoil
    data = measured("www.x.gov.cn")
    assert data["state"] == state
    assert data["why"]


@pytest.mark.parametrize(("days", "word"), [(10, "已过期"), (-10, "还没有生效")])
def test_signatures_have_their_time(measured, days, word):
    data = measured("www.org.cn", NOW + timedelta(days=days))
    assert data["state"] == "bogus"
    assert word in data["why"]
    # Where all signatures up to the root's are out of time, it is our clock that is.
    data = measured("www.org.cn", NOW + timedelta(days=days * 3))
    assert (data["state"], "从根开始" in data["why"]) == ("unknown", True)


def test_a_root_with_other_keys_is_our_own_matter(zones):
    """The anchors that we bring may be old; that is no fault of the site."""
    plan = CrawlSettings("http://www.x.gov.cn/", dns=zones.address)
    data = asyncio.run(domain.measure(plan, lambda: NOW)).data
    assert (data["state"], "从根开始" in data["why"]) == ("unknown", True)


def test_a_root_vouched_for_in_a_way_that_we_do_not_know(zones):
    unknown = dns.rdataset.from_text("IN", "DS", 60, f"1 8 250 {'AB' * 32}")
    plan = CrawlSettings("http://www.x.gov.cn/", dns=zones.address)
    data = asyncio.run(domain.measure(plan, lambda: NOW, {dns.name.root: unknown})).data
    assert (data["state"], "算法这里不能验证" in data["why"]) == ("unknown", True)


def test_a_key_that_the_parent_does_not_vouch_for(measured, zones):
    def another(answer: dns.message.Message) -> None:
        key = next(one for one in answer.answer if one.rdtype == dns.rdatatype.DNSKEY)
        changed = key[0].to_text().replace("257", "256", 1)
        place = answer.answer.index(key)
        answer.answer[place] = dns.rrset.from_text(key.name, 60, "IN", "DNSKEY", changed)

    zones.spoils["x.gov.cn", "DNSKEY"] = another
    data = measured("www.x.gov.cn")
    assert (data["state"], "对不上" in data["why"]) == ("bogus", True)


def test_where_an_alias_leads_is_told(measured):
    data = measured("alias.x.gov.cn")
    assert data["state"] == "secure"
    assert (data["alias"], data["alias_state"]) == ("www.z.gov.cn", "insecure")


def test_a_name_without_addresses(measured):
    assert measured("empty.x.gov.cn")["state"] == "unknown"


def test_caa_is_looked_for_up_to_the_top(measured):
    data = measured("www.x.gov.cn")
    assert (data["caa"], data["caa_at"]) == (['0 issue "example.cn"'], "x.gov.cn")
    assert measured("www.no.com")["caa"] == []


def test_caa_that_cannot_be_asked_for_is_not_missing(measured, zones):
    zones.spoils["x.gov.cn", "CAA"] = servfail
    assert measured("www.x.gov.cn")["caa"] is None


def test_an_address_has_no_domain(measured):
    assert measured("127.0.0.1")["state"] is None


def ordinary(tell: Callable[[DnsServer], None]) -> dict[str, Any]:
    server = DnsServer({"www.x.gov.cn": {"A": "1.2.4.8"}})
    try:
        tell(server)
        plan = CrawlSettings("http://www.x.gov.cn/", dns=server.address)
        return dict(asyncio.run(domain.measure(plan, lambda: NOW)).data)
    finally:
        server.close()


def test_a_resolver_that_knows_no_signatures_proves_nothing():
    data = ordinary(lambda _: None)
    assert (data["state"], data["caa"], data["resolver_says"]) == ("unknown", [], "nothing")


def test_a_silent_resolver_is_asked_once():
    server = DnsServer({".": {"SOA": SOA}})
    try:
        server.misbehave(".", Trouble.SILENT)
        plan = CrawlSettings("http://www.x.gov.cn/", dns=server.address)
        data = asyncio.run(domain.measure(plan, lambda: NOW)).data
    finally:
        server.close()
    assert (data["state"], data["resolver_says"], data["caa"]) == ("unknown", None, None)
    assert {one.rpartition(" ")[0] for one in server.asked} == {" DNSKEY"}


def test_a_resolver_that_finds_the_signatures_broken_is_quoted():
    data = ordinary(lambda server: server.misbehave("www.x.gov.cn", Trouble.BOGUS))
    assert (data["state"], data["resolver_says"]) == ("unknown", "servfail")
