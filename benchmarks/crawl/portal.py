"""A generated portal for measuring crawlers: `python -m benchmarks.crawl.portal PAGES [LISTED]`.

About 44 KB and 150 links a page, `LISTED` of them (60) in its list, all same-site, every page linked.
Served from memory by a bare protocol, so that the server costs little beside the crawler.  Prints its
port, serves until killed.  The header `LinkChecker` allows LinkChecker to go faster than ten requests a
second.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# So many pages are made before the first is asked for; what is beyond is made when it is.
READY = 6000
NAV = 60
LISTED = 60
NEAR = 30
FILLER = "各部门要按照政务公开工作要点的要求，及时、准确、全面地公开政府信息，回应社会关切。"


def path(number: int) -> str:
    """The path of a page; the home page is number 0."""
    return "/" if number == 0 else f"/col/col{number % 97}/art_{number}.html"


def page(number: int, pages: int, in_list: int = LISTED) -> bytes:
    """One page: navigation, a list, neighbours, and text."""
    nav = "".join(
        f'<li><a href="{path(n % pages)}" title="栏目{n}">栏目导航{n}</a></li>' for n in range(NAV)
    )
    first = number * in_list + 1
    listed = "".join(
        f'<li><a href="{path(n % pages)}">关于做好第{n}项政务公开工作的通知</a>'
        f"<span>2026-0{n % 9 + 1}-1{n % 9}</span></li>"
        for n in range(first, first + in_list)
    )
    near = "".join(
        f'<a href="{path((number + n) % pages)}">相关{n}</a> ' for n in range(1, NEAR + 1)
    )
    text = "".join(f"<p>第{n}段。{FILLER * 2}</p>" for n in range(110))
    html = (
        '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">'
        f'<title>第{number}页 - 测试县人民政府</title><meta name="SiteName" content="测试县人民政府">'
        "<style>body{margin:0;font:14px sans-serif}.nav li{float:left}</style></head><body>"
        f'<ul class="nav">{nav}</ul><div class="list"><ul>{listed}</ul></div><div class="text">{text}</div>'
        f"<div>{near}</div><script>var counter = {number}; function show(){{ return counter; }}</script></body></html>"
    )
    return html.encode()


_COMMON = b"Server: bench\r\nLinkChecker: yes\r\nConnection: keep-alive\r\n"


def _answer(status: bytes, kind: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: %s\r\n" % (status, kind) + _COMMON
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


class Answers:
    """What each request path is answered with, whole."""

    def __init__(self, pages: int, in_list: int = LISTED) -> None:
        self._pages = pages
        self._in_list = in_list
        self._ready = {path(n).encode(): self._page(n) for n in range(min(pages, READY))}
        self._ready[b"/robots.txt"] = _answer(
            b"200 OK", b"text/plain", b"User-agent: *\nAllow: /\n"
        )
        self._nothing = _answer(b"404 Not Found", b"text/html", b"not found")

    def _page(self, number: int) -> bytes:
        return _answer(
            b"200 OK", b"text/html; charset=utf-8", page(number, self._pages, self._in_list)
        )

    def to(self, target: bytes) -> bytes:
        """The answer to a request for this path."""
        found = self._ready.get(target)
        if found is None:
            number = target.rpartition(b"_")[2].partition(b".")[0]
            known = number.isdigit() and path(int(number)).encode() == target
            found = (
                self._page(int(number)) if known and int(number) < self._pages else self._nothing
            )
        return found


class _Server(asyncio.Protocol):
    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            request, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            method, target, *_ = request.split(b" ", 2)
            answer = self._answers.to(target)
            if method == b"HEAD":
                answer = answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            self._transport.write(answer)  # type: ignore[attr-defined]  # a TCP transport


async def serve(pages: int, in_list: int) -> None:
    """Serve until killed; the port is the first line of output."""
    answers = Answers(pages, in_list)
    server = await asyncio.get_running_loop().create_server(
        lambda: _Server(answers), "127.0.0.1", 0
    )
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


@contextlib.contextmanager
def portal(pages: int, in_list: int = LISTED) -> Iterator[int]:
    """Serve a portal of so many pages in another process; gives its port."""
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.crawl.portal", str(pages), str(in_list)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else LISTED))  # noqa: PLR2004 - PAGES LISTED
