"""The portal spider: lets Scrapy ask the survey's questions and hands it what comes back.

Decides nothing about the portal: which URLs to ask for, and what an answer means, is the survey's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy.exceptions import DontCloseSpider, IgnoreRequest

from crawler.fetching.answer import Answer
from crawler.fetching.failures import FetchFailedError, understood
from crawler.fetching.handler import ANSWER, FORGIVING, HEADERS, LIMIT, PATIENT, STOPPING, TURN
from crawler.fetching.pace import Pace
from crawler.reading.urls import host_of
from crawler.rendering.limits import Asker
from crawler.rendering.renderer import Renderer
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Outcome, Role
from crawler.spiders.page_requests import PageRequests
from crawler.spiders.painter import Painter
from crawler.spiders.painting import Painting
from crawler.spiders.question import Question
from crawler.spiders.reader import Reader
from crawler.spiders.referer import referer
from crawler.spiders.survey import Survey

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure


class PortalSpider(scrapy.Spider):
    """Asks what one survey wants to know."""

    name = "portal"

    def __init__(
        self,
        plan: CrawlSettings,
        survey: Survey,
        pace: Pace,
        reader: Reader | None = None,
        **kwargs: Any,
    ) -> None:
        """Have the survey read the answers, or where there is one, the `reader`."""
        super().__init__(**kwargs)
        self._reader = reader
        self._plan = plan
        self._survey = survey
        self.pace = pace  # the download handler takes its turns here
        self._home_host = host_of(plan.home)
        self._limits = {
            Role.PAGE: plan.page_limit,
            Role.ATTACHMENT: plan.attachment_limit,
            Role.EXTERNAL: plan.external_limit,
            Role.PROBE: plan.page_limit,
            Role.SITEMAP: plan.page_limit,
        }
        self.painting: Painting | None = None
        self._last: Callable[[Asker], Awaitable[None]] | None = None
        self._last_work: asyncio.Task[None] | None = None
        self._begun = asyncio.Event()
        self.stopping: asyncio.Task[None] | None = None
        self.fatal: Exception | None = None

    async def start(self) -> AsyncIterator[Request]:
        """Ask the first questions."""
        self._begun.set()
        if self.stopping:
            return
        for question in self._survey.begin():
            yield self._request(question)

    def _request(self, question: Question) -> Request:
        return scrapy.Request(
            question.url,
            callback=self.answered_apart if self._reader else self.answered,
            errback=self.failed,
            dont_filter=True,
            priority=question.priority,
            cb_kwargs={"question": question},
            meta={
                # Redirects are recorded hop by hop, by us; Scrapy's middleware serves robots.txt.
                "dont_redirect": True,
                "verbatim_url": True,
                HEADERS: self._headers(question),
                # The portal itself may come back, and is asked to the last page.
                TURN: question.attempt if host_of(question.url) != self._home_host else None,
                LIMIT: self._limits[question.role],
                FORGIVING: question.attempt >= self._plan.attempts,
                # The beginning of a large file shows that it can be had; that of a page shows little.
                PATIENT: question.role is Role.PAGE,
            },
        )

    def _headers(self, question: Question) -> dict[str, str]:
        headers: dict[str, str] = {}
        # Others need not know where on the site a link to them stands.
        if question.role is not Role.EXTERNAL and question.url != self._plan.home:
            shown = referer(question.found_on or self._plan.home, question.url)
            if shown is not None:
                headers["Referer"] = shown
        return headers | self._survey.headers(question)

    def answered(self, response: Response, question: Question) -> list[Request]:
        """Hand over an answer, and ask what to ask next."""
        answer: Answer = response.meta[ANSWER]
        try:
            return self._requests(self._survey.answered(question, answer))
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing can be written any more
            self.fail(error)
            return []

    async def answered_apart(self, response: Response, question: Question) -> list[Request]:
        """As `answered`, where another process reads.

        Scrapy goes on asking while we wait, until it holds more than its share of what is not read.
        """
        answer: Answer = response.meta[ANSWER]
        assert self._reader is not None  # noqa: S101 - or else this is not called
        try:
            return self._requests(await self._survey.answered_apart(question, answer, self._reader))
        except Exception as error:  # noqa: BLE001 - as above
            self.fail(error)
            return []

    def failed(self, failure: Failure) -> list[Request]:
        """Hand over that there was no answer, and ask what to ask next."""
        question: Question = failure.request.cb_kwargs["question"]  # type: ignore[attr-defined]  # Scrapy sets it
        error = failure.value
        if isinstance(error, IgnoreRequest):
            outcome, detail = Outcome.ROBOTS, "robots.txt"
        elif isinstance(error, FetchFailedError):
            outcome, detail = error.outcome, error.detail
        else:
            known = understood(error or RuntimeError("no error given"))
            outcome, detail = known.outcome, known.detail
        if outcome is Outcome.NOT_REACHED:  # given up, since the crawl ends
            return []
        try:
            return self._requests(self._survey.failed(question, outcome, detail))
        except Exception as error_in_writing:  # noqa: BLE001 - as above
            self.fail(error_in_writing)
            return []

    def asks_last(self, work: Callable[[Asker], Awaitable[None]]) -> None:
        """Have `work` ask what it wants, once, when the portal's pages are all asked for."""
        self._last = work

    def _asker(self) -> Asker:
        engine = self.crawler.engine
        assert engine is not None  # noqa: S101 - it has opened the spider
        return PageRequests(self._plan, engine.download_async, self.pace.came_to)

    def draws_with(self, renderer: Renderer) -> None:
        """Have the pages that only a script shows drawn by `renderer`."""
        engine = self.crawler.engine
        assert engine is not None  # noqa: S101 - it has opened the spider
        self.painting = Painting(
            Painter(self._survey.drawings, renderer, self._asker(), self._hand_over),
            engine.spider_is_idle,
            lambda: engine.close_spider_async(reason="finished"),
            self.fail,
        )

    def _hand_over(self, questions: list[Question]) -> None:
        engine = self.crawler.engine
        for question in questions if engine is not None else ():
            engine.crawl(self._request(question))

    def idle(self) -> None:
        """All else is done: ask what comes last, draw what is left to draw; Scrapy's `spider_idle` signal."""
        if not self.stopping and (self._asks_last() or self._draws_on()):
            raise DontCloseSpider

    def _draws_on(self) -> bool:
        return self.painting is not None and self.painting.stay()

    def _asks_last(self) -> bool:
        if self._last is not None:
            work, self._last = self._last, None
            self._last_work = asyncio.ensure_future(self._ask_last(work))
        return self._last_work is not None

    async def _ask_last(self, work: Callable[[Asker], Awaitable[None]]) -> None:
        try:
            await work(self._asker())
        except Exception as error:  # noqa: BLE001 - as above
            self.fail(error)
        self._last_work = None
        engine = self.crawler.engine
        # Scrapy would notice only some seconds later that nothing is left to do.
        if engine is None or self.stopping or not engine.spider_is_idle():
            return
        if not self._draws_on():
            await engine.close_spider_async(reason="finished")

    def _requests(self, questions: list[Question]) -> list[Request]:
        if self.painting is not None and self._survey.drawings.wait:
            self.painting.go_on()
        return [self._request(question) for question in questions]

    def fail(self, error: Exception) -> None:
        """End the crawl, since nothing more can be written."""
        self.fatal = self.fatal or error
        self.stop()

    def stop(self) -> None:
        """End the crawl: nothing new is asked for, and what is under way is given up."""
        if self.stopping:
            return
        self.crawler.signals.send_catch_log(STOPPING)
        self.stopping = asyncio.ensure_future(self._stop())

    async def _stop(self) -> None:
        if self._last_work is not None:
            self._last_work.cancel()
        if self.painting is not None:
            await self.painting.stop()
        # An engine that does not run yet takes no notice, and would then never end.
        await self._begun.wait()
        await self.crawler.stop_async()
