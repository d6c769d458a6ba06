"""Read one page from one address, whatever the DNS says, and time it.

Follows redirects that stay on the host, takes a turn for every request, reads no more than the limit.
Judges nothing.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import aiohttp
import yarl

from crawler.fetching.failures import understood
from crawler.fetching.pace import Pace
from crawler.fetching.tls import lenient_context
from crawler.probes.ipv6.vantage import Place
from crawler.reading.charset import decode
from crawler.reading.links import read_links
from crawler.reading.urls import absolute, literal_address
from crawler.reading.walls import wall_by_status, wall_by_text
from crawler.settings import CrawlSettings

HOPS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True, slots=True)
class PageSeen:
    """A page as one address sent it; `hops` are the redirects on the way, as status and target."""

    status: int
    title: str
    html: str
    size: int
    wall: str | None
    hops: tuple[tuple[int, str], ...]
    first: float  # seconds from the request to the head of its answer
    whole: float  # … to the last byte

    def shown(self) -> dict[str, Any]:
        """Return what the snapshot keeps of it."""
        return {
            "status": self.status,
            "title": self.title,
            "size": self.size,
            "wall": self.wall,
            "hops": [list(hop) for hop in self.hops],
            "first": self.first,
            "whole": self.whole,
        }


class Reader:
    """Reads pages for one crawl, each no further than `limit` bytes."""

    def __init__(self, plan: CrawlSettings, pace: Pace, limit: int | None = None) -> None:
        self._plan = plan
        self._pace = pace
        self._limit = limit or plan.page_limit
        self.failed: str | None = None  # how the last reading ended that got no answer

    async def read(self, url: str, places: dict[int, Place]) -> PageSeen | None:
        """Read a page; `places` are the places of one address by port.  None where no answer came.

        Raises FetchFailedError where the pace leaves the host alone.
        """
        plan = self._plan
        timeout = aiohttp.ClientTimeout(total=plan.timeout, sock_connect=plan.timeout)
        hops: list[tuple[int, str]] = []
        aimed = yarl.URL(url, encoded=True)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as session:
                for _ in range(HOPS):
                    found = await self._ask(session, aimed, places, hops)
                    if not isinstance(found, yarl.URL):
                        return found
                    aimed = found
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            self.failed = understood(error).outcome.value
            return None
        return None

    async def _ask(
        self,
        session: aiohttp.ClientSession,
        url: yarl.URL,
        places: dict[int, Place],
        hops: list[tuple[int, str]],
    ) -> PageSeen | yarl.URL | None:
        """Ask once: the page, or where it leads on to on the same host."""
        host, place = url.raw_host or "", places.get(url.port or 0)
        if place is None:
            return None  # a port to which no way was given
        question = session.get(
            url.with_host(place.address).with_port(place.port),
            headers=_HEADERS
            | {"User-Agent": self._plan.user_agent, "Host": url.host_port_subcomponent or host},
            server_hostname=None if literal_address(host) else host,
            ssl=lenient_context(),
            allow_redirects=False,
        )
        now = asyncio.get_running_loop().time
        async with self._pace.turn(host, place.address):
            started = now()
            async with question as answer:
                first = now() - started
                onward = _onward(url, answer)
                if answer.status in _REDIRECTS:
                    hops.append((answer.status, answer.headers.get("Location", "")[:500]))
                if onward is not None:
                    return onward
                body = await _body(answer, self._limit)
                whole = now() - started
        return _seen(answer, body, str(url), tuple(hops), (round(first, 4), round(whole, 4)))


def _onward(url: yarl.URL, answer: aiohttp.ClientResponse) -> yarl.URL | None:
    """Return where a redirect leads to, None where that is off the host or nowhere new."""
    location = answer.headers.get("Location")
    if answer.status not in _REDIRECTS or not location:
        return None
    target = absolute(str(url), location)
    onward = yarl.URL(target, encoded=True) if target else url
    return onward if onward.raw_host == url.raw_host and onward != url else None


async def _body(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    pieces = bytearray()
    async for piece in answer.content.iter_chunked(1 << 16):
        pieces += piece
        if len(pieces) > limit:
            return bytes(pieces[:limit])
    return bytes(pieces)


def _seen(
    answer: aiohttp.ClientResponse,
    body: bytes,
    url: str,
    hops: tuple[tuple[int, str], ...],
    took: tuple[float, float],
) -> PageSeen:
    html = decode(body, answer.headers.get("Content-Type")).text
    page = read_links(html, url)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    wall = wall_by_status(answer.status, headers) or wall_by_text(html, page.text)
    return PageSeen(answer.status, page.title, html, len(body), wall, hops, *took)
