"""The IPv6 measurement of one crawl, in order: DNS and name servers, the home host, then the other hosts.

Runs beside the crawl from the moment its home page was answered, and ends within its budgets, with what
it has.  Never raises for what the network does.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from crawler.fetching.failures import FetchFailedError
from crawler.fetching.pace import Pace
from crawler.fetching.routes import Routes
from crawler.fetching.tls import strict_context
from crawler.probes.ipv6.connections import connect
from crawler.probes.ipv6.home import CONNECTING, Home, latency
from crawler.probes.ipv6.hosts import Hosts, nothing_of
from crawler.probes.ipv6.inner import measure_links, measure_named, measure_resources
from crawler.probes.ipv6.name_servers import measure_name_servers
from crawler.probes.ipv6.pages import Reader
from crawler.probes.ipv6.resources import Gathered
from crawler.probes.ipv6.vantage import ANYWHERE, Place, Vantage, way_out
from crawler.probes.names import Names
from crawler.reading.urls import host_of, literal_address, port_of
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Fetch, Outcome, Probe

KIND = "ipv6"
VERSION = 2  # of the shape of the data
HOME_SECONDS, WAITED, HOSTS_SECONDS = 300.0, 60.0, 60.0  # budgets
_PAGE_LIMIT = 1024 * 1024  # of a page of another host


class Measurement:
    """One measurement.  `begin` and `heard` start it beside the crawl, `finish` brings it to its end."""

    def __init__(
        self,
        plan: CrawlSettings,
        clock: Callable[[], datetime],
        pace: Pace,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._plan = plan
        self._clock = clock
        self._pace = pace
        self._host, self._port = host_of(plan.home), port_of(plan.home)
        self._names = Names(plan.dns)
        routes = Routes(plan.connect_to)
        self._vantage = Vantage(routes, led=routes.mapped(self._host, self._port) is not None)
        self._data = _nothing()
        reader = Reader(plan, pace, _PAGE_LIMIT)
        self._hosts = Hosts(self._names, self._vantage, pace, reader)
        self._home = Home(plan, pace, self._vantage, trust or strict_context(), self._data)
        self._entry: dict[str, Any] = nothing_of(self._host)
        self._beside: asyncio.Task[None] | None = None

    def heard(self, fetch: Fetch) -> None:
        """Begin when the home page was answered: then it may be asked for."""
        if fetch.url == self._plan.home and fetch.outcome.answered:
            self.begin()

    def begin(self) -> None:
        """Begin with the home host, beside whatever else is under way."""
        if self._beside is None:
            self._beside = asyncio.ensure_future(self._measure_home())

    async def __aenter__(self) -> Self:
        """Return the measurement, not yet begun."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Where the crawl fails, end what is under way."""
        if kind is not None:
            await self.cancel()

    async def cancel(self) -> None:
        """End it at once."""
        if self._beside is not None:
            self._beside.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._beside

    async def finish(self, gathered: Gathered | None) -> Probe:
        """Wait for the home host's measurement, measure the others, and hand over what was seen."""
        self.begin()
        assert self._beside is not None  # noqa: S101 - it has just begun
        _, late = await asyncio.wait({self._beside}, timeout=WAITED)
        if late:
            await self.cancel()
            self._unfinished("首页主机", "时间用完")
        if gathered is not None:
            await self._step("其他主机", HOSTS_SECONDS, self._measure_hosts(gathered))
        self._settle()
        return Probe(KIND, self._host, self._clock(), self._data)

    async def _measure_home(self) -> None:
        await asyncio.gather(
            self._step("域名服务器", HOME_SECONDS, self._measure_name_servers()),
            self._step("首页主机", HOME_SECONDS, self._measure_home_host()),
        )

    async def _step(self, name: str, seconds: float, work: Awaitable[None]) -> None:
        """Do one step within its budget; what ends it early is written down."""
        try:
            async with asyncio.timeout(seconds):
                await work
        except TimeoutError:
            self._unfinished(name, "时间用完")
        except FetchFailedError as error:
            self._unfinished(name, error.detail)
            if error.outcome is Outcome.BLOCKED:
                self._data["blocked"] = True
        except Exception as error:  # noqa: BLE001 - a measurement that fails must not end the crawl
            self._unfinished(name, f"出错：{error!r}"[:300])

    def _unfinished(self, name: str, why: str) -> None:
        self._data["unfinished"].append({"what": name, "why": why})

    async def _measure_name_servers(self) -> None:
        if literal_address(self._host) is not None:
            return
        servers = self._data["name_servers"]
        await measure_name_servers(self._host, self._names, self._vantage, self._pace, servers)

    async def _measure_home_host(self) -> None:
        data, vantage, host = self._data, self._vantage, self._host
        entry = self._entry = await self._hosts.addresses(host)
        named = literal_address(host) is None
        a = await self._names.ask(host, "A") if named else None
        data |= {
            "a": entry["a"],
            "aaaa": entry["aaaa"],
            "aaaa_error": entry["error"],
            "dns_error": (a.error if a else None) or entry["error"],
            "cname": entry["cname"],
            "rejected": entry["rejected"],
        }
        places = vantage.places_v6(host, self._port, entry["usable"])
        data["local_ipv6"] = vantage.way = self._way(entry["aaaa"], places)
        await self._known_good()
        if vantage.way in {"yes", "unsure", "mapped"} and places:
            await self._home.measure(entry["usable"])
        if vantage.way == "unsure":
            # A private IPv6 address may be translated on its way out: only success tells.
            data["local_ipv6"] = "yes" if vantage.proven else "no"

    def _way(self, aaaa: list[str], places: list[Place]) -> str:
        """Say how this machine gets to the home host over IPv6."""
        if any(place.mapped for place in places):
            return "mapped"
        if self._vantage.led and aaaa and not places:
            return "unmapped"
        return way_out([place.address for place in places] or [ANYWHERE])

    async def _known_good(self) -> None:
        """Ask the target that is known to have IPv6, where one was named and we were not led elsewhere."""
        target = self._plan.ipv6_target
        if target is None or self._vantage.led:
            return
        place = Place(target.host, target.port, mapped=False)
        seconds = min(self._plan.timeout, CONNECTING)
        found = await connect(self._pace, target.host, place, target.port, seconds)
        self._data["known_good"] = found
        self._vantage.note(ok=found["ok"])

    async def _measure_hosts(self, gathered: Gathered) -> None:
        seconds = min(self._plan.timeout, CONNECTING)
        data, hosts = self._data, self._hosts
        home = self._entry | {"works": _opens(data), "tried": "见首页"}
        data["links"], data["resources"], data["mobile"] = {}, {}, []
        await asyncio.gather(
            measure_links(gathered, hosts, seconds, home, data["links"]),
            measure_resources(gathered, hosts, data["resources"]),
            measure_named(self._plan, gathered, hosts, self._names, seconds, data["mobile"]),
        )

    def _settle(self) -> None:
        """Say what can be said only now that all is measured."""
        data = self._data
        data["proven"] = self._vantage.proven or self._vantage.way == "mapped"
        dns = {}
        for kind in ("A", "AAAA"):
            dns[kind] = self._names.took(self._host, kind)
        data["latency"] = latency(data, dns, self._port)
        for entry in [*data["links"].get("hosts", ()), *data["mobile"]]:
            # That nothing at all was reached says nothing about a host.
            if entry["works"] is False and entry["usable"] and not data["proven"]:
                entry["works"] = None


