"""Many small portals, each at an address of its own on loopback (some share one), and what they were asked when.

One thread serves them all.  The log is the servers' own: it knows nothing of what a crawler believes it did.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PAGES = 4
_RULES = Path(__file__).parent / "rules"  # one clause: what is judged is not the matter here
STRETCH = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as its server saw it: when it came, and how many others were under way at its address."""

    at: float
    address: str
    host: str
    path: str
    beside: int


class Village:
    """`sites` portals of a few pages; every `sharing`th shares the address of the one before it."""

    def __init__(
        self, sites: int, *, sharing: int = 0, answers_in: float = 0.0, dead: str = ""
    ) -> None:
        self._sites, self._sharing, self._answers_in = sites, sharing, answers_in
        self._dead = dead  # a link of every page that leads nowhere
        self.asked: list[Asked] = []
        self._under_way: dict[str, int] = defaultdict(int)
        self.port = 0
        self.held: set[str] = (
            set()
        )  # paths that are asked for, and not answered while they stand here
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None

    def address(self, number: int) -> str:
        """The address of a site."""
        if self._sharing and number % self._sharing == self._sharing - 1:
            number -= 1
        return f"127.9.{number // 250}.{number % 250 + 1}"

    def yaml(self, number: int, delay: float, schedule: str, **more: str) -> str:
        """The site in gongkai.yaml."""
        lines = [
            f"- id: s{number}",
            f"  name: 第{number}县",
            f"  url: http://www.s{number}.gov.cn/",
            f"  connect_to: ['*:80:{self.address(number)}:{self.port}']",
            f"  schedule: {schedule}",
            f"  delay: {delay}",
            *("  concurrency: 1", "  render: never", "  security: false", "  format: [json]"),
            *(
                "  profile: quick",
                f"  rules: ['{_RULES}']",
                "  packs: [village]",
                "  no_base: true",
            ),
            *(f"  {key}: {value}" for key, value in more.items()),
        ]
        return "\n".join(lines)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def most_at_once(self) -> int:
        """The most requests that any address had under way at a time."""
        return max((one.beside + 1 for one in self.asked), default=0)

    def shortest_gap(self) -> float:
        """The shortest time between two requests of an address, in seconds."""
        return self._shortest(1)

    def shortest_stretch(self) -> float:
        """The shortest time that `STRETCH` pauses in a row took at any address, in seconds.

        Of one pause alone, a busy machine says little: a request may lie unread for a moment.
        """
        return self._shortest(STRETCH)

    def _shortest(self, pauses: int) -> float:
        times: dict[str, list[float]] = defaultdict(list)
        for one in self.asked:
            times[one.address].append(one.at)
        spans = [
            later - earlier
            for each in times.values()
            for earlier, later in zip(each, each[pauses:], strict=False)
        ]
        return min(spans, default=float("inf"))

    async def _start(self) -> None:
        addresses = sorted({self.address(number) for number in range(self._sites)})
        first = await asyncio.start_server(self._serve, addresses[0], 0)
        self.port = int(first.sockets[0].getsockname()[1])
        self._first = first
        rest = addresses[1:]
        self._server = await asyncio.start_server(self._serve, rest, self.port) if rest else None

    async def _stop(self) -> None:
        for server in (self._first, self._server):
            if server is not None:
                server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = str(writer.get_extra_info("sockname")[0])
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").split("\r\n")
                path = lines[0].split(" ")[1]
                host = next((line[6:] for line in lines if line.lower().startswith("host: ")), "")
                self.asked.append(
                    Asked(time.monotonic(), address, host, path, self._under_way[address])
                )
                self._under_way[address] += 1
                try:
                    await asyncio.sleep(self._answers_in)
                    while path in self.held:  # noqa: ASYNC110 - a test lets go, in another thread
                        await asyncio.sleep(0.01)
                finally:
                    self._under_way[address] -= 1
                writer.write(_answer(path, self._dead, lines[0].startswith("HEAD")))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def _answer(path: str, dead: str, only_head: bool) -> bytes:  # noqa: FBT001 - of one request
    found = path == "/" or path in {f"/{number}.html" for number in range(1, PAGES)}
    links = "".join(f'<li><a href="/{n}.html">第{n}页</a></li>' for n in range(1, PAGES))
    links += f'<li><a href="{dead}">旧页</a></li>' if dead else ""
    body = f"<!doctype html><html lang=zh><title>页</title><ul>{links}</ul></html>" if found else ""
    data = body.encode()
    head = (
        f"HTTP/1.1 {'200 OK' if found else '404 Not Found'}\r\n"
        f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + (b"" if only_head else data)
