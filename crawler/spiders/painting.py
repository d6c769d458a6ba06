"""When a crawl has its script-only pages drawn: some as they come, the rest when all else is done.

Keeps the crawl open as long as a page is being drawn, and ends it when nothing is left to draw.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from crawler.spiders.painter import Painter


class Painting:
    """The drawing that goes on beside a crawl.

    `is_idle` says that the crawl waits for nothing else, `close` ends it in good order, `fail` ends
    it where nothing more can be written.
    """

    def __init__(
        self,
        painter: Painter,
        is_idle: Callable[[], bool],
        close: Callable[[], Awaitable[None]],
        fail: Callable[[Exception], None],
    ) -> None:
        self._painter = painter
        self._is_idle = is_idle
        self._close = close
        self._fail = fail
        self._work: asyncio.Task[int] | None = None
        self._ending: asyncio.Future[None] | None = None
        self._is_over = False

    def go_on(self) -> None:
        """Draw the pages that are known to need it."""
        self._begin(everything=False)

    def stay(self) -> bool:
        """All else is done: look for pages to draw.  False where the crawl may end."""
        self._begin(everything=True)
        return self._work is not None

    def _begin(self, *, everything: bool) -> None:
        if self._work is None and not self._is_over:
            self._work = asyncio.ensure_future(self._painter.paint(everything=everything))
            self._work.add_done_callback(lambda work: self._done(work, everything=everything))

    def _done(self, work: asyncio.Task[int], *, everything: bool) -> None:
        self._work = None
        error = None if work.cancelled() else work.exception()
        if self._is_over or work.cancelled():
            return
        if isinstance(error, Exception):
            self._is_over = True
            self._fail(error)
        elif self._is_idle():
            if everything and not work.result():
                # Scrapy would notice only some seconds later.
                self._is_over = True
                self._ending = asyncio.ensure_future(self._close())
            else:
                self._begin(everything=True)

    async def stop(self) -> None:
        """Draw nothing more; returns when nothing is under way."""
        self._is_over = True
        if self._work is not None:
            self._work.cancel()
        under_way = [task for task in (self._work, self._ending) if task is not None]
        await asyncio.gather(*under_way, return_exceptions=True)
