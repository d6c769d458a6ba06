from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching.routes import (
    Address,
    ConnectTo,
    ForbiddenAddressError,
    RouteError,
    Routes,
    check_public,
    is_public,
)

ADDRESSES = st.ip_addresses().map(str)
PORTS = st.integers(1, 65535)
HOSTS = st.one_of(
    st.none(),
    ADDRESSES,
    st.lists(
        st.text("abc019-", min_size=1, max_size=8).map(lambda t: f"a{t}b"), min_size=1, max_size=4
    ).map(".".join),
)


@pytest.mark.parametrize(
    ("text", "mapping"),
    [
        (
            "www.x.gov.cn:80:127.0.0.1:8080",
            ConnectTo("www.x.gov.cn", 80, Address("127.0.0.1", 8080)),
        ),
        ("WWW.X.gov.cn:443:10.0.0.5:443", ConnectTo("www.x.gov.cn", 443, Address("10.0.0.5", 443))),
        ("*:80:127.0.0.1:8080", ConnectTo(None, 80, Address("127.0.0.1", 8080))),
        ("*:*:127.0.0.1:8080", ConnectTo(None, None, Address("127.0.0.1", 8080))),
        ("::127.0.0.1:8080", ConnectTo(None, None, Address("127.0.0.1", 8080))),
        (
            "www.x.gov.cn::127.0.0.1:8080",
            ConnectTo("www.x.gov.cn", None, Address("127.0.0.1", 8080)),
        ),
        ("www.x.gov.cn:80:[::1]:8080", ConnectTo("www.x.gov.cn", 80, Address("::1", 8080))),
        ("[2001:DB8:0:0::1]:80:[::1]:8080", ConnectTo("2001:db8::1", 80, Address("::1", 8080))),
        (
            "某县.政务:80:127.0.0.1:8080",
            ConnectTo("xn--5nrv08b.xn--zfr164b", 80, Address("127.0.0.1", 8080)),
        ),
        (" a.cn:80:1.2.3.4:80 ", ConnectTo("a.cn", 80, Address("1.2.3.4", 80))),
    ],
)
def test_mapping(text, mapping):
    assert ConnectTo.parse(text) == mapping


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a.cn:80",
        "a.cn:80:127.0.0.1",
        "a.cn:80:127.0.0.1:",
        "a.cn:80:www.b.cn:80",
        "a.cn:80:::1:80",
        "a.cn:x:127.0.0.1:80",
        "a.cn:80:127.0.0.1:0",
        "a.cn:80:127.0.0.1:65536",
        "a.cn:99999:127.0.0.1:80",
        "a.cn:0:127.0.0.1:80",
        "a.cn:" + "9" * 5000 + ":127.0.0.1:80",
        "http://a.cn:80:127.0.0.1:80",
        "a/b:80:127.0.0.1:80",
        "a b:80:127.0.0.1:80",
        "a.cn:80:127.0.0.1:８０",
        "a.cn:80:300.0.0.1:80",
        "[zz]:80:127.0.0.1:80",
    ],
)
def test_no_mapping(text):
    with pytest.raises(RouteError, match="“.*”") as caught:
        ConnectTo.parse(text)
    assert any("\u4e00" <= char <= "\u9fff" for char in str(caught.value))


@given(HOSTS, st.none() | PORTS, ADDRESSES, PORTS)
def test_a_mapping_is_read_as_it_is_shown(host, port, to, to_port):
    mapping = ConnectTo(host, port, Address(to, to_port))
    assert ConnectTo.parse(str(mapping)) == mapping


@given(st.text(max_size=40) | st.text("a.:[]*0189 \n", max_size=30))
def test_any_text_is_a_mapping_or_a_clear_error(text):
    try:
        mapping = ConnectTo.parse(text)
    except RouteError:
        return
    assert ConnectTo.parse(str(mapping)) == mapping


@given(ADDRESSES, PORTS)
def test_an_address_is_read_as_it_is_shown(host, port):
    assert Address.parse(str(Address(host, port)), 53) == Address(host, port)


@given(st.text(max_size=30) | st.text("1.:[]f \n", max_size=20))
def test_any_text_is_an_address_or_a_clear_error(text):
    try:
        address = Address.parse(text, 53)
    except RouteError:
        return
    assert ipaddress.ip_address(address.host)
    assert 0 < address.port <= 65535


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("114.114.114.114", Address("114.114.114.114", 53)),
        ("127.0.0.1:5353", Address("127.0.0.1", 5353)),
        ("[2400:3200::1]", Address("2400:3200::1", 53)),
        ("[2400:3200::1]:54", Address("2400:3200::1", 54)),
    ],
)
def test_port_of_an_address_may_be_left_out(text, address):
    assert Address.parse(text, 53) == address


V4, V6, ANY = Address("127.0.0.1", 1), Address("::1", 2), Address("127.0.0.9", 3)


@pytest.mark.parametrize(
    ("rules", "host", "port", "to"),
    [
        ([], "a.cn", 80, None),
        ([ConnectTo("a.cn", 80, V4)], "a.cn", 80, V4),
        ([ConnectTo("a.cn", 80, V4)], "a.cn", 443, None),
        ([ConnectTo("a.cn", 80, V4)], "www.a.cn", 80, None),
        ([ConnectTo("a.cn", None, V4)], "a.cn", 443, V4),
        ([ConnectTo(None, None, ANY), ConnectTo("a.cn", 80, V4)], "a.cn", 80, V4),
        ([ConnectTo(None, None, ANY), ConnectTo("a.cn", 80, V4)], "b.cn", 80, ANY),
        ([ConnectTo("a.cn", 80, V6), ConnectTo("a.cn", 80, V4)], "a.cn", 80, V4),
        ([ConnectTo("a.cn", 80, V6)], "a.cn", 80, V6),
        ([ConnectTo("a.cn", 80, V4), ConnectTo("a.cn", 80, ANY)], "a.cn", 80, V4),
    ],
)
def test_which_mapping_counts(rules, host, port, to):
    assert Routes(rules).mapped(host, port) == to


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.1.2.3",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:c0a8:101",
        "::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:0a00:0001::1",
        "2002:c0a8:101::1",
        "",
        "www.x.gov.cn",
        "127.1",
        "2130706433",
    ],
)
def test_not_on_the_public_internet(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["1.2.4.8", "8.8.8.8", "114.114.114.114", "2400:3200::1", "240e::1", "2001:4860::8888"],
)
def test_on_the_public_internet(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_no_ipv6_spelling_opens_a_private_ipv4_address(address):
    if is_public(str(address)):
        return
    number = int(address)
    assert not is_public(str(ipaddress.IPv6Address((0xFFFF << 32) + number)))
    assert not is_public(str(ipaddress.IPv6Address((0x2002 << 112) + (number << 80))))
    assert not is_public(str(ipaddress.IPv6Address((0x64FF9B << 96) + number)))
    assert not is_public(str(ipaddress.IPv6Address(number)))


def test_public_addresses_of_a_name_are_kept_and_the_others_left_out():
    assert check_public("a.cn", ["10.0.0.1", "1.2.4.8", "::1"]) == ["1.2.4.8"]
    assert check_public("a.cn", []) == []
    with pytest.raises(ForbiddenAddressError, match=r"a\.cn → 10\.0\.0\.1"):
        check_public("a.cn", ["10.0.0.1", "::1"])
