"""Scrapy's engine with the detours taken out that this crawler does not need.

Who asks when is decided by our own scheduler and pace, so that requests need no slots and queues of the
downloader's; callbacks give a list of requests, so that nothing has to be unrolled by tasks of its own.

This replaces inner methods of Scrapy (docs/decisions/0002): its test tells where a new version has others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader import Downloader
from scrapy.core.engine import ExecutionEngine
from scrapy.core.scraper import Scraper
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure

if TYPE_CHECKING:
    from scrapy import Request
    from twisted.internet.defer import Deferred


class StraightDownloader(Downloader):
    """Hands requests to the handler as soon as they come and robots.txt allows."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        (self._robots,) = (
            one for one in self.middleware.middlewares if isinstance(one, RobotsTxtMiddleware)
        )

    def fetch(self, request: Request, _: Any = None) -> Deferred[Any]:
        """Fetch; what is under way is in `active` until whoever asked has the answer."""
        self.active.add(request)
        fetched: Deferred[Any] = deferred_from_coro(self.fetched(request))
        return fetched.addBoth(self._left, request)

    async def fetched(self, request: Request) -> Any:
        """Fetch what somebody else has in charge."""
        handler = self.handlers.download_request_async
        if not request.meta.get("dont_redirect"):  # a robots.txt, which may stand elsewhere
            return await self.middleware.download_async(handler, request)
        await self._robots.process_request(request)
        return await handler(request)

    def _left(self, result: Any, request: Request) -> Any:
        self.active.remove(request)
        return result


class StraightScraper(Scraper):
    """Takes the requests that a callback gives as they stand."""

    async def take(
        self, result: Response | Failure, request: Request, in_charge: Callable[[], None]
    ) -> None:
        """Hand over what came of a request; `in_charge` is told when it is no longer the downloader's."""
        slot = self.slot
        assert slot is not None  # noqa: S101 - the spider is open
        slot.add_response_request(result, request)
        slot.next_response_request_deferred()
        in_charge()
        try:
            await self._scrape(result, request)
        finally:
            slot.finish_response(result, request)
            self._check_if_closing()

    async def _scrape(self, result: Response | Failure, request: Request) -> None:
        if not isinstance(result, Response):
            await super()._scrape(result, request)
            return
        try:
            following = await self.call_spider_async(result, request)
        except Exception:  # noqa: BLE001 - as Scrapy does
            self.handle_spider_error(Failure(), request, result)  # type: ignore[no-untyped-call]  # of Twisted
            return
        engine = self.crawler.engine
        assert engine is not None  # noqa: S101 - it has asked
        for one in following:  # type: ignore[union-attr]  # a list, see the portal spider
            engine.crawl(one)


class StraightEngine(ExecutionEngine):
    """An engine with this downloader (by its settings) and this scraper; each request is one task."""

    def __init__(self, crawler: Crawler, closed: Any) -> None:
        super().__init__(crawler, closed)
        self.scraper = StraightScraper(crawler)
        self._tasks: set[asyncio.Task[None]] = set()

    def _start_scheduled_request(self) -> bool:
        assert self._slot is not None  # noqa: S101 - Scrapy's own order of things
        request = self._slot.scheduler.next_request()
        if request is None:
            return False
        self._slot.add_request(request)
        self.downloader.active.add(request)
        task = asyncio.ensure_future(self._see_through(request, self._slot))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def _see_through(self, request: Request, slot: Any) -> None:
        """Ask, and hand over what came; at no moment is nobody in charge of the request."""
        assert isinstance(self.downloader, StraightDownloader)  # noqa: S101 - see the settings
        assert isinstance(self.scraper, StraightScraper)  # noqa: S101 - see above
        try:
            result: Response | Failure
            try:
                result = await self.downloader.fetched(request)
            except Exception:  # noqa: BLE001 - it is for the errback
                result = Failure()  # type: ignore[no-untyped-call]  # of Twisted
            finally:
                self.downloader.active.remove(request)
            await self.scraper.take(result, request, slot.nextcall.schedule)
        finally:
            slot.remove_request(request)
            slot.nextcall.schedule()


class StraightCrawler(Crawler):
    """A Scrapy crawler with this engine."""

    def _create_engine(self) -> ExecutionEngine:
        return StraightEngine(self, lambda _: self.stop_async())
