"""The survey's script-only pages: which of them a browser has to draw, and what it drew.

Knows neither a browser nor the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from crawler.reading.scope import Scope
from crawler.reading.scripted import may_hold_rows
from crawler.rendering.picture import Picture
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Fetch, Outcome, Rendering, Role
from crawler.snapshot.rendering_table import HeldPage
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.drawn_pages import dom_of, links_of
from crawler.spiders.frontier import Frontier
from crawler.spiders.question import Question
from crawler.spiders.to_draw import DrawingList, ToDraw

# What stands on the home page is looked at as it comes, the rest when all else is done.
_NEAR = 1


class Drawings:
    """Raises what the writer raises: then nothing can be kept."""

    def __init__(
        self,
        plan: CrawlSettings,
        writer: SnapshotWriter,
        frontier: Frontier,
        clock: Callable[[], datetime],
    ) -> None:
        self._writer = writer
        self._frontier = frontier
        self._clock = clock
        self._is_wanted = plan.render
        self._scope = Scope.of(plan.home, plan.hosts)
        self._list = DrawingList(writer.renderings, plan.render_pages if plan.render else 0)

    @property
    def wait(self) -> bool:
        """A page waits for a browser."""
        return self._list.has_work

    def is_own(self, url: str) -> bool:
        """The URL belongs to the site."""
        return self._scope.includes(url)

    def came(self, fetch: Fetch) -> None:
        """Look at a page that has just been recorded, where it is near to home and may be a list."""
        near = fetch.depth is not None and fetch.depth <= _NEAR
        if not (self._is_wanted and near and fetch.is_html and fetch.record):
            return
        if fetch.depth == 0 or may_hold_rows(fetch.url):
            encoding, kind = fetch.encoding or "", fetch.content_type or ""
            page = HeldPage(fetch.url, fetch.depth, fetch.size or 0, encoding, kind, fetch.record)
            self._list.consider(page)

    def look(self) -> Iterator[None]:
        """Look among all pages for those that only a browser shows, one page at a step."""
        if self._is_wanted:
            self._writer.commit()
            yield from self._list.look()

    def next(self) -> ToDraw | None:
        """Return the next page for a browser, None where none is left."""
        return self._list.next()

    def stop(self, why: str, left: ToDraw | None = None) -> None:
        """Draw nothing more, nor the page `left`; `why` is a Chinese sentence."""
        self._list.stop(why, left)

    def drawn(self, page: ToDraw, picture: Picture, browser: str) -> list[Question]:
        """Record what a browser drew; return what to ask next."""
        read = links_of(page, picture)
        self._frontier.follow_more(read, Fetch(page.url, Role.PAGE, Outcome.OK, page.depth))
        rendering = Rendering(
            picture.drawn,
            self._clock(),
            browser,
            page.need.value,
            picture.seconds,
            picture.detail or None,
        )
        self._writer.render(page.url, rendering, dom_of(picture, page.url), read.links)
        return self._frontier.due()

    def finish(self) -> tuple[int, str] | None:
        """Write down how many pages that need it stayed undrawn, and why (Chinese); return it too."""
        undrawn = self._list.undrawn()
        self._writer.describe(undrawn=undrawn)
        return undrawn
