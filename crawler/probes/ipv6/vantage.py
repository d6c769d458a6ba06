"""From where IPv6 is measured: whether this machine has it, and where a host may be asked over it.

Sends nothing.  Where the audit was led elsewhere (`--connect-to`), only places that it was led to are
asked: nothing is contacted over IPv6 in the place of a machine to which only an IPv4 way was given.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.fetching.routes import Address, ConnectTo, Routes, is_public
from crawler.probes.ipv6.addresses import is_loopback
from crawler.reading.urls import literal_address

ANYWHERE = "2400:3200::1"  # any address of the public IPv6 internet; never contacted
DNS_PORT = 53


@dataclass(frozen=True, slots=True)
class Place:
    """Where to connect for an address; `mapped` where a mapping leads there."""

    address: str
    port: int
    mapped: bool

    @property
    def where(self) -> Address:
        """The address with its port."""
        return Address(self.address, self.port)


@dataclass(slots=True)
class Vantage:
    """The ways out of this machine.

    `led` says that the audit's home host is mapped.  `way` is how the home host is to be reached: yes,
    no, unsure (only a private address, which may be translated on its way out), mapped, or unmapped.
    `proven` becomes true with the first IPv6 connection that succeeds.
    """

    routes: Routes
    led: bool
    way: str = "no"
    proven: bool = False
    _out: dict[str, bool] = field(default_factory=dict)

    def places_v6(self, host: str, port: int, aaaa: Iterable[str]) -> list[Place]:
        """Where to connect over IPv6 for the addresses of a host."""
        known = list(aaaa)
        mapped = self._mapped(host, port, version=6)
        if mapped is not None:
            return [Place(mapped.host, mapped.port, mapped=True)] if known else []
        v4 = self._mapped(host, port, version=4)
        if v4 is not None:
            if literal_address(host):
                return []  # the one address that there is leads to IPv4
            # Of other machines none may be contacted in the place of the one that was named: only
            # this machine's own listener, at the same port, where the way leads to this machine.
            own = is_loopback(v4.host)
            return [Place(a, v4.port, mapped=True) for a in known if own and is_loopback(a)]
        return [] if self.led else [Place(a, port, mapped=False) for a in known if is_public(a)]

    def places_v4(self, host: str, port: int, addresses: Iterable[str]) -> list[Place]:
        """Where to connect over IPv4 for the addresses of a host."""
        mapped = self._mapped(host, port, version=4)
        if mapped is not None:
            return [Place(mapped.host, mapped.port, mapped=True)]
        if self.led or self._mapped(host, port, version=6) is not None:
            return []
        return [Place(a, port, mapped=False) for a in addresses if is_public(a)]

    def open_to(self, place: Place) -> bool:
        """Whether this machine has a way to the place that is worth trying."""
        if place.mapped:
            return True
        known = self._out.get(place.address)
        if known is None:
            known = self._out[place.address] = way_out([place.address]) != "no"
        return known

    def note(self, *, ok: bool) -> None:
        """Note how a connection over IPv6 ended."""
        self.proven = self.proven or ok

    def _mapped(self, host: str, port: int, *, version: int) -> Address | None:
        for rule in sorted(self.routes.rules, key=lambda rule: rule.host is None):
            if rule.covers(host, port) and (":" in rule.to.host) == (version == 6):  # noqa: PLR2004 - IPv6
                return rule.to if _means(rule, port) else None
        return None


def _means(rule: ConnectTo, port: int) -> bool:
    """A mapping of all ports is about the web; the DNS is led elsewhere by its own port only."""
    return port != DNS_PORT or rule.port == DNS_PORT


def way_out(addresses: Iterable[str] = (ANYWHERE,)) -> str:
    """Say whether this machine has IPv6 to the outside: yes, no, or unsure (a private address).

    Connecting a UDP socket only looks up the route and the address that we would use.
    """
    found = "no"
    for address in addresses:
        try:
            with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as sock:
                sock.connect((address, 9))
                ours = str(sock.getsockname()[0])
        except OSError:
            continue
        if is_public(ours):
            return "yes"
        found = "unsure"
    return found
