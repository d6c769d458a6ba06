"""Ask for the home page over HTTP and over HTTPS, and note each answer's headers on the way.

The probe's `data` (kind `http`, subject host): `mapped`, where --connect-to led; `plain` and `secure`, each
with `hops` and `end`: `answered`, `loop`, `many` (too many redirects), `left` (a redirect leads to a host that
is not the site's) or `failed`.  A hop has `url`, and where it was answered `status`, `location`, `headers`
(those of `HEADERS`, as they came), `wall` (a bot wall answered), `cookie` (the answer set one; we keep
none), `skew` (seconds by which the answer's Date is ahead of our clock, None where it has none); else
`error`, the fetch outcome (or `unmapped`), and its `detail`.  The last page's `meta` are the policies that
its own markup sets, and `refresh` where that markup leads on to.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import yarl
from selectolax.lexbor import LexborHTMLParser

from crawler.fetching.failures import understood
from crawler.fetching.pace import Pace
from crawler.fetching.resolver import GuardedResolver
from crawler.fetching.routes import ForbiddenAddressError, Routes
from crawler.fetching.tls import lenient_context
from crawler.probes.told import MOST, told
from crawler.probes.unmapped import UNMAPPED, is_unmapped
from crawler.reading.charset import decode
from crawler.reading.link import LinkKind
from crawler.reading.links import read_links
from crawler.reading.tangles import untangled
from crawler.reading.urls import absolute, host_of, literal_address
from crawler.reading.walls import wall_by_status, wall_by_text
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Probe

HEADERS = frozenset(
    {
        *("content-security-policy", "content-security-policy-report-only", "referrer-policy"),
        *("x-content-type-options", "x-frame-options", "strict-transport-security"),
        *("content-encoding", "content-type", "date", "server", "x-powered-by"),
    }
)
_HOPS = 8
_LIMIT = 512 * 1024
_DETAIL = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ASKING = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}


async def measure(plan: CrawlSettings, clock: Callable[[], datetime], pace: Pace) -> Probe:
    """Ask for the home page both ways; never raises for what the network does.

    Raises FetchFailedError where the pace leaves the host alone.
    """
    home = yarl.URL(plan.home, encoded=True)
    port = None if home.is_default_port() else home.port
    asker = _Asker(plan, clock, pace)
    data: dict[str, Any] = {"mapped": None}
    routes = Routes(plan.connect_to)
    for name, scheme in (("plain", "http"), ("secure", "https")):
        its_own = port if home.scheme == scheme else None
        url = home.with_scheme(scheme).with_port(its_own)
        mapped = routes.mapped(host_of(plan.home), url.port or 0)
        data["mapped"] = data["mapped"] or (str(mapped) if mapped else None)
        data[name] = await asker.follow(str(url))
    return Probe("http", host_of(plan.home), clock(), data)


class _Asker:
    """Asks by the ways of the crawl, in turn, and follows redirects that stay on the site."""

    def __init__(self, plan: CrawlSettings, clock: Callable[[], datetime], pace: Pace) -> None:
        self._plan = plan
        self._clock = clock
        self._pace = pace
        self._routes = Routes(plan.connect_to)
        self._resolver = GuardedResolver(self._routes, plan.dns, min(5.0, plan.timeout))
        self._hosts = frozenset({_bare(host_of(plan.home)), *map(_bare, plan.hosts)})

    async def follow(self, url: str) -> dict[str, Any]:
        """Ask for a URL and for what it leads on to."""
        hops: list[dict[str, Any]] = []
        found: dict[str, Any] = {"hops": hops, "end": "many", "meta": {}, "refresh": None}
        seen: set[str] = set()
        while len(hops) < _HOPS:
            seen.add(url)
            hop = await self._ask(url, found)
            hops.append(hop)
            onward = hop.get("location")
            if onward is None:
                found["end"] = "failed" if "error" in hop else "answered"
                break
            if onward in seen:
                found["end"] = "loop"
                break
            if _bare(host_of(onward)) not in self._hosts:
                found["end"] = "left"
                break
            url = onward
        return found

    async def _ask(self, url: str, found: dict[str, Any]) -> dict[str, Any]:
        parts = yarl.URL(url, encoded=True)
        host = parts.raw_host or ""
        timeout = aiohttp.ClientTimeout(total=self._plan.timeout * 2, sock_read=self._plan.timeout)
        if is_unmapped(self._routes, self._plan.home, host, parts.port or 0):
            return {"url": url, "error": UNMAPPED, "detail": ""}
        try:
            place = await self._resolver.place(host, parts.port or 0)
            headers = {"User-Agent": self._plan.user_agent, "Host": parts.host_port_subcomponent}
            async with (
                self._pace.turn(host_of(url), place.host),
                aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as web,
                web.get(
                    parts.with_host(place.host).with_port(place.port),
                    headers={**_ASKING, **{k: v for k, v in headers.items() if v}},
                    server_hostname=None if literal_address(host) else host,
                    ssl=lenient_context(),
                    allow_redirects=False,
                ) as answer,
            ):
                body = await _beginning(answer)
                return self._noted(url, answer, body, found)
        except (aiohttp.ClientError, OSError, ValueError, ForbiddenAddressError) as error:
            failed = understood(error)
            return {
                "url": url,
                "error": failed.outcome.value,
                "detail": told(failed.detail, _DETAIL),
            }

    def _noted(
        self, url: str, answer: aiohttp.ClientResponse, body: bytes, found: dict[str, Any]
    ) -> dict[str, Any]:
        headers: dict[str, str] = {}
        for name, value in answer.headers.items():
            headers[name.lower()] = ", ".join(filter(None, [headers.get(name.lower()), value]))
        location = answer.headers.get("Location") if answer.status in _REDIRECTS else None
        text = decode(body, headers.get("content-type")).text
        page = read_links(text, url)
        if location is None:
            found["meta"] = _policies(text)
            found["refresh"] = next(
                (one.target for one in page.links if one.kind is LinkKind.REFRESH), None
            )
        return {
            "url": url,
            "status": answer.status,
            "location": self._onward(url, location),
            "headers": {name: told(headers[name]) for name in sorted(HEADERS & set(headers))},
            "wall": wall_by_status(answer.status, headers) or wall_by_text(text, page.text),
            "cookie": "set-cookie" in headers,
            "skew": self._skew(headers.get("date")),
        }

    @staticmethod
    def _onward(url: str, location: str | None) -> str | None:
        """Where a redirect leads to; one that nobody could follow leads nowhere."""
        target = absolute(url, told(location)) if location and len(location) <= MOST else None
        return target if target and target.startswith(("http://", "https://")) else None

    def _skew(self, date_header: str | None) -> int | None:
        try:
            date = parsedate_to_datetime(date_header or "")
        except ValueError:
            return None
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        return round((date - self._clock()).total_seconds())


async def _beginning(answer: aiohttp.ClientResponse) -> bytes:
    found = bytearray()
    async for piece in answer.content.iter_chunked(1 << 16):
        found += piece
        if len(found) >= _LIMIT:
            break
    return bytes(found[:_LIMIT])


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def _policies(html: str) -> dict[str, str]:
    """Return the policies that a page sets by itself: its CSP and its referrer policy."""
    found: dict[str, str] = {}
    for meta in LexborHTMLParser(untangled(html)).css("meta[content]"):
        attributes = meta.attributes
        name = (attributes.get("http-equiv") or attributes.get("name") or "").strip().lower()
        if name in {"content-security-policy", "referrer"}:
            found.setdefault(name, told(attributes.get("content") or ""))
    return found
