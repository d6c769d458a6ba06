"""Which address a host name leads to, and whether we may go there.

`--connect-to` maps a host and port to an address, as in curl.  Every other address is checked
after resolution, on every hop: a portal must not be able to send us into a private network.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_CONNECT_TO = re.compile(
    r"^(?P<host>\*|\[[0-9a-fA-F:.]+\]|[^:\[\]]*):(?P<port>\d*|\*):(?P<address>\[[0-9a-fA-F:.]+\]|[^:\[\]]+):(?P<to>\d+)$"
)
_ADDRESS = re.compile(r"^(?P<host>\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::(?P<port>\d+))?$")
_MAX_PORT = 65535


class RouteError(ValueError):
    """A --connect-to or --dns value that cannot be read; the message is Chinese and says how to write it."""


class ForbiddenAddressError(Exception):
    """The address is private, loopback, link-local or otherwise not on the public internet."""


@dataclass(frozen=True, slots=True)
class Address:
    """An IP address and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        """Render like `127.0.0.1:53` or `[::1]:53`."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @classmethod
    def parse(cls, text: str, default_port: int) -> Address:
        """Read `ADDR[:PORT]`; raises RouteError."""
        match = _ADDRESS.match(text.strip())
        host = match["host"].strip("[]") if match else ""
        port = int(match["port"] or default_port) if match else 0
        try:
            ipaddress.ip_address(host)
        except ValueError as error:
            raise RouteError(f"“{text}”不是“IP地址:端口”。请写成 114.114.114.114:53 或 [2400:3200::1]:53。") from error
        if not 0 < port <= _MAX_PORT:
            raise RouteError(f"“{text}”的端口不在 1–65535 之间。")
        return cls(host, port)


@dataclass(frozen=True, slots=True)
class ConnectTo:
    """One `--connect-to HOST:PORT:ADDR:PORT`; host None stands for `*`, port None for any."""

    host: str | None
    port: int | None
    to: Address

    def __str__(self) -> str:
        """Render as it is written on the command line."""
        return f"{self.host or '*'}:{self.port or ''}:{self.to}"

    @classmethod
    def parse(cls, text: str) -> ConnectTo:
        """Read one mapping; raises RouteError."""
        match = _CONNECT_TO.match(text.strip())
        if not match:
            raise RouteError(
                f"--connect-to “{text}”写法不对。应为 主机:端口:地址:端口，"
                "如 www.x.gov.cn:80:127.0.0.1:8080；主机可写 *，IPv6 地址加方括号。"
            )
        host = match["host"].strip("[]").lower()
        port = match["port"]
        return cls(
            None if host in {"", "*"} else host,
            None if port in {"", "*"} else int(port),
            Address.parse(f"{match['address']}:{match['to']}", 0),
        )

    def covers(self, host: str, port: int) -> bool:
        """The mapping speaks of this host and port."""
        return self.host in {None, host.lower()} and self.port in {None, port}


@dataclass(frozen=True, slots=True)
class Routes:
    """All mappings of a crawl, first match first."""

    rules: Sequence[ConnectTo] = ()

    def mapped(self, host: str, port: int) -> Address | None:
        """Return the address that requests for host and port go to, None where no mapping covers them.

        Mappings that name the host come before `*`, and IPv4 addresses before IPv6 ones: an
        IPv6 mapping beside an IPv4 one is there for the IPv6 measurements.
        """
        found = sorted(
            (rule for rule in self.rules if rule.covers(host, port)),
            key=lambda rule: (rule.host is None, ":" in rule.to.host),
        )
        return found[0].to if found else None

    def mapped_v6(self, host: str, port: int) -> Address | None:
        """Return the IPv6 address among the mappings of host and port, if there is one."""
        for rule in self.rules:
            if rule.covers(host, port) and ":" in rule.to.host:
                return rule.to
        return None


def is_public(address: str) -> bool:
    """The address is on the public internet."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if inner is not None and not is_public(str(inner)):
            return False
    return parsed.is_global and not parsed.is_multicast


def check_public(host: str, addresses: Iterable[str]) -> list[str]:
    """Return the public ones of some resolved addresses.

    Raises ForbiddenAddressError where none is public.
    """
    given = list(addresses)
    public = [address for address in given if is_public(address)]
    if given and not public:
        raise ForbiddenAddressError(f"{host} → {given[0]}")
    return public
