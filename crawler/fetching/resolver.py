"""Names to addresses: mapped, from the DNS server given, or from the system; always guarded."""

from __future__ import annotations

import asyncio
import socket
from collections import OrderedDict

import dns.asyncresolver
import dns.exception
import dns.name
import dns.resolver
from aiohttp.abc import AbstractResolver, ResolveResult

from crawler.fetching.routes import Address, Routes, check_public
from crawler.reading.urls import literal_address

_CACHE = 4096
# Seconds for AAAA where A is known: many DNS servers answer it wrongly (that no such name exists) or never.
_BESIDES = 3.0
# getaddrinfo's temporary failures: our resolver has a problem, not the name.
_TEMPORARY = frozenset({socket.EAI_AGAIN, socket.EAI_FAIL, socket.EAI_SYSTEM})


class NameNotFoundError(OSError):
    """The name does not exist or has no address."""


class DnsUnavailableError(OSError):
    """The DNS server did not answer; that says nothing about the name."""


def dns_resolver(server: Address | None, timeout: float) -> dns.asyncresolver.Resolver:
    """Make a resolver that asks `server`, or the system's servers."""
    if server is None:
        resolver = dns.asyncresolver.Resolver()
    else:
        resolver = dns.asyncresolver.Resolver(configure=False)
        resolver.nameservers = [server.host]
        resolver.port = server.port
    resolver.timeout = timeout
    resolver.lifetime = timeout * 2
    return resolver


class GuardedResolver(AbstractResolver):
    """aiohttp's resolver: applies the mappings, then resolves, then refuses what is not public."""

    def __init__(self, routes: Routes, server: Address | None, timeout: float = 5.0) -> None:
        self._routes = routes
        self._server = server
        self._timeout = timeout
        self._cache: OrderedDict[str, list[str] | OSError] = OrderedDict()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return where to connect for host and port.

        Raises NameNotFoundError, DnsUnavailableError, ForbiddenAddressError.
        """
        mapped = self._routes.mapped(host, port)
        if mapped:
            return [_result(host, mapped.host, mapped.port)]
        addresses = check_public(host, await self._addresses(host))
        wanted = [a for a in addresses if family in {socket.AF_UNSPEC, _family(a)}]
        if not wanted:
            raise NameNotFoundError(f"{host} 没有可用的地址")
        return [_result(host, address, port) for address in wanted]

    async def place(self, host: str, port: int) -> Address:
        """Return where a host name, or an address, is asked first.

        Raises as `resolve` does.
        """
        if literal_address(host) is None:
            found = (await self.resolve(host, port))[0]
            return Address(found["host"], found["port"])
        return self._routes.mapped(host, port) or Address(check_public(host, [host])[0], port)

    async def _addresses(self, host: str) -> list[str]:
        known = self._cache.get(host)
        if known is None:
            try:
                known = await (
                    self._ask_system(host) if self._server is None else self._ask_server(host)
                )
            except NameNotFoundError as error:
                known = error
            self._cache[host] = known
            if len(self._cache) > _CACHE:
                self._cache.popitem(last=False)
        if isinstance(known, OSError):
            raise NameNotFoundError(str(known))
        return known

    async def _ask_system(self, host: str) -> list[str]:
        loop = asyncio.get_running_loop()
        try:
            infos = await asyncio.wait_for(
                loop.getaddrinfo(host, None, type=socket.SOCK_STREAM), self._timeout * 2
            )
        except TimeoutError as error:
            raise DnsUnavailableError(f"解析 {host} 超时") from error
        except socket.gaierror as error:
            if error.errno in _TEMPORARY:
                raise DnsUnavailableError(f"解析 {host} 时 DNS 服务器无应答") from error
            raise NameNotFoundError(f"{host} 不存在") from error
        except UnicodeError as error:
            raise NameNotFoundError(f"{host} 不是合法的主机名") from error
        return list(dict.fromkeys(str(info[4][0]) for info in infos))

    async def _ask_server(self, host: str) -> list[str]:
        resolver = dns_resolver(self._server, self._timeout)
        found: list[str] = []
        for kind in ("A", "AAAA"):
            try:
                patience = min(self._timeout, _BESIDES) if found else None
                answer = await resolver.resolve(
                    host, kind, raise_on_no_answer=False, lifetime=patience
                )
            except dns.resolver.NXDOMAIN as error:
                if found:
                    break
                raise NameNotFoundError(f"{host} 不存在") from error
            except (dns.name.NameTooLong, dns.name.LabelTooLong, dns.name.EmptyLabel) as error:
                raise NameNotFoundError(f"{host} 不是合法的主机名") from error
            except dns.exception.DNSException as error:
                if found:
                    break
                raise DnsUnavailableError(f"解析 {host} 时 DNS 服务器无应答") from error
            found.extend(record.to_text() for record in answer.rrset or ())
        if not found:
            raise NameNotFoundError(f"{host} 没有地址记录")
        return found

    async def close(self) -> None:
        """Nothing to close."""


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def _result(host: str, address: str, port: int) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=_family(address),
        proto=0,
        flags=socket.AI_NUMERICHOST,
    )
