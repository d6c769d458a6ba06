"""Which address a host name leads to, and whether we may go there.

`--connect-to` maps a host and port to an address, as in curl.  Every other address is checked
after resolution, on every hop: a portal must not be able to send us into a private network.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.reading.urls import absolute, host_of, literal_address

_CONNECT_TO = re.compile(
    r"(?P<host>\[[0-9a-fA-F:.]+\]|[^:\[\]]*):(?P<port>[0-9]*|\*):(?P<to>.+)", re.DOTALL
)
_ADDRESS = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::(?P<port>[0-9]+))?")
# All of the public IPv6 internet.  Python's own tables differ from version to version.
_GLOBAL = ipaddress.IPv6Network("2000::/3")
# IPv4 addresses as networks without IPv4 write them (RFC 6052).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_MAX_PORT = 65535
_MAX_DIGITS = 5
_SLASHES = 3  # of a URL that is only a host


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
        match = _ADDRESS.fullmatch(text.strip())
        try:
            host = ipaddress.ip_address(match["host"].strip("[]") if match else "")
        except ValueError as error:
            raise RouteError(
                f"“{text}”不是“IP地址:端口”。请写成 114.114.114.114:53 或 [2400:3200::1]:53。"
            ) from error
        return cls(str(host), _port(match["port"] if match else None, text, default_port))


def _port(digits: str | None, text: str, default: int) -> int:
    port = int(digits) if digits and len(digits) <= _MAX_DIGITS else default if not digits else 0
    if not 0 < port <= _MAX_PORT:
        raise RouteError(f"“{text}”的端口不在 1–65535 之间。")
    return port


@dataclass(frozen=True, slots=True)
class ConnectTo:
    """One `--connect-to HOST:PORT:ADDR:PORT`; host None stands for `*`, port None for any."""

    host: str | None
    port: int | None
    to: Address

    def __str__(self) -> str:
        """Render as it is written on the command line."""
        host = f"[{self.host}]" if self.host and ":" in self.host else self.host
        return f"{host or '*'}:{self.port or ''}:{self.to}"

    @classmethod
    def parse(cls, text: str) -> ConnectTo:
        """Read one mapping; raises RouteError."""
        match = _CONNECT_TO.fullmatch(text.strip())
        if not match or not re.search(r":[0-9]+$", match["to"]):
            raise _not_a_mapping(text)
        port = match["port"]
        return cls(
            _host(match["host"], text),
            _port(port, text, 0) if port not in {"", "*"} else None,
            Address.parse(match["to"], 0),
        )

    def covers(self, host: str, port: int) -> bool:
        """The mapping speaks of this host and port."""
        return self.host in {None, host} and self.port in {None, port}


def _host(typed: str, text: str) -> str | None:
    """Spell a host name as URLs spell it, None for any."""
    if typed in {"", "*"}:
        return None
    url = absolute(f"http://{typed}/", f"http://{typed}/")
    if url is None or url.count("/") != _SLASHES:
        raise _not_a_mapping(text)
    return host_of(url)


def _not_a_mapping(text: str) -> RouteError:
    return RouteError(
        f"--connect-to “{text}”写法不对。应为 主机:端口:地址:端口，"
        "如 www.x.gov.cn:80:127.0.0.1:8080；主机可写 *，IPv6 地址加方括号。"
    )


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


def is_public(address: str) -> bool:
    """The address is on the public internet."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
        if parsed not in _GLOBAL or (parsed.sixtofour and not is_public(str(parsed.sixtofour))):
            return False
    return parsed.is_global and not parsed.is_multicast


def spells_private(host: str) -> bool:
    """`host` is an address that is not public, or a name of this machine itself."""
    local = host == "localhost" or host.endswith(".localhost")
    return local or (literal_address(host) is not None and not is_public(host))


def check_public(host: str, addresses: Iterable[str]) -> list[str]:
    """Return the public ones of some resolved addresses.

    Raises ForbiddenAddressError where none is public.
    """
    given = list(addresses)
    public = [address for address in given if is_public(address)]
    if given and not public:
        raise ForbiddenAddressError(f"{host} → {given[0]}")
    return public
