"""The generated portal of `benchmarks.crawl`, a month later: `python -m benchmarks.incremental.portal PAGES`.

Says ETag and Last-Modified of every page and answers conditional requests; with `--silent` it says
neither, as a portal does that makes every page anew.  Prints its port.  For every line it reads from
its standard input it changes so many pages (the line is the number) and prints how many bytes it sent
since the last line.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from hashlib import sha256

from benchmarks.crawl.portal import Answers, path

_MONTHS = (b"Tue, 01 Sep 2020 08:00:00 GMT", b"Thu, 01 Oct 2020 08:00:00 GMT")


class Portal:
    """What is answered, and how many bytes that were."""

    def __init__(self, pages: int, *, marked: bool) -> None:
        self._pages = pages
        self._marked = marked
        self._others = Answers(pages)
        paths = [path(number).encode() for number in range(pages)]
        self._known = {target: self._others.to(target) for target in paths}
        self._months = 0
        self.sent = 0
        self._marks: dict[bytes, bytes] = {}
        for target in paths:
            self._mark(target, _MONTHS[0])

    def _mark(self, target: bytes, modified: bytes) -> None:
        head, _, body = self._known[target].partition(b"\r\n\r\n")
        if self._marked:
            lines = [
                line for line in head.split(b"\r\n") if not line.startswith((b"ETag", b"Last"))
            ]
            self._marks[target] = b'"%s"' % sha256(body).hexdigest()[:16].encode()
            marks = [b"ETag: " + self._marks[target], b"Last-Modified: " + modified]
            head = b"\r\n".join([*lines, *marks])
        self._known[target] = head + b"\r\n\r\n" + body

    def month(self, changed: int) -> int:
        """Change pages; returns the bytes sent since the last month."""
        self._months += 1
        for number in range(changed):
            target = path(1 + number * (self._pages - 1) // changed).encode()
            head, _, body = self._known[target].partition(b"\r\n\r\n")
            # As long as before, so that its length still fits.
            fresh = body.replace(b"<p>", b"<P>", self._months)
            self._known[target] = head + b"\r\n\r\n" + fresh
            self._mark(target, _MONTHS[1])
        sent, self.sent = self.sent, 0
        return sent

    def answer(self, request: bytes) -> bytes:
        """Answer one request."""
        target = request.split(b" ", 2)[1]
        mark = self._marks.get(target)
        if mark is not None and b"\r\nIf-None-Match: " + mark in request:
            answer = b"HTTP/1.1 304 Not Modified\r\nServer: bench\r\nETag: " + mark + b"\r\n\r\n"
        else:
            answer = self._known.get(target) or self._others.to(target)
        self.sent += len(answer)
        return answer


class _Server(asyncio.Protocol):
    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            request, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            self._transport.write(self._portal.answer(request))  # type: ignore[attr-defined]  # a TCP transport


async def serve(pages: int, *, marked: bool) -> None:
    """Serve until killed."""
    portal = Portal(pages, marked=marked)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Server(portal), "127.0.0.1", 0)

    def told() -> None:
        line = sys.stdin.readline()
        if not line:  # whoever asked is gone
            server.close()
            return
        sys.stdout.write(f"{portal.month(int(line))}\n")
        sys.stdout.flush()

    loop.add_reader(sys.stdin, told)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    with contextlib.suppress(asyncio.CancelledError):
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), marked="--silent" not in sys.argv))
