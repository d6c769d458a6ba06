"""Scrapy's scheduler for polite crawls: a queue per host, handed on only when the host can take more.

A host that is slow, silent or paused holds no more than its own few places, so the others go on; and
which question is worth asking first is decided at the last moment.  Keeps no order between hosts
but taking turns.
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Self

from scrapy.core.scheduler import BaseScheduler

from crawler.reading.urls import host_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader import Downloader
    from scrapy.crawler import Crawler

_AHEAD = 1  # waits in line, so that a host's next question follows at once


class HostQueues(BaseScheduler):
    """Hands on the best question of each host in turn.  The home host never waits for others."""

    def __init__(self, downloader: Downloader, home_host: str, *, a_host: int, others: int) -> None:
        """Set the places of `a_host`, and those that all hosts but the home host share."""
        self._downloader = downloader
        self._home_host = home_host
        self._places = a_host + _AHEAD
        self._others = others
        self._queues: dict[str, list[tuple[int, int, Request]]] = {}
        self._handed_on: dict[str, list[Request]] = {}
        self._line: deque[str] = deque()  # hosts with a queue, the next one first
        self._count = 0
        self._waiting = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the scheduler of a crawl."""
        assert crawler.engine is not None  # noqa: S101 - Scrapy's own order of things
        settings = crawler.settings
        return cls(
            crawler.engine.downloader,
            settings["GONGKAI_HOME_HOST"],
            a_host=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
            others=settings.getint("GONGKAI_OTHERS_AT_ONCE"),
        )

    def has_pending_requests(self) -> bool:
        """Something waits to be handed on."""
        return self._waiting > 0

    def enqueue_request(self, request: Request) -> bool:
        """Put a request into its host's queue."""
        host = host_of(request.url)
        queue = self._queues.get(host)
        if queue is None:
            queue = self._queues[host] = []
            self._line.append(host)
        self._count += 1
        self._waiting += 1
        heappush(queue, (-request.priority, self._count, request))
        return True

    def next_request(self) -> Request | None:
        """Return the best request of the next host that has room, None where none has."""
        crowded = len(self._downloader.active) >= self._others
        for _ in range(len(self._line)):
            host = self._line[0]
            self._line.rotate(-1)
            if (not crowded or host == self._home_host) and self._has_room(host):
                return self._hand_on(host)
        return None

    def _has_room(self, host: str) -> bool:
        active = self._downloader.active
        under_way = [request for request in self._handed_on.get(host, ()) if request in active]
        self._handed_on[host] = under_way
        return len(under_way) < self._places

    def _hand_on(self, host: str) -> Request:
        queue = self._queues[host]
        request = heappop(queue)[2]
        self._handed_on[host].append(request)
        self._waiting -= 1
        if not queue:
            del self._queues[host]
            self._line.remove(host)
        return request
