"""A real Chromium in a loop of its own; the tests are skipped, with the reason, where there is none."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest

from crawler.fetching.answer import Answer
from crawler.rendering.browsers import NoBrowserError, find_browser
from crawler.rendering.chromium import Chromium
from crawler.rendering.drawing import draw
from crawler.rendering.limits import Ask, Limits, NoAnswerError
from crawler.rendering.picture import Picture, Source
from crawler.rendering.supply import Shelf, Supply

T = TypeVar("T")
PAGE = "http://www.x.gov.cn/zwgk/"
# Patient with loaded machines; pages that hang are given SHORT.
QUICK = Limits(own=60.0, total=200.0, quiet=0.5)
SHORT = Limits(own=3.0, total=20.0, quiet=0.5)


def why_not() -> str | None:
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed"
    try:
        find_browser(os.environ)
    except NoBrowserError as error:
        return str(error)
    return None


@dataclass
class Site:
    """What the page's requests get: `answers` by URL; everything else has no answer."""

    answers: dict[str, tuple[str, str]] = field(default_factory=dict)
    asked: list[Ask] = field(default_factory=list)
    delay: float = 0.0

    async def __call__(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        await asyncio.sleep(self.delay)
        kind, body = self.answers.get(ask.url.removeprefix("http://www.x.gov.cn"), ("", ""))
        if not kind:
            raise NoAnswerError("not found")
        status = int(kind) if kind.isdigit() else 200
        headers = ((b"Content-Type", kind.encode()),)
        return Answer(status, "OK", headers, body.encode())

    @property
    def urls(self) -> list[str]:
        return [ask.url for ask in self.asked]


@dataclass
class Desk:
    """Draws pages in one browser after the other, from outside its loop."""

    loop: asyncio.AbstractEventLoop
    browser: Chromium | None = None
    launched: int = 0

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(600)

    def draw(
        self,
        html: str | bytes,
        site: Site | None = None,
        limits: Limits = QUICK,
        *,
        shelf: Shelf | None = None,
        charset: str = "utf-8",
        is_own: Callable[[str], bool] = lambda url: url.startswith("http://www.x.gov.cn/"),
    ) -> Picture:
        async def work() -> Picture:
            if self.browser is None or not self.browser.alive:
                self.browser = await Chromium.launch(find_browser(os.environ))
                self.launched += 1
            body = html.encode() if isinstance(html, str) else html
            source = Source(PAGE, body, charset)
            supply = Supply(source, site or Site(), is_own, limits, shelf or Shelf())
            return await draw(self.browser, source, supply, limits)

        return self.run(work())

    def close(self) -> None:
        if self.browser is not None:
            self.run(self.browser.close())


@pytest.fixture(scope="package")
def desk() -> Iterator[Desk]:
    reason = why_not()
    if reason:
        pytest.skip(reason)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    desk = Desk(loop)
    yield desk
    desk.close()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
