"""Draw one page: load it, wait until it is quiet, take its DOM, and leave nothing behind.

Everything the page does is bounded; whatever it does, drawing ends and says how.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from crawler.rendering.chromium import Chromium
from crawler.rendering.limits import Limits
from crawler.rendering.picture import Picture, Source
from crawler.rendering.supply import Supply
from crawler.snapshot.rendering import Drawn

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, CDPSession, Dialog, Page

_TICK = 0.1
_MEMORY_TICK = 0.5
_CLOSE = 5.0
# A tab opens in the browser's time, not in the page's; one that takes so long never will.
_TAB = 30.0
_WORLD = "gongkai"
# Run in a world of our own: the page's scripts cannot reach the functions that are used here.
# Elements can be named like the document's own properties, which are therefore taken from its class.
_OF = (
    "const of = (owner, name, node) => Object.getOwnPropertyDescriptor(owner, name).get.call(node);"
)
_SAMPLE = f"""(() => {{ {_OF}
  const all = Document.prototype.getElementsByTagName.call(document, '*').length;
  const links = Document.prototype.querySelectorAll.call(document, 'a[href]').length;
  return [of(Document.prototype, 'readyState', document) === 'complete', all, links];
}})()"""
_TAKE = f"""(most => {{ {_OF}
  const root = of(Document.prototype, 'documentElement', document);
  if (!root) return null;
  const html = of(Element.prototype, 'outerHTML', root);
  return [html.length, html.length > most ? '' : html, of(Node.prototype, 'baseURI', document)];
}})"""


class _EndedError(Exception):
    """The page cannot be drawn."""

    def __init__(self, end: Drawn, detail: str = "") -> None:
        super().__init__(detail)
        self.end = end
        self.detail = detail


async def draw(browser: Chromium, source: Source, supply: Supply, limits: Limits) -> Picture:
    """Draw a page.  Never raises; Drawn.BROWSER where the browser itself has gone."""
    loop = asyncio.get_running_loop()
    started = loop.time()
    try:
        picture = await _drawn(browser, source, supply, limits)
    except _EndedError as ended:
        location = supply.gone_to if ended.end is Drawn.NAVIGATED else None
        picture = Picture(ended.end, location=location, detail=ended.detail)
    except Exception as error:  # noqa: BLE001 - Playwright's errors, and those of a browser that died
        lost = not browser.alive
        told = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        picture = Picture(Drawn.BROWSER if lost else Drawn.CRASH, detail=told)
    finally:
        supply.close()
    return replace(picture, seconds=round(loop.time() - started, 3), asked=supply.asked)


async def _drawn(browser: Chromium, source: Source, supply: Supply, limits: Limits) -> Picture:
    try:
        async with asyncio.timeout(_TAB):
            context = await browser.context()
    except TimeoutError:  # it does not even open a tab any more
        await browser.close()
        raise
    try:
        return await _Sitting(browser, context, source, supply, limits).picture()
    finally:
        try:
            await asyncio.wait_for(context.close(), _CLOSE)
        except Exception:  # noqa: BLE001 - whatever holds it, no other page may be drawn beside it
            await browser.close()


class _Sitting:
    """The drawing of one page, while its tab is open."""

    def __init__(
        self,
        browser: Chromium,
        context: BrowserContext,
        source: Source,
        supply: Supply,
        limits: Limits,
    ) -> None:
        self._browser = browser
        self._context = context
        self._source = source
        self._supply = supply
        self._limits = limits
        self._dialogs = 0
        self._faults = 0
        self._ended: asyncio.Future[_EndedError] = asyncio.get_running_loop().create_future()

    async def picture(self) -> Picture:
        """Draw, unless something ends it before."""
        work = asyncio.ensure_future(self._work())
        watch = asyncio.ensure_future(self._watch())
        left = asyncio.ensure_future(self._supply.gone.wait())
        try:
            await asyncio.wait(
                cast("set[asyncio.Future[Any]]", {work, left, self._ended}),
                timeout=self._limits.total + self._limits.own,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if self._ended.done():
                raise self._ended.result()
            if self._supply.gone.is_set():
                # Before the work's own failure: a page that leaves takes our world with it.
                raise _EndedError(Drawn.NAVIGATED)
            if not work.done():
                raise _EndedError(Drawn.HANG)
            return work.result()
        finally:
            for task in (work, watch, left):
                task.cancel()
            await asyncio.gather(work, watch, left, return_exceptions=True)

    def _end(self, end: Drawn, detail: str = "") -> None:
        if not self._ended.done():
            self._ended.set_result(_EndedError(end, detail))

    async def _watch(self) -> None:
        """End the drawing where the page takes too much memory."""
        while True:
            await asyncio.sleep(_MEMORY_TICK)
            with contextlib.suppress(Exception):
                if await self._browser.memory() > self._limits.memory:
                    self._end(Drawn.MEMORY)

    async def _dialog(self, dialog: Dialog) -> None:
        self._dialogs += 1
        if self._dialogs > self._limits.dialogs:
            self._end(Drawn.DIALOGS)
            return
        with contextlib.suppress(Exception):
            await dialog.dismiss()

    async def _popup(self, page: Page) -> None:
        with contextlib.suppress(Exception):
            await page.close()

    async def _open(self) -> tuple[Page, CDPSession]:
        """Open a tab whose every request is answered by us."""
        await self._context.route("**/*", self._supply.answer)
        await self._context.route_web_socket("**/*", lambda socket: socket.close())
        page = await self._context.new_page()
        page.on("crash", lambda _: self._end(Drawn.CRASH))
        page.on("dialog", self._dialog)
        page.on("popup", self._popup)
        page.on("pageerror", self._fault)
        return page, await self._context.new_cdp_session(page)

    async def _load(self, page: Page, session: CDPSession) -> int:
        """Load the page, and enter a world of our own."""
        await page.goto(self._source.url, wait_until="commit", timeout=self._limits.own * 1000)
        tree = await session.send("Page.getFrameTree")
        world = await session.send(
            "Page.createIsolatedWorld",
            {"frameId": tree["frameTree"]["frame"]["id"], "worldName": _WORLD},
        )
        number: int = world["executionContextId"]
        return number

    def _fault(self, _: object) -> None:
        self._faults += 1

    async def _work(self) -> Picture:
        try:
            async with asyncio.timeout(_TAB):
                page, session = await self._open()
            async with asyncio.timeout(self._limits.own):
                world = await self._load(page, session)
        except TimeoutError:
            raise _EndedError(Drawn.HANG) from None
        in_time = await self._wait(session, world)
        try:
            async with asyncio.timeout(self._limits.own):
                taken = await _evaluate(session, world, f"{_TAKE}({self._limits.html})")
        except TimeoutError:
            raise _EndedError(Drawn.HANG) from None
        if not taken:
            raise _EndedError(Drawn.CRASH, "no document")
        size, html, base = taken
        if not html:
            raise _EndedError(Drawn.TOO_LARGE, f"{size} characters")
        lacks = self._lacks(in_time=in_time)
        return Picture(
            Drawn.PARTLY if lacks else Drawn.WHOLE,
            f"<!DOCTYPE html>{html}",
            base,
            detail="; ".join(lacks),
        )

    def _lacks(self, *, in_time: bool) -> list[str]:
        lacks = [] if in_time else ["time limit"]
        if self._faults:
            lacks.append(f"{self._faults} script errors")
        if self._supply.missing:
            first = self._supply.first_missing[:200]
            lacks.append(f"{self._supply.missing} requests without answer, first {first}")
        return lacks

    async def _wait(self, session: CDPSession, world: int) -> bool:
        """Wait until the page is quiet; False where its time was up before."""
        loop = asyncio.get_running_loop()
        own, until = 0.0, loop.time() + self._limits.total
        last, since = None, loop.time()
        while own < self._limits.own and loop.time() < until:
            begun = loop.time()
            try:
                async with asyncio.timeout(self._limits.own - own):
                    sample = await _evaluate(session, world, _SAMPLE)
                # Who has just been given an answer has yet to show it, however soon it came.
                sample.append(self._supply.wanted)
            except TimeoutError:
                raise _EndedError(Drawn.HANG) from None
            if sample[1] > self._limits.elements:
                raise _EndedError(Drawn.TOO_LARGE, f"{sample[1]} elements")
            if self._supply.pending or not sample[0] or sample != last:
                last, since = sample, loop.time()
            elif loop.time() - since >= self._limits.quiet:
                return True
            await asyncio.sleep(_TICK)
            if not self._supply.pending:
                own += loop.time() - begun
        return False


async def _evaluate(session: CDPSession, world: int, expression: str) -> Any:
    answer = await session.send(
        "Runtime.evaluate",
        {"expression": expression, "contextId": world, "returnByValue": True},
    )
    return answer["result"].get("value")
