"""Scrapy's download handler for http and https: one hop, bounded in time and size, guarded.

Built on aiohttp, so that Scrapy runs on plain asyncio and the address of every connection passes
the guard.  Redirects are not followed here; nothing is judged here.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import astuple, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self

import aiohttp
import yarl
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Headers, Response

from crawler.fetching.answer import Answer
from crawler.fetching.failures import FetchFailedError, understood
from crawler.fetching.forgiving import ForgivingReader, forgivable, read_again
from crawler.fetching.pace import LIMITED, Pace, Turn
from crawler.fetching.resolver import GuardedResolver
from crawler.fetching.routes import Address, Routes, check_public
from crawler.fetching.silence import Silence, SilentHostError
from crawler.fetching.tls import lenient_context, strict_context
from crawler.fetching.unpacking import unpack
from crawler.reading.urls import host_of, literal_address
from crawler.snapshot.model import TOO_SLOW, Outcome

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

# Keys in Request.meta.
ANSWER = "gongkai_answer"  # the `Answer`, beside Scrapy's Response
HEADERS = "gongkai_headers"  # a dict, beside Request.headers, which cost more to make
LIMIT = "gongkai_limit"
PATIENT = "gongkai_patient"  # the whole body is wanted, or else a timeout
# The round of tries that a request belongs to; None where the host is asked however silent it is.
TURN = "gongkai_turn"
FORGIVING = "gongkai_forgiving"  # the last try: a flawed answer is read as browsers would
STOPPING = object()  # Scrapy signal: give up what is under way, and ask for nothing more
_CHUNK = 1 << 16
_ON = frozenset({301, 302, 303, 307, 308})
# A silent DNS server must be known as such before the whole question times out.
_DNS_TIMEOUT, _DNS_SHARE = 5.0, 0.5
_HEADER_LINE = 1 << 15
_ROBOTS_AGAIN = 2
_UNPACKED = frozenset({"gzip", "deflate", "br", "zstd"})  # by aiohttp
# By aiohttp, unasked.  What they do not end well they end as nothing, which is no empty page.
_UNASKED = frozenset({"br", "zstd"})


class _ResponseWithPeer(aiohttp.ClientResponse):
    """Notes the peer's address before the connection goes back to the pool."""

    peer: str | None = None

    async def start(self, connection: Any) -> aiohttp.ClientResponse:
        peer = connection.transport.get_extra_info("peername") if connection.transport else None
        self.peer = peer[0] if peer else None
        return await super().start(connection)


_HANDLERS: dict[Crawler, PortalDownloadHandler] = {}