async def measure(
    plan: CrawlSettings,
    clock: Callable[[], datetime],
    pace: Pace,
    gathered: Gathered | None = None,
    trust: ssl.SSLContext | None = None,
) -> Probe:
    """Measure all at once."""
    return await Measurement(plan, clock, pace, trust).finish(gathered)


def _opens(data: dict[str, Any]) -> bool | None:
    """Whether the home host works over IPv6; None where that could not be told."""
    if not data["aaaa"] and not data["aaaa_error"]:
        return False
    if data["aaaa"] and len(data["rejected"]) == len(data["aaaa"]):
        return False
    if "v6" not in data["read"]:
        return None
    if data["v6"] is None:
        return False
    return None if data["v6"]["wall"] else bool(data["v6"]["status"] < 400)  # noqa: PLR2004 - HTTP's own limit


def _nothing() -> dict[str, Any]:
    return {
        "version": VERSION,
        "local_ipv6": "no",
        "known_good": None,
        "proven": False,
        "a": [],
        "aaaa": [],
        "aaaa_error": "没有来得及查询",
        "dns_error": "没有来得及查询",
        "cname": [],
        "rejected": [],
        "connect": [],
        "connect_v4": [],
        "tls": [],
        "v4": None,
        "v6": None,
        "v6_error": None,
        "read": [],
        "similarity": None,
        "source_similarity": None,
        "self_similarity": None,
        "latency": {},
        "name_servers": {},
        "links": {},
        "resources": {},
        "mobile": [],
        "blocked": False,
        "unfinished": [],
    }
