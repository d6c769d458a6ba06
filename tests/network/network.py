"""A small internet on loopback, in which every network probe can be shown to pass, to fail and to be unable to say.

    with Network() as net:
        net.dual("www.x.gov.cn", page())                      # the same page over IPv4 and IPv6
        net.host("old.x.gov.cn", v4=page())                   # IPv4 only: no AAAA record either
        net.host("new.x.gov.cn", v6=page())                   # IPv6 only
        net.host("odd.x.gov.cn", v4=page(), v6=http("nginx")) # another page over IPv6
        net.host("shut.x.gov.cn", v4=page(), v6=REFUSES)      # AAAA record, but the port is closed
        net.host("mute.x.gov.cn", v4=page(), v6=HANGS_UP)     # takes connections and closes them
        net.host("slow.x.gov.cn", v4=SAYS_NOTHING)            # takes connections and is silent
        net.secure("ssl.x.gov.cn", Certificate.EXPIRED, v4=page())
        net.dns.misbehave("bad.x.gov.cn", Trouble.SERVFAIL)
        net.name_servers("x.gov.cn", "ns1.x.gov.cn", "ns2.x.gov.cn")
        plan = net.settings("http://www.x.gov.cn/")           # CrawlSettings with --dns and --connect-to
        flags = net.flags()                                   # the same, for the command line

What is there: a DNS server (`dns_server.py`) in which every host gets a public-looking address that is
never contacted; loopback HTTP(S) servers (`tests/crawler/loopback.py`), one for each side of a host, and
`--connect-to` mappings that lead from the host's name to them; certificates by the network's own CA
(`certificates.py`).  An answer is bytes (see `loopback.http`, `loopback.page`) for every path, a mapping
from paths to answers, or one of the constants above.  `net.side(name, port, 6)` is the server itself, to
see what it was asked, and to say more (`.at`).  `net.gate()` makes answers that wait until the test opens it.

Only 127.0.0.1 and ::1 are used.  Where the machine has no ::1, what uses `v6=` is to be skipped
(`needs_ipv6`).  Nothing here waits for a clock.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

import pytest

from crawler.fetching.lane import BackOff
from crawler.fetching.routes import Address, ConnectTo
from crawler.settings import CrawlSettings
from tests.crawler.loopback import Answer, Loopback, Misbehaviour, says_nothing
from tests.network.certificates import Authority, Certificate
from tests.network.dns_server import SOA, DnsServer, has_ipv6_loopback

needs_ipv6 = pytest.mark.skipif(not has_ipv6_loopback(), reason="this machine has no ::1")

_BRIEFLY = BackOff(longest_pause=0.02, first_pause=0.01, slowest=0.02, least_delay=0.005)


async def _hang_up(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    """Close the connection that was taken."""


class _Refuses:
    """Nobody listens."""


REFUSES = _Refuses()
HANGS_UP: Misbehaviour = _hang_up
SAYS_NOTHING: Misbehaviour = says_nothing
# Of a whole connection a misbehaviour is shown, of a path an answer.
Side = bytes | Mapping[str, Answer] | Misbehaviour | _Refuses
Place = Loopback | socket.socket


class Gate:
    """Answers that wait until the gate is opened; who waits keeps nobody else waiting."""

    def __init__(self) -> None:
        self._open = threading.Event()

    def behind(self, raw: bytes) -> Misbehaviour:
        """Make an answer that goes out when the gate is open."""

        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await asyncio.to_thread(self._open.wait)
            writer.write(raw)
            await writer.drain()

        return answer

    def open(self) -> None:
        """Let all answers out."""
        self._open.set()


class Network:
    """The network; see the head of this module."""

    def __init__(self) -> None:
        self._closing = ExitStack()
        self.dns = DnsServer()
        self._closing.callback(self.dns.close)
        self.authority = Authority()
        self._mappings: list[ConnectTo] = []
        self._sides: dict[tuple[str, int, int], Place] = {}
        self._number = 0

    def dual(self, name: str, both: Side) -> None:
        """Make a host that answers the same over IPv4 and IPv6, on port 80."""
        self.host(name, v4=both, v6=both)

    def host(
        self,
        name: str,
        *,
        v4: Side | None = None,
        v6: Side | None = None,
        port: int = 80,
        tls: Certificate | None = None,
    ) -> None:
        """Make a host, or one more port of it.  What is not given is not there, in the DNS neither."""
        if not self._known(name):
            self._number += 1
            records: dict[str, str] = {}
            if v4 is not None:
                records["A"] = f"1.2.4.{self._number}"
            if v6 is not None:
                records["AAAA"] = f"2400:3200::{self._number:x}"
            self.dns.tell(name, **records)
        for version, side in ((4, v4), (6, v6)):
            if side is not None:
                self._listen(name, port, version, side, tls)

    def secure(
        self,
        name: str,
        certificate: Certificate = Certificate.RIGHT,
        *,
        v4: Side | None = None,
        v6: Side | None = None,
    ) -> None:
        """Make a host's port 443."""
        self.host(name, v4=v4, v6=v6, port=443, tls=certificate)

    def name_servers(self, zone: str, *names: str) -> None:
        """Make a zone with these name servers; `listen_dns` opens one's port 53."""
        self.dns.tell(zone, NS=[f"{name}." for name in names], SOA=SOA)

    def listen_dns(self, name: str, version: int = 6) -> DnsServer:
        """Make a name server that can be asked over this version of IP."""
        loopback = "::1" if version == 6 else "127.0.0.1"
        server = DnsServer(address=loopback)
        self._closing.callback(server.close)
        self._mappings.append(ConnectTo(name, 53, server.address))
        return server

    def map_to_nobody(self, name: str, port: int, version: int = 6) -> None:
        """Map a host's port to a place where nobody listens."""
        self._listen(name, port, version, REFUSES, None)

    def side(self, name: str, port: int = 80, version: int = 4) -> Loopback:
        """Return the server behind a host's port."""
        found = self._sides[name, port, version]
        assert isinstance(found, Loopback)
        return found

    def gate(self) -> Gate:
        """Make a gate; it is opened at the end at the latest."""
        made = Gate()
        self._closing.callback(made.open)
        return made

    def settings(self, home: str, **wanted: Any) -> CrawlSettings:
        """Return the settings of a crawl in this network, at full speed."""
        usual: dict[str, Any] = {
            "delay": 0.0,
            "back_off": _BRIEFLY,
            "timeout": 60.0,
            "connect_to": tuple(self._mappings),
            "dns": self.dns.address,
        }
        return CrawlSettings(home, **(usual | wanted))

    def flags(self) -> list[str]:
        """Return the flags that lead `gongkai` into this network."""
        mappings = [text for rule in self._mappings for text in ("--connect-to", str(rule))]
        return [*mappings, "--dns", str(self.dns.address)]

    def close(self) -> None:
        """Close everything."""
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _known(self, name: str) -> bool:
        return any(known == name for known, _, _ in self._sides)

    def _listen(
        self, name: str, port: int, version: int, side: Side, tls: Certificate | None
    ) -> None:
        loopback = "::1" if version == 6 else "127.0.0.1"
        place, close, at = self._open(name, loopback, side, tls)
        self._closing.callback(close)
        self._sides[name, port, version] = place
        self._mappings.append(ConnectTo(name, port, Address(loopback, at)))

    def _open(
        self, name: str, loopback: str, side: Side, tls: Certificate | None
    ) -> tuple[Place, Callable[[], None], int]:
        if isinstance(side, _Refuses):
            # Bound, so that nobody else gets the port; but nobody listens.
            taken = socket.socket(socket.AF_INET6 if ":" in loopback else socket.AF_INET)
            taken.bind((loopback, 0))
            return taken, taken.close, int(taken.getsockname()[1])
        server = Loopback(loopback, tls=self.authority.context(name, tls) if tls else None)
        if isinstance(side, bytes):
            server.at("/", side)
        elif isinstance(side, Mapping):
            for path, answer in side.items():
                server.at(path, answer)
        else:
            server.raw = side
        return server, server.close, server.port
