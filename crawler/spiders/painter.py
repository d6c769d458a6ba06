"""Have the survey's script-only pages drawn, one after the other.

Knows the survey and the renderer, and neither Scrapy nor a browser.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from crawler.rendering.browsers import NoBrowserError
from crawler.rendering.limits import Asker
from crawler.rendering.renderer import Renderer
from crawler.rendering.supply import Shelf
from crawler.snapshot.rendering import Drawn
from crawler.spiders.drawings import Drawings
from crawler.spiders.question import Question

_LOSSES = 2
_LOST = "浏览器两次意外退出，本次不再渲染"


class Painter:
    """Draws for one survey.  `hand_over` is given what a drawn page makes us ask."""

    def __init__(
        self,
        drawings: Drawings,
        renderer: Renderer,
        ask: Asker,
        hand_over: Callable[[list[Question]], None],
    ) -> None:
        self._drawings = drawings
        self._renderer = renderer
        self._ask = ask
        self._hand_over = hand_over
        self._shelf = Shelf()
        self._losses = 0

    async def paint(self, *, everything: bool) -> int:
        """Draw what waits to be drawn; with `everything`, look for it among all pages first.

        Return how many pages were drawn, well or not.

        Raises what the survey raises.
        """
        if everything:
            for _ in self._drawings.look():
                await asyncio.sleep(0)
        done = 0
        while (page := self._drawings.next()) is not None:
            try:
                picture, browser = await self._renderer.draw(
                    page.source, self._ask, self._drawings.is_own, self._shelf
                )
            except NoBrowserError as error:
                self._drawings.stop(str(error), page)
                break
            self._hand_over(self._drawings.drawn(page, picture, browser))
            done += 1
            if picture.drawn is Drawn.BROWSER:
                self._losses += 1
                if self._losses >= _LOSSES:
                    self._drawings.stop(_LOST)
        return done
