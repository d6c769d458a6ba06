"""Measure the hosts that the site's own links and resources lead to, and its mobile hosts.

What is known comes from the crawl; each host is measured once, the most linked ones first, no more than
MOST of each sort, and what was left out is counted.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

from crawler.probes.ipv6.hosts import Hosts
from crawler.probes.ipv6.resources import Gathered
from crawler.probes.names import Names
from crawler.reading.scope import Scope, host_entry
from crawler.reading.urls import literal_address
from crawler.settings import CrawlSettings

MOST = 40
SECOND, THIRD = 1, 2  # clicks from the home page to what the second, the third level is
_MOBILE = ("m", "wap", "3g", "mobile")
_MOBILE_NAME = re.compile(rf"(?:{'|'.join(_MOBILE)})\.")
_MADE_UP = "gongkai-no-such-host"


async def measure_links(
    gathered: Gathered, hosts: Hosts, seconds: float, home: dict[str, Any], into: dict[str, Any]
) -> None:
    """Measure the hosts of the site's links of the second and third level."""
    linked = [
        one
        for one in gathered.hosts.values()
        if one.by_depth.get(SECOND) or one.by_depth.get(THIRD)
    ]
    linked.sort(key=lambda one: (-one.links, one.host))
    into["left_out"] = [
        {
            "host": one.host,
            "second": one.by_depth.get(SECOND, 0),
            "third": one.by_depth.get(THIRD, 0),
        }
        for one in linked[MOST:]
    ]
    into["hosts"] = []

    async def one(number: int) -> None:
        seen = linked[number]
        counted = {
            "second": seen.by_depth.get(SECOND, 0),
            "third": seen.by_depth.get(THIRD, 0),
        }
        if seen.host == home["host"]:
            measured = home
        else:
            measured = await hosts.measure(seen.host, seen.ports, seen.page, seconds)
        into["hosts"].append(measured | counted)

    await asyncio.gather(*(one(number) for number in range(len(linked[:MOST]))))
    into["hosts"].sort(key=lambda one: (-(one["second"] + one["third"]), one["host"]))


async def measure_resources(gathered: Gathered, hosts: Hosts, into: dict[str, Any]) -> None:
    """Ask for the addresses of the hosts that pages load from: those without AAAA are the gaps."""
    used = sorted(gathered.resources.values(), key=lambda one: (-one.pages, -one.uses, one.host))
    into |= {"pages": gathered.pages, "known": len(used), "hosts": []}

    async def one(number: int) -> None:
        seen = used[number]
        found = await hosts.addresses(seen.host)
        into["hosts"].append(
            {
                "host": seen.host,
                "uses": seen.uses,
                "pages": seen.pages,
                "kinds": sorted(seen.kinds),
                "example": seen.example,
                "aaaa": found["aaaa"],
                "usable": found["usable"],
                "a": found["a"],
                "error": found["error"],
            }
        )

    await asyncio.gather(*(one(number) for number in range(len(used[:MOST]))))
    into["hosts"].sort(key=lambda one: (-one["pages"], -one["uses"], one["host"]))


async def measure_named(
    plan: CrawlSettings,
    gathered: Gathered,
    hosts: Hosts,
    names: Names,
    seconds: float,
    into: list[dict[str, Any]],
) -> None:
    """Measure the mobile hosts: linked, known to the DNS, or named by who asked for the audit."""
    found: dict[str, str] = {}
    for name in gathered.hosts:
        if _MOBILE_NAME.match(name):
            found[name] = "linked"
    for text in plan.hosts:
        name, path = host_entry(text)
        if path == "/" and literal_address(name) is None:
            found.setdefault(name, "named")
    domain = Scope.of(plan.home, plan.hosts).domain
    if domain is not None:
        made_up = f"{_MADE_UP}.{domain}"
        anything = (await names.ask(made_up, "A")).values or (
            await names.ask(made_up, "AAAA")
        ).values
        for label in _MOBILE if not anything else ():  # where every name resolves, it means nothing
            name = f"{label}.{domain}"
            known = (await names.ask(name, "A")).values or (await names.ask(name, "AAAA")).values
            if known:
                found.setdefault(name, "dns")

    async def one(name: str, why: str) -> None:
        seen = gathered.hosts.get(name)
        ports = seen.ports if seen else {80}
        measured = await hosts.measure(name, ports, seen.page if seen else None, seconds)
        links = seen.links if seen else 0
        mobile = bool(_MOBILE_NAME.match(name))
        into.append(measured | {"why": why, "links": links, "mobile": mobile})

    await asyncio.gather(*(one(name, why) for name, why in list(found.items())[:MOST]))
    into.sort(key=lambda one: (not one["mobile"], one["host"]))
