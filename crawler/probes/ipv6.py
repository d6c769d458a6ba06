"""Measure a portal over IPv6: its AAAA records, connections to each address, both home pages compared.

The probe's `data`: `local_ipv6` (`yes`, `no`, `mapped` where --connect-to leads there, `unmapped` where
it leads to IPv4 only: then nothing is asked over IPv6), `a` and
`aaaa` (addresses as text), `dns_error`, `connect` (one entry an address and port), `v4` and `v6`
(status, title, size of the home page, `wall` where a bot wall answered; None where not measured),
`similarity` of the two pages' visible texts (0..1, None where not both were read).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

import aiohttp
import dns.exception
import dns.resolver
import yarl

from crawler.fetching.failures import understood
from crawler.fetching.pace import Pace
from crawler.fetching.resolver import dns_resolver
from crawler.fetching.routes import Routes, is_public
from crawler.fetching.tls import lenient_context
from crawler.reading.charset import decode
from crawler.reading.links import read_links
from crawler.reading.urls import absolute, host_of, literal_address, port_of
from crawler.reading.walls import wall_by_status, wall_by_text
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Probe

_COMPARED = 20_000
_HOPS = 5
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}
_ANYWHERE = "2400:3200::1"  # any address of the public IPv6 internet; never contacted


@dataclass(frozen=True, slots=True)
class _Home:
    status: int
    title: str
    text: str
    size: int
    wall: str | None

    def shown(self) -> dict[str, Any]:
        return {"status": self.status, "title": self.title, "size": self.size, "wall": self.wall}


async def measure(plan: CrawlSettings, clock: Callable[[], datetime], pace: Pace) -> Probe:
    """Measure the home page's host; never raises for what the network does.

    Raises FetchFailedError where the pace leaves the host alone.
    """
    host, port = host_of(plan.home), port_of(plan.home)
    data: dict[str, Any] = {
        "local_ipv6": "no",
        "a": [],
        "aaaa": [],
        "dns_error": None,
        "connect": [],
        "v4": None,
        "v6": None,
        "similarity": None,
    }
    routes = Routes(plan.connect_to)
    if literal_address(host):
        data["aaaa" if ":" in host else "a"] = [host]
    else:
        for kind in ("a", "aaaa"):
            data[kind], error = await _ask(plan, host, kind.upper())
            data["dns_error"] = data["dns_error"] or error
    targets = _targets(data["aaaa"], routes, host, port)
    data["local_ipv6"] = _way(data["aaaa"], targets)
    v6: _Home | None = None
    if data["local_ipv6"] not in {"no", "unmapped"}:
        for address, to_port, mapped in targets:
            if not mapped and not is_public(address):
                continue
            async with pace.turn(host, address):
                entry = await _connect(address, to_port, plan.timeout)
            data["connect"].append(entry | {"port": port})
            if entry["ok"] and v6 is None:
                v6 = await _home(plan, routes, address, pace)
        if data["local_ipv6"] == "unsure":
            # A private IPv6 address may be translated on its way out: only success tells.
            reached = any(entry["ok"] for entry in data["connect"])
            data["local_ipv6"] = "yes" if reached else "no"
        v4 = await _home_v4(plan, routes, pace, data["a"])
        data["v4"] = v4.shown() if v4 else None
        data["v6"] = v6.shown() if v6 else None
        if v4 and v6:
            data["similarity"] = _similarity(v4.text, v6.text)
    return Probe("ipv6", host, clock(), data)


async def _ask(plan: CrawlSettings, host: str, kind: str) -> tuple[list[str], str | None]:
    try:
        answer = await dns_resolver(plan.dns, 5.0).resolve(host, kind, raise_on_no_answer=False)
    except dns.resolver.NXDOMAIN:
        return [], "域名不存在"
    except (dns.exception.DNSException, OSError) as error:
        return [], f"DNS 服务器无应答（{type(error).__name__}）"
    return [record.to_text() for record in answer.rrset or ()], None


def _targets(aaaa: list[str], routes: Routes, host: str, port: int) -> list[tuple[str, int, bool]]:
    """Where to connect for each AAAA address: (address, port, mapped)."""
    v6 = routes.mapped_v6(host, port)
    if v6 is not None and aaaa:
        return [(v6.host, v6.port, True)]
    mapped = routes.mapped(host, port)
    if mapped is None:
        return [(address, port, False) for address in aaaa]
    if literal_address(host):
        return []  # the one address that there is leads to IPv4
    # Only the way to an IPv4 address was given, so no other machine may be contacted in its place:
    # only this machine's own IPv6 listener, at the same port, where the way leads to this machine.
    return [(a, mapped.port, True) for a in aaaa if _loopback(mapped.host) and _loopback(a)]


def _way(aaaa: list[str], targets: list[tuple[str, int, bool]]) -> str:
    """Say how this machine gets to the targets over IPv6."""
    if any(mapped for _, _, mapped in targets):
        return "mapped"
    if aaaa and not targets:
        return "unmapped"
    return _way_out([address for address, _, _ in targets] or [_ANYWHERE])


def _loopback(address: str) -> bool:
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback


def _way_out(addresses: list[str]) -> str:
    """Say whether this machine has IPv6 to the outside: yes, no, or unsure (a private address).

    Sends nothing: connecting a UDP socket only looks up the route and the address we would use.
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


