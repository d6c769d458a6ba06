"""Measure the home page's host: every address on the web's ports, TLS, the page over both protocols.

Writes down what is seen as soon as it is, so that whatever ends the measurement leaves what there is.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

from crawler.fetching.pace import Pace
from crawler.probes.ipv6.connections import connect, shake_hands
from crawler.probes.ipv6.likeness import compare
from crawler.probes.ipv6.pages import PageSeen, Reader
from crawler.probes.ipv6.vantage import Place, Vantage
from crawler.reading.urls import host_of, port_of
from crawler.settings import CrawlSettings

HTTP, HTTPS = 80, 443
CONNECTING = 10.0  # seconds at most, for one connection or one handshake
_MOST_V6, _MOST_V4 = 8, 2  # addresses
_ALIKE = 0.95

Places = dict[int, list[Place]]


class Home:
    """Measures the home host into `data`."""

    def __init__(
        self,
        plan: CrawlSettings,
        pace: Pace,
        vantage: Vantage,
        trust: ssl.SSLContext,
        data: dict[str, Any],
    ) -> None:
        self._plan = plan
        self._host = host_of(plan.home)
        self._port = port_of(plan.home)
        self._pace = pace
        self._vantage = vantage
        self._trust = trust
        self._data = data
        self._seconds = min(plan.timeout, CONNECTING)
        self._failed: str | None = None  # how the last reading of the page ended without an answer

    async def measure(self, usable: list[str]) -> None:
        """Measure over IPv6, and over IPv4 for comparison.

        Raises FetchFailedError where the pace leaves the host alone.
        """
        vantage, host, data = self._vantage, self._host, self._data
        ports = sorted({HTTP, HTTPS, self._port})
        places6 = {p: vantage.places_v6(host, p, usable)[:_MOST_V6] for p in ports}
        places4 = {p: vantage.places_v4(host, p, data["a"])[:_MOST_V4] for p in ports}
        open6 = await self._connect(places6, data["connect"], version=6)
        open4 = await self._connect(places4, data["connect_v4"], version=4)
        # A home page on a port of its own, over https, is as good as one on 443.
        secure = HTTPS if not self._plan.home.startswith("https:") else self._port
        to_shake = [(6, place) for place in open6.get(secure, ())]
        if to_shake:  # IPv4 is there to compare with
            to_shake += [(4, place) for place in open4.get(secure, ())[:1]]
        for version, place in to_shake:
            entry = await shake_hands(self._pace, host, place, self._seconds, self._trust)
            data["tls"].append(entry | {"version": version})
        await self._pages(open6, places6, open4, places4)

    async def _connect(self, places: Places, into: list[dict[str, Any]], *, version: int) -> Places:
        """Connect to all places; return those that took the connection, by port."""
        opened: Places = {}
        for port, at in places.items():
            for place in at:
                entry = await connect(self._pace, self._host, place, port, self._seconds)
                if not entry["ok"] and version == 6:  # noqa: PLR2004 - IPv6; a lost packet is no fault
                    entry = await connect(self._pace, self._host, place, port, self._seconds)
                into.append(entry)
                if entry["ok"]:
                    opened.setdefault(port, []).append(place)
                    if version == 6:  # noqa: PLR2004 - IPv6
                        self._vantage.note(ok=True)
        return opened

    async def _pages(self, open6: Places, places6: Places, open4: Places, places4: Places) -> None:
        """Read the home page over both, from the first address that takes connections."""
        data = self._data
        seen6 = await self._page(open6, places6) or await self._page(open6, places6)
        data["v6"], data["read"] = seen6.shown() if seen6 else None, ["v6"]
        data["v6_error"] = None if seen6 else self._failed
        seen4 = await self._page(open4, places4) or await self._page(open4, places4)
        data["v4"], data["read"] = seen4.shown() if seen4 else None, ["v6", "v4"]
        if not seen4 or not seen6:
            return
        if seen6.status != seen4.status:  # it may have been a bad moment
            seen6 = await self._page(open6, places6) or seen6
            data["v6"] = seen6.shown()
        data["similarity"], data["source_similarity"] = await _compared(seen4, seen6)
        if data["similarity"] < _ALIKE:
            # How much the page differs from itself says what the difference is worth.
            again = await self._page(open4, places4)
            if again:
                data["self_similarity"] = (await _compared(seen4, again))[0]

    async def _page(self, opened: Places, places: Places) -> PageSeen | None:
        at = next(iter(opened.get(self._port, ())), None)
        if at is None:
            return None
        number = places[self._port].index(at)
        chosen = {port: all_[number] for port, all_ in places.items() if number < len(all_)}
        reader = Reader(self._plan, self._pace)
        found = await reader.read(self._plan.home, chosen)
        self._failed = reader.failed
        return found


async def _compared(one: PageSeen, other: PageSeen) -> tuple[float, float]:
    return await asyncio.to_thread(compare, one.html, other.html)


def latency(data: dict[str, Any], dns: dict[str, float | None], port: int) -> dict[str, Any]:
    """Return the seconds of each step over both protocols, as far as they were measured."""
    found: dict[str, Any] = {}
    for version, kind, tried in (("v4", "A", "connect_v4"), ("v6", "AAAA", "connect")):
        opened = next((e for e in data[tried] if e["ok"] and e["port"] == port), None)
        digit = int(version[1])
        shaken = next((e for e in data["tls"] if e["ok"] and e["version"] == digit), None)
        page = data[version] or {}
        found[version] = {
            "dns": dns.get(kind),
            "tcp": opened["seconds"] if opened else None,
            "tls": shaken["seconds"] if shaken else None,
            "first": page.get("first"),
            "whole": page.get("whole"),
        }
    return found
