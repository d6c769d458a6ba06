from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching.routes import is_public
from crawler.probes.ipv6.addresses import is_loopback, why_useless


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("::", "全零"),
        ("::1", "回环"),
        ("::ffff:1.2.4.8", "IPv4 映射"),
        ("64:ff9b::1.2.4.8", "NAT64"),
        ("64:ff9b:1::1", "NAT64"),
        ("2001::1", "Teredo"),
        ("2001:db8::1", "举例"),
        ("3fff::1", "举例"),
        ("2002:102:304::1", "6to4"),
        ("fd00::1", "ULA"),
        ("fe80::1", "链路本地"),
        ("fe80::1%eth0", "链路本地"),
        ("fec0::1", "站点本地"),
        ("ff02::1", "组播"),
        ("100::1", "丢弃"),
        ("::1.2.4.8", "兼容"),
        ("4000::1", "没有分配"),
        ("1.2.4.8", "不是 IPv6"),
        ("一", "不是 IPv6"),
    ],
)
def test_addresses_of_no_use(address, why):
    assert why in (why_useless(address) or "")


@pytest.mark.parametrize("address", ["2400:3200::1", "2001:da8::1", "2a00::1"])
def test_addresses_of_the_internet(address):
    assert why_useless(address) is None


@given(st.ip_addresses(v=6))
def test_what_is_of_use_is_public(address: ipaddress.IPv6Address):
    if why_useless(str(address)) is None:
        assert is_public(str(address))


def test_loopback_also_as_a_mapped_address():
    assert [is_loopback(one) for one in ("::1", "127.0.0.2", "::ffff:127.0.0.1")] == [True] * 3
    assert not any(map(is_loopback, ("::2", "1.2.4.8", "::ffff:1.2.4.8", "x")))
