"""Open one address as a visitor would, outside of a crawl: one GET through its redirects, bounded in time.

Two kinds of visitor: ours, which says who it is, and one that looks like any browser.  Neither goes
round anything: what robots.txt closes is not opened, and nothing is done to a wall that answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from ssl import SSLContext

from protego import Protego

from crawler.fetching.answer import Answer
from crawler.fetching.failures import understood
from crawler.fetching.forgiving import ForgivingReader
from crawler.fetching.resolver import GuardedResolver
from crawler.fetching.routes import Address, Routes
from crawler.fetching.sockets import connectable
from crawler.fetching.tls import lenient_context, strict_context
from crawler.reading.urls import host_of, literal_address, port_of
from crawler.snapshot.model import Outcome, Role
from crawler.spiders.answers import read_answer
from crawler.spiders.question import Question
from crawler.watch.lines import Attempt

_HOPS = 5
_BODY = 8 * 1024 * 1024
_ROBOTS_BODY = 512 * 1024
_DNS_TIMEOUT = 5.0
_ACCEPT = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}
_BROWSER = {
    "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Safari/537.36",
    **_ACCEPT,
    "Cache-Control": "no-cache",
    "Upgrade-Insecure-Requests": "1",
}


@dataclass(frozen=True, slots=True)
class Ways:
    """How names lead to addresses: mappings, and the DNS server where one is given."""

    routes: Routes
    dns: Address | None = None

    def resolver(self) -> GuardedResolver:
        """Make a resolver that remembers nothing of earlier visits."""
        return GuardedResolver(self.routes, self.dns, _DNS_TIMEOUT)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Opens addresses within `limit` seconds each."""

    ways: Ways
    limit: float
    clock: Callable[[], datetime]
    headers: Mapping[str, str]
    careful: bool = True  # TLS as it should be, before TLS as browsers bear it

    async def open(self, url: str) -> Attempt:
        """Open an address.  Never raises for what the network does."""
        began = asyncio.get_running_loop().time
        started = began()
        reached: list[str] = []
        try:
            async with asyncio.timeout(self.limit):
                found = await self._through(url, reached)
        except TimeoutError:
            found = Attempt(Outcome.TIMEOUT, 0.0, error="not open within the limit")
        except Exception as error:  # noqa: BLE001 - whatever the network does is an outcome
            failure = understood(error)
            found = Attempt(failure.outcome, 0.0, error=failure.detail or None)
        there = found.address or (reached[-1] if reached else None)
        return replace(found, seconds=round(began() - started, 3), address=there)

    async def _through(self, url: str, reached: list[str]) -> Attempt:
        resolver, time = self.ways.resolver(), asyncio.get_running_loop().time
        started, asked = time(), url
        for _ in range(_HOPS + 1):
            begun = time()
            answer = await self._one(resolver, url, reached)
            read = read_answer(Question(url, Role.PAGE, 0), answer, self.clock()).fetch
            if read.location is None:
                break
            url = read.location
        detail = read.detail or ""
        wall = detail.partition("wall: ")[2].partition(";")[0] or None
        outcome = Outcome.OK if read.outcome is Outcome.TOO_LARGE else read.outcome
        return Attempt(
            outcome,
            0.0,
            round(begun - started + answer.waited, 3),
            read.status,
            wall,
            (detail if not wall else None) or None,
            answer.address,
            url if url != asked else None,
        )

    async def _one(self, resolver: GuardedResolver, url: str, reached: list[str]) -> Answer:
        """Read one answer; `reached` gets the addresses that took a connection."""
        place = await self._place(resolver, url)
        reader = ForgivingReader(self.limit, reached.append)

        async def ask(context: SSLContext) -> Answer:
            return await reader.ask(url, place, dict(self.headers), context, _BODY)

        problem = None
        if self.careful:
            try:
                return await ask(strict_context())
            except Exception as error:
                failure = understood(error)
                if failure.outcome is not Outcome.TLS:
                    raise
                problem = failure.detail
        return replace(await ask(lenient_context()), tls_problem=problem)

    async def _place(self, resolver: GuardedResolver, url: str) -> Address:
        """Return the address to ask: of several, as browsers do, one that takes a connection."""
        host, port = host_of(url), port_of(url)
        if literal_address(host) is not None:
            return await resolver.place(host, port)
        found = await resolver.resolve(host, port)
        return await connectable([Address(one["host"], one["port"]) for one in found])

    async def permitted(self, url: str, robots_agent: str) -> bool | None:
        """Say whether robots.txt lets us; None where nobody answered, which forbids nothing."""
        scheme, _, rest = url.partition("://")
        robots = f"{scheme}://{rest.partition('/')[0]}/robots.txt"
        try:
            async with asyncio.timeout(self.limit):
                answer = await self._robots(robots)
        except Exception:  # noqa: BLE001 - no answer says nothing
            return None
        if not 200 <= answer.status < 300:  # noqa: PLR2004 - HTTP's good answers
            return True if answer.status < 500 else None  # noqa: PLR2004 - a fault of the server's
        text = answer.body[:_ROBOTS_BODY].decode("utf-8", "replace")
        return bool(Protego.parse(text).can_fetch(url, robots_agent))

    async def _robots(self, url: str) -> Answer:
        resolver = self.ways.resolver()
        for _ in range(_HOPS + 1):
            answer = await self._one(resolver, url, [])
            onward = read_answer(
                Question(url, Role.PROBE, None), answer, self.clock()
            ).fetch.location
            if onward is None:
                break
            url = onward
        return answer


def our_visitor(ways: Ways, limit: float, clock: Callable[[], datetime], agent: str) -> Visitor:
    """Return the visitor that says who it is."""
    return Visitor(ways, limit, clock, {"User-Agent": agent, **_ACCEPT})


def plain_visitor(ways: Ways, limit: float, clock: Callable[[], datetime]) -> Visitor:
    """Return the visitor that looks like any browser."""
    return Visitor(ways, limit, clock, _BROWSER, careful=False)