class PortalDownloadHandler(BaseDownloadHandler):
    """Answers a Request with a Response whose body is decoded and at most `LIMIT` bytes long.

    A body over the limit is cut and marked `truncated`.  Raises FetchFailedError.
    """

    lazy = True

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the one handler of a crawl: http and https take turns with each other."""
        made = _HANDLERS.get(crawler)
        if not isinstance(made, cls):
            made = _HANDLERS[crawler] = cls(crawler)
        return made

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._routes = Routes(settings["GONGKAI_CONNECT_TO"])
        self._timeout: float = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._limit: int = settings.getint("DOWNLOAD_MAXSIZE")
        self._headers: dict[str, str] = {
            "User-Agent": settings["USER_AGENT"],
            **settings["DEFAULT_REQUEST_HEADERS"],
        }
        self._patience = aiohttp.ClientTimeout(
            total=self._timeout * 3, sock_connect=self._timeout, sock_read=self._timeout
        )
        self._strict = strict_context()
        self._lenient = lenient_context()
        # Turns are taken here: Scrapy's slots know no addresses, and no pauses.
        self._pace: Pace = crawler.spider.pace  # type: ignore[union-attr]  # the portal spider's
        self._silence = Silence()
        self._under_way: set[asyncio.Task[Any]] = set()
        # We are made at the first request: the signal may have come before.
        self._is_stopping = crawler.spider.stopping is not None  # type: ignore[union-attr]  # as above
        crawler.signals.connect(self._give_up, signal=STOPPING)
        self._tls_problems: dict[str, str] = {}  # of sites that are read by lenient TLS only
        self._resolver = GuardedResolver(
            self._routes,
            settings["GONGKAI_DNS"],
            min(_DNS_TIMEOUT, self._timeout * _DNS_SHARE),
        )
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=self._resolver,
                use_dns_cache=False,
                limit=0,  # turns limit
                ttl_dns_cache=None,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            response_class=_ResponseWithPeer,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
            max_line_size=_HEADER_LINE,
            max_field_size=_HEADER_LINE,
            read_bufsize=_CHUNK,
        )

    async def download_request(self, request: Request) -> Response:
        """Fetch one URL, one hop.  Raises FetchFailedError; NOT_REACHED where the crawl ends."""
        task = asyncio.current_task()
        if self._is_stopping or task is None:
            raise FetchFailedError(Outcome.NOT_REACHED, "stopped")
        self._under_way.add(task)
        try:
            return await self._ask(request)
        except asyncio.CancelledError:
            if not self._is_stopping:
                raise
            # Scrapy waits for every request to end, so this one ends as a failure.
            task.uncancel()
            raise FetchFailedError(Outcome.NOT_REACHED, "stopped") from None
        finally:
            self._under_way.discard(task)

    def _give_up(self) -> None:
        self._is_stopping = True
        for task in self._under_way:
            task.cancel()

    async def _ask(self, request: Request) -> Response:
        host, turn = host_of(request.url), request.meta.get(TURN)
        if turn is not None:
            self._silence.check(host, turn)
        try:
            response = await self._take_turn(request, host)
            # What a site's robots.txt says is too important to be missed for want of patience.
            for _ in range(_ROBOTS_AGAIN if request.url.endswith("/robots.txt") else 0):
                if response.status not in LIMITED:
                    break
                response = await self._take_turn(request, host)
        except SilentHostError:
            raise
        except Exception as error:
            failure = understood(error)
            if turn is not None:
                self._silence.failed(host, turn, error, failure)
            raise failure from error
        if turn is not None:
            self._silence.heard(host, turn)
        return response

    async def _take_turn(self, request: Request, host: str) -> Response:
        """Fetch when it is our turn, and let the pace know how that went."""
        parts = yarl.URL(request.url, encoded=True)
        place = await self._resolver.place(parts.raw_host or "", parts.port or 0)
        async with self._pace.turn(host, place.host) as turn:
            if request.meta.get(TURN) is not None:  # others may have failed while we waited
                self._silence.check(host, request.meta[TURN])
            started = self._loop_time()
            try:
                answer = await self._fetch(request, turn)
            except Exception as error:
                if understood(error).outcome is Outcome.TIMEOUT:
                    self._pace.unanswered(host, self._loop_time() - started)
                if not request.meta.get(FORGIVING) or not forgivable(error):
                    raise
                answer = await self._forgive(request, place, turn, error)
            self._pace.answered(host, place.host, answer)
        request.meta[ANSWER] = answer
        # Scrapy itself looks at robots.txt only: at its text, and at where it is sent on to.
        headers = Headers(_grouped(answer.raw_headers)) if answer.status in _ON else None
        return Response(request.url, answer.status, headers, answer.body)

    async def _forgive(
        self, request: Request, place: Address, turn: Turn, error: Exception
    ) -> Answer:
        """Read once more what was refused, as browsers would."""
        problem = self._tls_problems.get(request.url[: request.url.find("/", 8)])
        reader = ForgivingReader(self._timeout)

        async def ask() -> Answer:
            await turn.again()
            return await reader.ask(
                request.url,
                place,
                self._outgoing(request),
                self._lenient if problem else self._strict,
                request.meta.get(LIMIT, self._limit),
            )

        return replace(await read_again(ask, error), tls_problem=problem)

    def _loop_time(self) -> float:
        return self._session._loop.time()  # noqa: SLF001 - the loop's clock, not the wall's

    async def _fetch(self, request: Request, turn: Turn) -> Answer:
        """Fetch; where TLS fails, a second time with lenient TLS."""
        site = request.url[: request.url.find("/", 8)]
        problem = self._tls_problems.get(site)
        if problem is None:
            try:
                return await self._try(request, self._strict, turn)
            except Exception as error:
                failure = understood(error)
                if failure.outcome is not Outcome.TLS:
                    raise
                problem = failure.detail
            await turn.again()
        answer = await self._try(request, self._lenient, turn)
        self._tls_problems[site] = problem
        return replace(answer, tls_problem=problem)

    async def _try(self, request: Request, context: Any, turn: Turn) -> Answer:
        url, host_header = self._aim(request.url)
        headers = self._outgoing(request)
        if host_header:
            headers["Host"] = host_header
        limit: int = request.meta.get(LIMIT, self._limit)
        started = self._loop_time()
        async with _begun(
            self._session.request(
                request.method,
                yarl.URL(url, encoded=True),
                data=request.body or None,
                headers=headers,
                ssl=context,
                allow_redirects=False,
                timeout=self._patience,
            )
        ) as raw:
            waited = self._loop_time() - started
            turn.speaks()
            body, truncated = await _read(raw, limit, patient=request.meta.get(PATIENT, True))
            encoding = raw.headers.get("Content-Encoding", "")
            flaw = None
            if encoding.lower() in _UNASKED and not body:
                told = f"body is packed by {encoding}, unasked, and nothing comes of it"
                raise FetchFailedError(Outcome.PROTOCOL, told)
            if encoding and encoding.lower() not in _UNPACKED:
                body, cut, flaw = astuple(unpack(body, encoding, limit))
                truncated = truncated or cut
            return Answer(
                raw.status,
                raw.reason or _phrase(raw.status),
                raw.raw_headers,
                body,
                address=raw.peer if isinstance(raw, _ResponseWithPeer) else None,
                seconds=round(self._loop_time() - started, 3),
                waited=round(waited, 3),
                truncated=truncated,
                flaw=flaw,
            )

    def _outgoing(self, request: Request) -> dict[str, str]:
        headers: dict[str, str] = self._headers | request.meta.get(HEADERS, {})
        for name, values in request.headers.items():
            headers[name.decode("latin-1")] = b",".join(values).decode("latin-1")
        return headers

    def _aim(self, url: str) -> tuple[str, str | None]:
        """Return the URL to connect to, and a Host header where that is another host.

        aiohttp asks the resolver about names only; addresses in URLs are mapped and guarded here.
        """
        parts = yarl.URL(url, encoded=True)
        # yarl's reading of the URL, since that is the host that aiohttp will go to.
        host, port = parts.raw_host or "", parts.port or 0
        if literal_address(host) is None:
            return url, None
        mapped = self._routes.mapped(host, port)
        if mapped is None:
            check_public(host, [host])
            return url, None
        aimed = parts.with_host(mapped.host).with_port(mapped.port)
        return str(aimed), parts.host_port_subcomponent

    async def close(self) -> None:
        """Close all connections."""
        _HANDLERS.pop(self.crawler, None)
        await self._session.close()


@contextlib.asynccontextmanager
async def _begun(
    question: AbstractAsyncContextManager[aiohttp.ClientResponse],
) -> AsyncIterator[aiohttp.ClientResponse]:
    """Tell a server that gave no sign of life from one that answers, but too slowly."""
    begun = False
    try:
        async with question as raw:
            begun = True
            yield raw
    except TimeoutError as error:
        # Without a byte one of the two socket timeouts would have come before the total one.
        if begun or not isinstance(error, aiohttp.ServerTimeoutError):
            told = f"{TOO_SLOW}: {type(error).__name__}: {error}".strip(": ")
            raise FetchFailedError(Outcome.TIMEOUT, told) from error
        raise


async def _read(raw: aiohttp.ClientResponse, limit: int, *, patient: bool) -> tuple[bytes, bool]:
    """Return a body, or its beginning, and whether it was cut."""
    pieces: list[bytes] = []
    size = 0
    try:
        async for piece in raw.content.iter_chunked(_CHUNK):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raw.close()
                return b"".join(pieces)[:limit], True
    except aiohttp.ServerTimeoutError:  # nothing came for a while
        raise
    except TimeoutError:  # it came all the time, but it is a lot
        if patient or not size:
            raise
        raw.close()
        return b"".join(pieces), True
    return b"".join(pieces), False


def _phrase(status: int) -> str:
    with contextlib.suppress(ValueError):
        return HTTPStatus(status).phrase
    return "Unknown"


def _grouped(raw: Any) -> dict[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    for name, value in raw:
        found.setdefault(name, []).append(value)
    return found
