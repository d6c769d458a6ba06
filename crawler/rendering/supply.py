"""What the browser gets for each of a page's requests: nothing comes from the network but through us.

Scripts and data are asked for by the crawl, under its guard, robots, turns and limits.  Pictures
and styles are replaced by empty ones, frames are pages of their own, and all else is refused.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from crawler.fetching.answer import Answer
from crawler.rendering.limits import MEGABYTE, Ask, Asker, Limits, NoAnswerError
from crawler.rendering.picture import Source

if TYPE_CHECKING:
    from playwright.async_api import Request, Route

_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_REPLACED = {
    "image": ("image/gif", _PIXEL),
    "stylesheet": ("text/css", b""),
}
_DATA = frozenset({"xhr", "fetch"})
_ASKED = frozenset({"script", *_DATA})
_AT_ONCE = 4
_MAX_POST = MEGABYTE // 16
_SHELF = 32 * MEGABYTE
_POSTED = ("application/x-www-form-urlencoded", "application/json", "text/plain")
# What servers tell data requests by; nothing that could tell one visitor from another.
_SENT = ("accept", "content-type", "x-requested-with")
# What the page's own rules need of an answer; cookies and policies stay out.
_PASSED = frozenset({"content-type", "access-control-allow-origin"})


def _headers(sent: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, sent[name]) for name in _SENT if name in sent)


class Shelf:
    """Answers that the pages of a site share, so that each is asked for once; the oldest go first."""

    def __init__(self, most: int = _SHELF) -> None:
        self._most = most
        self._size = 0
        self._answers: OrderedDict[str, Answer | NoAnswerError] = OrderedDict()

    def get(self, url: str) -> Answer | NoAnswerError | None:
        """Return what came of asking for `url` before."""
        if url in self._answers:
            self._answers.move_to_end(url)
        return self._answers.get(url)

    def put(self, url: str, answer: Answer | NoAnswerError) -> None:
        """Keep an answer, or that there is none."""
        if url in self._answers:
            return
        self._answers[url] = answer
        self._size += _weight(answer)
        while self._size > self._most:
            self._size -= _weight(self._answers.popitem(last=False)[1])


def _weight(answer: Answer | NoAnswerError) -> int:
    return 1000 + (len(answer.body) if isinstance(answer, Answer) else 0)


class Supply:
    """Answers the requests of one page.

    `wanted` counts its requests for scripts and data, `asked` those of them that were made for it, `missing`
    those that could not be had;
    `gone_to` is where the page wanted to go.
    """

    def __init__(
        self,
        source: Source,
        ask: Asker,
        is_own: Callable[[str], bool],
        limits: Limits,
        shelf: Shelf,
    ) -> None:
        self._source = source
        self._ask = ask
        self._is_own = is_own
        self._limits = limits
        self._shelf = shelf
        self._begun = False
        self._closed = False
        self._received = 0
        self._few = asyncio.Semaphore(_AT_ONCE)
        self.pending = 0
        self.asked = 0
        self.wanted = 0
        self.missing = 0
        self.first_missing = ""
        self.gone_to: str | None = None
        self.gone = asyncio.Event()

    async def answer(self, route: Route) -> None:
        """Answer one request; never raises."""
        from playwright.async_api import Error  # noqa: PLC0415 - an extra

        self.pending += 1
        # The page may be gone by the time its answer comes.
        with contextlib.suppress(Error):
            try:
                await self._answer(route, route.request)
            except NoAnswerError:
                await route.abort()
            finally:
                self.pending -= 1

    def close(self) -> None:
        """Ask for nothing more."""
        self._closed = True

    async def _answer(self, route: Route, request: Request) -> None:
        kind = request.resource_type
        if kind == "document":
            await self._document(route, request)
        elif kind in _REPLACED:
            content_type, body = _REPLACED[kind]
            await route.fulfill(status=200, content_type=content_type, body=body)
        elif kind in _ASKED:
            self.wanted += 1
            answer = await self._have(request, kind)
            await route.fulfill(
                status=answer.status,
                headers={n: v for n, v in answer.headers() if n.lower() in _PASSED},
                body=answer.body,
            )
        else:
            raise NoAnswerError(kind)

    async def _document(self, route: Route, request: Request) -> None:
        """Hand out the page itself, once; frames are empty, and nobody goes anywhere else."""
        frame = request.frame
        if frame.parent_frame is not None:
            await route.fulfill(status=200, content_type="text/html", body=b"")
        elif not self._begun:
            self._begun = True
            await route.fulfill(
                status=200,
                content_type=f"text/html; charset={self._source.charset}",
                body=self._source.body,
            )
        else:
            self.gone_to = self.gone_to or request.url
            self.gone.set()
            raise NoAnswerError("navigation")

    async def _have(self, request: Request, kind: str) -> Answer:
        """Return the answer to a script's or a data request, and note where there is none."""
        try:
            answer = await self._fetched(request, kind)
        except NoAnswerError:
            self._miss(request.url, kind)
            raise
        if not 200 <= answer.status < 300:  # noqa: PLR2004 - HTTP statuses are their own names
            self._miss(request.url, kind)
        return answer

    def _miss(self, url: str, kind: str) -> None:
        # Without a stranger's script (statistics, sharing) the page shows what it has to show.
        if kind in _DATA or self._is_own(url):
            self.missing += 1
            self.first_missing = self.first_missing or url

    async def _fetched(self, request: Request, kind: str) -> Answer:
        url, method = request.url.partition("#")[0], request.method
        if not url.startswith(("http://", "https://")):
            raise NoAnswerError("scheme")
        body = request.post_data_buffer or b""
        content_type = request.headers.get("content-type", "")
        if method == "POST":
            plain = content_type.partition(";")[0].strip().lower() in _POSTED
            if kind not in _DATA or not self._is_own(url) or not plain or len(body) > _MAX_POST:
                raise NoAnswerError("post")
        elif method != "GET":
            raise NoAnswerError(method)
        known = self._shelf.get(url) if method == "GET" else None
        if known is None:
            async with self._few:
                known = self._shelf.get(url) if method == "GET" else None
                if known is None:
                    known = await self._asked(
                        Ask(url, self._source.url, method, body, _headers(request.headers))
                    )
        if isinstance(known, NoAnswerError):
            raise known
        self._received += len(known.body)
        if self._received > self._limits.received:
            raise NoAnswerError("too much")
        return known

    async def _asked(self, ask: Ask) -> Answer | NoAnswerError:
        if self._closed or self.asked >= self._limits.requests:
            raise NoAnswerError("too many")
        self.asked += 1
        answer: Answer | NoAnswerError
        try:
            answer = await self._ask(ask)
        except NoAnswerError as error:
            answer = error
        if ask.method == "GET":
            self._shelf.put(ask.url, answer)
        return answer
