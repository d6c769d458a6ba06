"""Measure any host over IPv6, each once: its addresses, a connection, and a page that the crawl has read.

Without a way to IPv6 only the DNS is asked.  A page is asked for only where the crawl has read it, so
robots.txt has allowed it; of other hosts a connection must do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from crawler.fetching.failures import FetchFailedError
from crawler.fetching.pace import Pace
from crawler.probes.ipv6.addresses import is_loopback, why_useless
from crawler.probes.ipv6.connections import connect
from crawler.probes.ipv6.pages import Reader
from crawler.probes.ipv6.vantage import Place, Vantage
from crawler.probes.names import Answered, Names
from crawler.reading.urls import literal_address

_ADDRESSES = 2  # of a host that is not the home host


def nothing_of(host: str) -> dict[str, Any]:
    """Return what is known of a host before it is measured."""
    return {
        "host": host,
        "a": [],
        "aaaa": [],
        "cname": [],
        "error": None,
        "rejected": [],
        "usable": [],
        "works": None,
        "tried": None,
    }


class Hosts:
    """Measures hosts; `works` is True, False, or None where this machine could not tell."""

    def __init__(self, names: Names, vantage: Vantage, pace: Pace, reader: Reader) -> None:
        self._names = names
        self._vantage = vantage
        self._pace = pace
        self._reader = reader
        self._slots = asyncio.Semaphore(8)
        self._known: dict[str, asyncio.Task[dict[str, Any]]] = {}

    async def measure(
        self, host: str, ports: Iterable[int], page: str | None, seconds: float
    ) -> dict[str, Any]:
        """Measure a host on one of its ports, with a page of it where one was read."""
        known = self._known.get(host)
        if known is None:
            wanted = sorted(ports) or [80]
            work = self._measure(host, wanted, page, seconds)
            known = self._known[host] = asyncio.ensure_future(work)
        return await known

    async def _measure(
        self, host: str, ports: list[int], page: str | None, seconds: float
    ) -> dict[str, Any]:
        async with self._slots:
            entry = await self.addresses(host)
            usable = entry["usable"]
            entry["works"] = None if entry["error"] else False if not usable else None
            if not usable:
                return entry
            places = {port: self._vantage.places_v6(host, port, usable) for port in ports}
            try:
                for number in range(min(_ADDRESSES, max(map(len, places.values())))):
                    one = {port: at[number] for port, at in places.items() if number < len(at)}
                    works = await self._try(host, one, page, seconds, entry)
                    entry["works"] = works if entry["works"] is None else entry["works"] and works
            except FetchFailedError as error:
                entry["tried"] = f"没有测（{error.detail}）"
            return entry

    async def addresses(self, host: str) -> dict[str, Any]:
        """Ask for a host's addresses; `usable` are those that somebody may come to."""
        if literal_address(host) is not None:
            a = Answered((host,) if ":" not in host else ())
            aaaa = Answered((host,) if ":" in host else ())
        else:
            a, aaaa = await self._names.ask(host, "A"), await self._names.ask(host, "AAAA")
        led = self._vantage.led
        # An address that the audit is told to go by is no record that could be wrong.
        told = led and literal_address(host) is not None
        rejected = [
            {"address": one, "why": why}
            for one in (aaaa.values if not told else ())
            if (why := why_useless(one)) and not (led and is_loopback(one))
        ]
        useless = {one["address"] for one in rejected}
        return nothing_of(host) | {
            "a": list(a.values),
            "aaaa": list(aaaa.values),
            "cname": list(aaaa.chain or a.chain),
            "error": aaaa.error,
            "rejected": rejected,
            "usable": [one for one in aaaa.values if one not in useless],
        }

    async def _try(
        self,
        host: str,
        places: dict[int, Place],
        page: str | None,
        seconds: float,
        entry: dict[str, Any],
    ) -> bool | None:
        """Try one address: True and False as `works`, None where this machine has no way to it."""
        if not places or not all(map(self._vantage.open_to, places.values())):
            return None
        port, place = next(iter(places.items()))
        reached = await connect(self._pace, host, place, port, seconds)
        if not reached["ok"]:  # a lost packet is no fault
            reached = await connect(self._pace, host, place, port, seconds)
        self._vantage.note(ok=reached["ok"])
        if not reached["ok"]:
            entry["tried"] = f"{place.address} 端口 {port} 连不上（{reached['error']}）"
            return False
        if page is None:
            entry["tried"] = f"端口 {port} 能连接（没有请求网页）"
            return True
        seen = await self._reader.read(page, places)
        if seen is None:
            entry["tried"] = f"能连接，但没有打开 {page}"
            return False
        entry["tried"] = f"{page} 返回 {seen.status}"
        return seen.status < 400 if seen.wall is None else None  # noqa: PLR2004 - HTTP's own limit
