"""Ask for what a drawn page wants, as the crawl asks for anything: robots, turns, guard, limits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import scrapy
from scrapy.exceptions import IgnoreRequest

from crawler.fetching.answer import Answer
from crawler.fetching.failures import understood
from crawler.fetching.handler import ANSWER, LIMIT, PATIENT, TURN
from crawler.reading.urls import absolute
from crawler.reading.walls import wall_by_status
from crawler.rendering.limits import Ask, NoAnswerError
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Fetch, Outcome, Role
from crawler.spiders.referer import referer

_MAX_HOPS = 5
# A browser repeats these with the same method and body.
_AS_IT_WAS = frozenset({307, 308})
_ELSEWHERE = frozenset({301, 302, 303, *_AS_IT_WAS})


class PageRequests:
    """Asks through `download`, which raises what Scrapy's engine raises.

    `came_to` hears of bot walls, so that the host is spared.
    """

    def __init__(
        self,
        plan: CrawlSettings,
        download: Callable[[scrapy.Request], Awaitable[object]],
        came_to: Callable[[Fetch], None],
    ) -> None:
        self._plan = plan
        self._download = download
        self._came_to = came_to

    async def __call__(self, ask: Ask) -> Answer:
        """Return the answer, after redirects.  Raises NoAnswerError."""
        for _ in range(_MAX_HOPS):
            answer = await self._once(ask)
            if answer.status not in _ELSEWHERE:
                return answer
            headers = {name.lower(): value for name, value in answer.headers()}
            target = absolute(ask.url, headers.get("location", ""))
            if target is None or not target.startswith(("http://", "https://")):
                raise NoAnswerError("redirect without a target")
            ask = replace(ask, url=target)
            if answer.status not in _AS_IT_WAS:
                ask = replace(ask, method="GET", body=b"")
        raise NoAnswerError("too many redirects")

    async def _once(self, ask: Ask) -> Answer:
        headers = {**dict(ask.headers), "User-Agent": self._plan.user_agent}
        shown = referer(ask.page, ask.url)
        if shown is not None:
            headers["Referer"] = shown
        request = scrapy.Request(
            ask.url,
            method=ask.method,
            body=ask.body,
            headers=headers,
            dont_filter=True,
            meta={
                "dont_redirect": True,
                "verbatim_url": True,
                TURN: 1,
                LIMIT: self._plan.page_limit,
                PATIENT: True,
            },
        )
        try:
            await self._download(request)
        except IgnoreRequest as error:
            raise NoAnswerError("robots") from error
        except Exception as error:
            raise NoAnswerError(understood(error).outcome.value) from error
        answer: Answer = request.meta[ANSWER]
        wall = wall_by_status(
            answer.status, {name.lower(): value for name, value in answer.headers()}
        )
        if wall:
            self._came_to(Fetch(ask.url, Role.PROBE, Outcome.BLOCKED, detail=f"wall: {wall}"))
            raise NoAnswerError("wall")
        if answer.truncated:
            raise NoAnswerError("too large")
        return answer