async def _connect(address: str, port: int, seconds: float) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    started = loop.time()
    entry: dict[str, Any] = {"address": address, "port": port, "ok": False, "error": None}
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(address, port)
        writer.close()
        entry["ok"] = True
    except (OSError, TimeoutError) as error:
        entry["error"] = understood(error).outcome.value
    return entry | {"seconds": round(loop.time() - started, 3)}


async def _home_v4(
    plan: CrawlSettings, routes: Routes, pace: Pace, addresses: list[str]
) -> _Home | None:
    mapped = routes.mapped(host_of(plan.home), port_of(plan.home))
    if mapped is not None and ":" not in mapped.host:
        return await _home(plan, routes, mapped.host, pace)
    for address in addresses:
        if is_public(address):
            return await _home(plan, routes, address, pace)
    return None


async def _home(plan: CrawlSettings, routes: Routes, address: str, pace: Pace) -> _Home | None:
    """Read the home page from one address, following redirects that stay on the host."""
    url = yarl.URL(plan.home, encoded=True)
    host = url.raw_host or ""
    timeout = aiohttp.ClientTimeout(total=plan.timeout * 2, sock_connect=plan.timeout)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session:
            for _ in range(_HOPS):
                port = url.port or 0
                aimed = url.with_host(address).with_port(_port_at(routes, host, port, address))
                headers = _HEADERS | {
                    "User-Agent": plan.user_agent,
                    "Host": url.host_port_subcomponent or host,
                }
                question = session.get(
                    aimed,
                    headers=headers,
                    server_hostname=None if literal_address(host) else host,
                    ssl=lenient_context(),
                    allow_redirects=False,
                )
                async with pace.turn(host_of(plan.home), address), question as answer:
                    onward = _onward(url, answer)
                    if onward is None:
                        body = await _body(answer, plan.page_limit)
                        return _read(answer, body, str(url))
                    url = onward
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        return None
    return None


def _port_at(routes: Routes, host: str, port: int, address: str) -> int:
    mapped = (routes.mapped_v6(host, port) if ":" in address else None) or routes.mapped(host, port)
    return mapped.port if mapped else port


def _onward(url: yarl.URL, answer: aiohttp.ClientResponse) -> yarl.URL | None:
    """Return where a redirect leads to, None where that is off the host or nowhere new."""
    location = answer.headers.get("Location")
    if answer.status not in {301, 302, 303, 307, 308} or not location:
        return None
    target = absolute(str(url), location)
    onward = yarl.URL(target, encoded=True) if target else url
    return onward if onward.raw_host == url.raw_host and onward != url else None


async def _body(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    pieces = b""
    async for piece in answer.content.iter_chunked(1 << 16):
        pieces += piece
        if len(pieces) > limit:
            return pieces[:limit]
    return pieces


def _read(answer: aiohttp.ClientResponse, body: bytes, url: str) -> _Home:
    text = decode(body, answer.headers.get("Content-Type")).text
    page = read_links(text, url)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    wall = wall_by_status(answer.status, headers) or wall_by_text(text, page.text)
    return _Home(answer.status, page.title, page.text, len(body), wall)


def _similarity(one: str, other: str) -> float:
    """Compare two visible texts: 1.0 is equal."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED], autojunk=False)
    return round(matcher.quick_ratio(), 3)
