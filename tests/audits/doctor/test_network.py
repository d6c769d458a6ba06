"""Name servers and portals on loopback: asked only where that was asked for."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from audits.doctor.network import connect_trouble, ipv6, names, portals
from audits.doctor.seen import State
from audits.doctor.surroundings import Reach
from crawler.fetching.routes import Address
from tests.audits.doctor.machines import around
from tests.network.dns_server import DnsServer


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def refused() -> Iterator[int]:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        yield nobody.getsockname()[1]


def test_a_name_server_that_is_named_is_asked(tmp_path: Path) -> None:
    server = DnsServer({"x.gov.cn": {"A": "1.2.4.8"}})
    try:
        (seen,) = names(around(tmp_path, dns=Address("127.0.0.1", server.address.port)))
    finally:
        server.close()
    assert seen.state is State.OK, seen
    assert server.asked


def test_a_name_server_that_says_nothing(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        address = Address("127.0.0.1", silent.getsockname()[1])
        (seen,) = names(around(tmp_path, dns=address, seconds=0.2))
    assert seen.state is State.BROKEN
    assert "无应答" in seen.seen
    assert "--dns" in seen.remedy


def test_the_systems_name_servers_are_named_and_not_asked(tmp_path: Path) -> None:
    (seen,) = names(around(tmp_path))
    assert seen.state in {State.SKIPPED, State.BROKEN}  # broken: a machine without any


def sites(**ports: int) -> str:
    return "sites:\n" + "".join(
        f"  - id: {name}\n    name: 某县\n    url: http://www.{name}.gov.cn/\n"
        f"    connect_to: ['www.{name}.gov.cn:80:127.0.0.1:{port}']\n"
        for name, port in ports.items()
    )


def test_portals_are_connected_to_only_online(tmp_path: Path, listening: int, refused: int) -> None:
    text = sites(good=listening, bad=refused)
    (seen,) = portals(around(tmp_path, text))
    assert seen.state is State.SKIPPED
    (seen,) = portals(around(tmp_path, text, reach=Reach.PORTALS))
    assert seen.state is State.ATTENTION
    assert "bad：连不上 www.bad.gov.cn" in seen.seen
    assert "good" not in seen.seen
    (seen,) = portals(around(tmp_path, sites(good=listening), reach=Reach.PORTALS))
    assert seen.state is State.OK


def test_an_ipv6_target_that_refuses_and_one_that_answers(tmp_path: Path) -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 in this Python")
    try:
        server = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("no IPv6 loopback")
    with server:
        target = Address("::1", server.getsockname()[1])
        (seen,) = ipv6(around(tmp_path, ipv6_target=target))
        assert seen.state is State.OK
    (seen,) = ipv6(around(tmp_path, ipv6_target=target))
    assert seen.state is State.ATTENTION
    assert "docs/ipv6.md" in seen.remedy


def test_a_connection_that_comes_about(listening: int) -> None:
    assert not asyncio.run(connect_trouble(Address("127.0.0.1", listening), 60))
