"""A running demo portal and a client that finds its way by `connect_to`, as curl does."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

import dns.message
import dns.query
import pytest

from audits.demo import DemoPortal, DemoSite, Planted, planted

TODAY = date(2026, 11, 21)
SLOW = 0.05


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Client:
    portal: DemoPortal

    def address(self, host: str) -> tuple[str, int]:
        for entry in self.portal.connect_to:
            name, port, rest = entry.split(":", 2)
            if (name, port) == (host, "80") and not rest.startswith("["):
                address, _, number = rest.rpartition(":")
                return address, int(number)
        raise LookupError(host)

    def ask(self, url: str, method: str = "GET", **headers: str) -> Reply:
        parts = urlsplit(url)
        return self.ask_at(self.address(parts.hostname or ""), url, method, **headers)

    def ask_at(
        self, where: tuple[str, int], url: str, method: str = "GET", **headers: str
    ) -> Reply:
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection = http.client.HTTPConnection(*where, timeout=10)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, headers={"Host": parts.netloc} | sent)
            response = connection.getresponse()
            named = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, named, response.read())
        finally:
            connection.close()

    def look_up(self, name: str, kind: str) -> dns.message.Message:
        address, port = self.portal.dns.split(":")
        return dns.query.udp(dns.message.make_query(name, kind), address, 5, int(port))


@pytest.fixture(scope="session")
def site() -> DemoSite:
    return DemoSite(TODAY)


@pytest.fixture(scope="session")
def truth(site: DemoSite) -> Planted:
    return planted(site)


@pytest.fixture(scope="session")
def client(site: DemoSite) -> Iterator[Client]:
    with DemoPortal(site, slow_seconds=SLOW) as portal:
        yield Client(portal)


@pytest.fixture
def serving() -> Iterator[Callable[..., Client]]:
    """Start a portal of one's own, in any state; it is closed after the test."""
    portals: list[DemoPortal] = []

    def start(**state: object) -> Client:
        portals.append(DemoPortal(DemoSite(TODAY, **state), slow_seconds=SLOW))
        return Client(portals[-1])

    yield start
    for portal in portals:
        portal.close()
