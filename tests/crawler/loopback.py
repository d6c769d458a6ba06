"""An HTTP server on loopback that answers with exactly the bytes a test wants, and remembers what it was asked.

It runs in a thread of its own.  Nothing here waits for a clock: tests wait for what the server sees.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

Misbehaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Answer = bytes | Misbehaviour
_T = TypeVar("_T")

_PATIENCE = 300.0  # a test that waits longer has failed, on however slow a machine


@dataclass(slots=True)
class Asked:
    """One request as it came in; `began` and `ended` are the monotonic clock's."""

    target: str
    host: str
    headers: dict[str, str]
    began: float = field(default_factory=time.monotonic)
    ended: float = 0.0


def http(
    body: str | bytes = b"",
    status: str = "200 OK",
    content_type: str | None = "text/html; charset=utf-8",
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """Write down one well-formed answer."""
    raw = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(raw)}"]
    if content_type is not None:
        lines.append(f"Content-Type: {content_type}")
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + raw


def zipped(packed: bytes, content_type: str = "text/html") -> bytes:
    """Write down an answer that says its body is gzip."""
    return http(packed, content_type=content_type, headers={"Content-Encoding": "gzip"})


def bomb(size: int) -> bytes:
    """Return a gzip stream that unpacks to `size` zero bytes, which are never all in memory."""
    piece = bytes(1 << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    pieces, rest = divmod(size, len(piece))
    end = packer.compress(bytes(rest)) + packer.flush()
    check = 0
    for _ in range(pieces):
        check = zlib.crc32(piece, check)
    check = zlib.crc32(bytes(rest), check)
    head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    return head + block * pieces + end + struct.pack("<II", check, size)


def to(location: str, status: str = "302 Found") -> bytes:
    """Write down a redirect."""
    return http(b"", status, headers={"Location": location})


def page(*hrefs: str, title: str = "某县人民政府", more: str = "") -> bytes:
    """Write down an HTML page with links and enough text to be taken for a page."""
    links = "".join(f'<li><a href="{href}">链接{n}</a></li>' for n, href in enumerate(hrefs))
    text = "政务公开是法治政府建设的一项重要制度。" * 15
    return http(
        f"<html><head><title>{title}</title></head><body>{more}<ul>{links}</ul><p>{text}</p>"
    )


class Loopback:
    """The server.  `at(path, answer)` says what a path answers; everything else is an honest 404.

    Several answers for one path are given one after another, the last one for good.
    """

    def __init__(
        self, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None, port: int = 0
    ) -> None:
        self.asked: list[Asked] = []
        self.most_at_once: dict[str, int] = {}
        self.connections = 0
        self.raw: Misbehaviour | None = None
        self._answers: dict[tuple[str | None, str], list[Answer]] = {}
        self._under_way: dict[str, int] = {}
        self._changed = threading.Condition()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._serve, address, port, ssl=tls))
        self.address = address
        self.port: int = self._server.sockets[0].getsockname()[1]

    def at(self, path: str, *answers: Answer, host: str | None = None) -> None:
        """Answer `path` (of one host, or of all) with these, one after another.

        A path that ends in `?` is answered so whatever is asked of it.
        """
        self._answers[host, path] = list(answers)

    def targets(self, host: str | None = None) -> list[str]:
        """Return the paths asked for so far, robots.txt and made-up ones left out."""
        return [
            asked.target
            for asked in self.asked
            if host in {None, asked.host}
            and asked.target != "/robots.txt"
            and not asked.target.startswith("/gongkai-")
        ]

    def wait_until(self, seen: Callable[[], bool]) -> None:
        """Wait until something has been asked; the question is put again at every request."""
        with self._changed:
            assert self._changed.wait_for(seen, _PATIENCE), "the server never saw it"

    def wait_for(self, target: str) -> None:
        """Wait until a path has been asked for."""
        self.wait_until(lambda: any(asked.target == target for asked in self.asked))

    def close(self) -> None:
        """Break off what is under way and close."""
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE)

    async def _close(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0)  # let the transports say good-bye

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            if self.raw:
                await self.raw(reader, writer)
            else:
                while await self._exchange(reader, writer):
                    pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort() if writer.get_extra_info("ssl_object") else writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = [line.partition(":") for line in head[1:] if line]
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        asked = Asked(head[0].split(" ")[1], headers.get("host", ""), headers)
        answer = self._note(asked)
        if isinstance(answer, bytes):
            # Before it goes out: who has it may ask again before we are given another turn.
            self._done_with(asked)
            writer.write(answer)
            await writer.drain()
            return True
        try:
            await answer(reader, writer)
        finally:
            self._done_with(asked)
        return False

    def _done_with(self, asked: Asked) -> None:
        self._under_way[asked.host] -= 1
        asked.ended = time.monotonic()

    def _note(self, asked: Asked) -> Answer:
        with self._changed:
            self.asked.append(asked)
            now = self._under_way.get(asked.host, 0) + 1
            self._under_way[asked.host] = now
            self.most_at_once[asked.host] = max(now, self.most_at_once.get(asked.host, 0))
            self._changed.notify_all()
        any_query = f"{asked.target.partition('?')[0]}?"
        for key in ((asked.host, asked.target), (None, asked.target), (None, any_query)):
            answers = self._answers.get(key)
            if answers:
                return answers.pop(0) if len(answers) > 1 else answers[0]
        return http("<title>没有这个页面</title>没有这个页面", "404 Not Found")


def says(raw: bytes) -> Misbehaviour:
    """Send these bytes and close the connection."""

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()

    return answer


async def says_nothing(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Keep the connection open and say nothing until the client goes away."""
    await reader.read()


async def goes_on_forever(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Send a body without an end, as fast as the client reads it."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()
