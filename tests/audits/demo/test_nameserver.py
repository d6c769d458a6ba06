"""The demo's name server, asked over the wire and with rubbish."""

import dns.message
import dns.rcode
import dns.rdatatype
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.demo import DemoSite, hosts
from audits.demo.nameserver import NameServer


def values(message):
    return sorted(rdata.to_text() for rrset in message.answer for rdata in rrset)


def asked(site, name, kind):
    query = dns.message.make_query(name, kind)
    return dns.message.from_wire(NameServer(site).reply(query.to_wire()))


@pytest.mark.parametrize(
    "name", [hosts.WWW, hosts.RSJ, hosts.REFUSED, hosts.TAX, "WWW.QingLan-demo.gov.cn"]
)
def test_names_of_the_demo_have_a_loopback_address(client, name):
    assert values(client.look_up(name, "A")) == ["127.0.0.1"]


@pytest.mark.parametrize("name", [hosts.DEAD, "www.example.org", f"nothing.{hosts.ZONE}", "."])
def test_every_other_name_does_not_exist(client, name):
    reply = client.look_up(name, "A")
    assert reply.rcode() == dns.rcode.NXDOMAIN
    assert not reply.answer


def test_the_zone_has_two_name_servers_and_a_start_of_authority(client):
    assert values(client.look_up(hosts.ZONE, "NS")) == [f"ns{n}.{hosts.ZONE}." for n in (1, 2)]
    assert values(client.look_up(hosts.ZONE, "SOA"))[0].startswith(f"ns1.{hosts.ZONE}. ")
    assert values(client.look_up(f"ns2.{hosts.ZONE}", "A")) == ["127.0.0.1"]


def test_a_name_without_the_wanted_record_exists_and_says_whose_zone_it_is(client):
    reply = client.look_up(hosts.WWW, "AAAA")
    assert reply.rcode() == dns.rcode.NOERROR
    assert not reply.answer
    assert reply.authority[0].rdtype == dns.rdatatype.SOA


@pytest.mark.parametrize("state", ["ok", "different", "closed"])
def test_with_ipv6_the_portal_has_an_address_and_the_sub_site_still_none(site, state):
    site = DemoSite(site.today, ipv6=state)
    assert values(asked(site, hosts.WWW, "AAAA")) == ["::1"]
    assert values(asked(site, f"ns1.{hosts.ZONE}", "AAAA")) == ["::1"]
    assert not values(asked(site, hosts.RSJ, "AAAA"))


@given(data=st.binary(max_size=80))
def test_rubbish_gets_no_answer_or_a_message_but_never_an_error(site, data):
    reply = NameServer(site).reply(data)
    assert reply is None or dns.message.from_wire(reply).flags


def test_an_answer_is_not_answered(site):
    query = dns.message.make_query(hosts.WWW, "A")
    assert NameServer(site).reply(NameServer(site).reply(query.to_wire())) is None
