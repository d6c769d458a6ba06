"""Read an answer as browsers do, where the HTTP library rightly refuses it.

For the last try only: a page that every visitor sees must not count as unread because its server
miscounts its bytes.  What is forgiven, and what is not, is what Chromium does (docs/decisions/).
Every answer is bounded in time and size; what was wrong with it is kept in `Answer.flaw`.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from ssl import SSLContext

import aiohttp
import yarl

from crawler.fetching.answer import Answer
from crawler.fetching.failures import FetchFailedError, understood
from crawler.fetching.lenient_head import JUNK, Head, announced_length, read_head, refused
from crawler.fetching.routes import Address
from crawler.fetching.sockets import connected
from crawler.fetching.unpacking import unpack
from crawler.reading.urls import literal_address
from crawler.snapshot.model import TOO_SLOW, Outcome

_HEAD_LIMIT = 256 * 1024
_MOST_INTERIM = 600  # answers 1xx before the one that counts
_CHUNK = 1 << 16
_INCOMPLETE = ("cut off", "broken")
_NEVER = bytes.maketrans(b"\r\n", b"  ")


class ForgivingReader:
    """Asks one URL over a connection of its own."""

    def __init__(self, timeout: float, connected: Callable[[str], None] | None = None) -> None:
        """Bound each wait; `connected` is told the address as soon as it has taken a connection."""
        self._timeout = timeout
        self._connected = connected

    async def ask(
        self,
        url: str,
        place: Address,
        headers: dict[str, str],
        context: SSLContext,
        limit: int,
    ) -> Answer:
        """Return the answer of `url` from this place; the body is un-gzipped and at most `limit` long.

        Raises FetchFailedError.
        """
        loop = asyncio.get_running_loop()
        started = loop.time()
        begun = False
        try:
            async with asyncio.timeout(self._timeout * 3):
                reader, writer = await self._connect(url, place, context)
                try:
                    writer.write(_question(url, headers))
                    head = await self._head(reader)
                    begun, waited = True, loop.time() - started
                    flaws = list(head.flaws)
                    packed, cut = await self._body(reader, head, limit, flaws)
                finally:
                    writer.transport.abort()
        except TimeoutError as error:
            told = f"{TOO_SLOW}: second reading" if begun else "second reading"
            raise FetchFailedError(Outcome.TIMEOUT, told) from error
        encoding = b",".join(head.all(b"content-encoding")).decode("latin-1")
        body = unpack(packed, encoding, limit)
        if body.flaw:
            flaws.append(body.flaw)
        return Answer(
            head.status,
            head.reason,
            head.headers,
            body.body,
            address=place.host,
            seconds=round(loop.time() - started, 3),
            waited=round(waited, 3),
            truncated=cut or body.cut,
            flaw="; ".join(flaws) or None,
        )

    async def _connect(
        self, url: str, place: Address, context: SSLContext
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        parts = yarl.URL(url, encoded=True)
        secure = parts.scheme == "https"
        host = parts.raw_host or ""
        named = host if secure and literal_address(host) is None else None
        async with asyncio.timeout(self._timeout):
            taken = await connected(place)
            if self._connected is not None:
                self._connected(place.host)
            return await asyncio.open_connection(
                sock=taken,
                ssl=context if secure else None,
                server_hostname=named or (place.host if secure else None),
                limit=_HEAD_LIMIT,
            )

    async def _head(self, reader: asyncio.StreamReader) -> Head:
        for _ in range(_MOST_INTERIM):
            raw = await self._lines(reader)
            if not raw:
                raise FetchFailedError(Outcome.CONNECTION, "closed without an answer")
            head = read_head(raw)
            if head.status // 100 != 1:
                return head
            if head.status == HTTPStatus.SWITCHING_PROTOCOLS:
                break
        raise refused("no answer behind the interim ones")

    async def _lines(self, reader: asyncio.StreamReader) -> bytes:
        """Read lines up to an empty one, or to the end."""
        lines = bytearray()
        while True:
            async with asyncio.timeout(self._timeout):
                try:
                    line = await reader.readline()
                except ValueError as error:
                    raise refused("head too long") from error
            if not line or (lines.strip() and not line.strip()):
                return bytes(lines.lstrip(b"\r\n"))
            lines += line
            if len(lines) > _HEAD_LIMIT or (len(lines) > JUNK and not lines.strip()):
                raise refused("head too long")

    async def _body(
        self, reader: asyncio.StreamReader, head: Head, limit: int, flaws: list[str]
    ) -> tuple[bytes, bool]:
        """Return the body as it came, or its beginning, and whether it was cut at the limit."""
        if head.status in {204, 304}:
            return b"", False
        chunked = any(b"chunked" in value.lower() for value in head.all(b"transfer-encoding"))
        if chunked:
            return await self._chunks(reader, limit, flaws)
        length = announced_length(head, flaws)
        body = await self._some(reader, min(length, limit + 1) if length is not None else limit + 1)
        if len(body) > limit:
            return body[:limit], True
        if length is not None and len(body) < length:
            flaws.append(f"cut off: {length} bytes announced, {len(body)} sent")
        return body, False

    async def _chunks(
        self, reader: asyncio.StreamReader, limit: int, flaws: list[str]
    ) -> tuple[bytes, bool]:
        body = bytearray()
        while len(body) <= limit:
            async with asyncio.timeout(self._timeout):
                try:
                    line = await reader.readline()
                except ValueError:
                    line = b""
            size = line.partition(b";")[0].strip()
            if not re.fullmatch(rb"[0-9A-Fa-f]{1,12}", size):
                flaws.append("cut off: no further chunk" if not line else "cut off: broken chunk")
                break
            wanted = min(int(size, 16), limit + 1 - len(body))
            if not wanted:
                break
            piece = await self._some(reader, wanted)
            body += piece
            if len(piece) < wanted:
                flaws.append("cut off within a chunk")
                break
            await self._some(reader, 2)
        if flaws and not body:
            raise refused(flaws[-1])
        return bytes(body[:limit]), len(body) > limit

    async def _some(self, reader: asyncio.StreamReader, wanted: int) -> bytes:
        """Read so many bytes, or what there is until the server closes."""
        body = bytearray()
        while len(body) < wanted:
            async with asyncio.timeout(self._timeout):
                piece = await reader.read(min(_CHUNK, wanted - len(body)))
            if not piece:
                break
            body += piece
        return bytes(body)


def forgivable(error: BaseException) -> bool:
    """Whether another reading may show what browsers show: there was an answer, but a flawed one."""
    broken_off = isinstance(error, aiohttp.ClientPayloadError)
    return broken_off or understood(error).outcome is Outcome.PROTOCOL


async def read_again(ask: Callable[[], Awaitable[Answer]], error: BaseException) -> Answer:
    """Return a flawed answer as browsers show it.

    An answer that ends before its time is asked for twice: what ends at the same byte each time is
    all that the server has to give, and what every visitor sees.  Raises FetchFailedError.
    """
    answer = await ask()
    if answer.flaw is None:
        return replace(answer, flaw=understood(error).detail)
    if any(word in answer.flaw for word in _INCOMPLETE) and (await ask()).body != answer.body:
        raise FetchFailedError(Outcome.CONNECTION, f"each time another end: {answer.flaw}")
    return answer


def _question(url: str, headers: dict[str, str]) -> bytes:
    parts = yarl.URL(url, encoded=True)
    target = parts.raw_path_qs or "/"
    named = {"Host": parts.host_port_subcomponent or "", **headers, "Connection": "close"}
    lines = [f"GET {target} HTTP/1.1".encode("latin-1", "replace")]
    lines += [
        f"{name}: {value}".encode("latin-1", "replace").translate(_NEVER)
        for name, value in named.items()
    ]
    return b"\r\n".join([*lines, b"", b""])
