"""What the crawls of one process share for drawing: one browser, one page in it at a time.

The browser is started when the first page needs it, again where it was lost, and ended when nobody
has needed it for a while.
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
    """Draws pages.  `environment` says where a browser may be found."""

    def __init__(self, environment: Mapping[str, str], limits: Limits | None = None) -> None:
        self._environment = dict(environment)
        self._limits = limits or Limits()
        self._turn = asyncio.Lock()
        self._browser: Chromium | None = None
        self._nothing: NoBrowserError | None = None
        self._leaving: asyncio.Task[None] | None = None

    async def version(self) -> str:
        """Return the browser's name and version; starts it.  Raises NoBrowserError."""
        async with self._turn:
            browser = await self._ready()
            self._leave_later()
            return browser.version

    async def draw(
        self, source: Source, ask: Asker, is_own: Callable[[str], bool], shelf: Shelf
    ) -> Picture:
        """Draw a page, when its turn comes.  Raises NoBrowserError."""
        async with self._turn:
            browser = await self._ready()
            supply = Supply(source, ask, is_own, self._limits, shelf)
            picture = await draw(browser, source, supply, self._limits)
            if not browser.alive:
                await self._end()
            self._leave_later()
            return picture

    async def _ready(self) -> Chromium:
        if self._nothing is not None:  # it will not be there the next time either
            raise self._nothing
        if self._leaving is not None:
            self._leaving.cancel()
        if self._browser is None or not self._browser.alive:
            await self._end()
            try:
                self._browser = await Chromium.launch(find_browser(self._environment))
            except NoBrowserError as error:
                self._nothing = error
                raise
        return self._browser

    def _leave_later(self) -> None:
        self._leaving = asyncio.ensure_future(self._leave())

    async def _leave(self) -> None:
        """End the browser when nobody has needed it for a while."""
        await asyncio.sleep(_IDLE)
        async with self._turn:
            self._leaving = None
            await self._end()

    async def _end(self) -> None:
        browser, self._browser = self._browser, None
        if browser is not None:
            await browser.close()

    async def close(self) -> None:
        """End the browser, if there is one."""
        if self._leaving is not None:
            self._leaving.cancel()
        await self._end()
