"""What the crawls of one process share for drawing: a few browsers, one page at a time in each.

A browser is started when the first page needs it, another in its place where it was lost, and all are
ended when nobody has needed them for a while.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from crawler.rendering.browsers import NoBrowserError, find_browser
from crawler.rendering.chromium import Chromium
from crawler.rendering.drawing import draw
from crawler.rendering.limits import Asker, Limits
from crawler.rendering.picture import Picture, Source
from crawler.rendering.supply import Shelf, Supply

_IDLE = 20.0


class Renderer:
    """Draws pages.  `environment` says where a browser may be found, `at_once` how many may run."""

    def __init__(
        self, environment: Mapping[str, str], limits: Limits | None = None, at_once: int = 1
    ) -> None:
        self._environment = dict(environment)
        self._limits = limits or Limits()
        self._turns = asyncio.Semaphore(at_once)
        self._free: list[Chromium] = []
        self._nothing: NoBrowserError | None = None
        self._busy = 0
        self._leaving: asyncio.Task[None] | None = None

    async def draw(
        self, source: Source, ask: Asker, is_own: Callable[[str], bool], shelf: Shelf
    ) -> tuple[Picture, str]:
        """Draw a page, when its turn comes; return also the browser's name and version.

        Raises NoBrowserError.
        """
        async with self._turns:
            self._stay()
            browser = await self._take()
            self._busy += 1
            try:
                supply = Supply(source, ask, is_own, self._limits, shelf)
                return await draw(browser, source, supply, self._limits), browser.version
            finally:
                self._busy -= 1
                await self._give_back(browser)

    async def _take(self) -> Chromium:
        while self._free:
            browser = self._free.pop()
            if browser.alive:
                return browser
            await browser.close()
        if self._nothing is not None:  # it will not be there the next time either
            raise self._nothing
        try:
            return await Chromium.launch(find_browser(self._environment))
        except NoBrowserError as error:
            self._nothing = error
            raise

    async def _give_back(self, browser: Chromium) -> None:
        if browser.alive:
            self._free.append(browser)
        else:
            await browser.close()
        if not self._busy:
            self._leaving = asyncio.ensure_future(self._leave())

    def _stay(self) -> None:
        leaving, self._leaving = self._leaving, None
        if leaving is not None:
            leaving.cancel()

    async def _leave(self) -> None:
        """End the browsers when nobody has needed one for a while."""
        await asyncio.sleep(_IDLE)
        self._leaving = None
        await self._end()

    async def _end(self) -> None:
        while self._free:
            await self._free.pop().close()

    async def close(self) -> None:
        """End the browsers, if there are any."""
        self._stay()
        await self._end()
