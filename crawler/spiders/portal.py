"""The portal spider: breadth first over the site's own pages; files and outside links are verified.

URLs are normalised and de-duplicated before a `Request` is made.  What failed is asked for a second
time when all else is done, so that a hiccup is not reported as a fault.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy.exceptions import DontCloseSpider, IgnoreRequest

from crawler.fetching.failures import FetchFailedError, understood
from crawler.fetching.handler import ANSWER, LIMIT, PATIENT, STOPPING, TURN, Answer
from crawler.fetching.routes import Routes
from crawler.reading.links import Link, LinkKind, read_links
from crawler.reading.scope import Scope
from crawler.reading.urls import host_of
from crawler.settings import CrawlSettings
from crawler.snapshot.model import MAX_HOPS, Fetch, Outcome, Role
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.admission import admit
from crawler.spiders.answers import Read, read_answer
from crawler.spiders.honest_404 import Honesty
from crawler.spiders.progress import Watcher
from crawler.spiders.tally import Tally

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

# Outcomes that a second try, later, may well turn into an answer.
PASSING = frozenset(
    {
        Outcome.DNS,
        Outcome.DNS_UNAVAILABLE,
        Outcome.REFUSED,
        Outcome.TIMEOUT,
        Outcome.TLS,
        Outcome.CONNECTION,
        Outcome.PROTOCOL,
        Outcome.SERVER_ERROR,
        Outcome.RATE_LIMITED,
    }
)
# Frames and jumps are shown without a click; a list's further pages are no deeper than its first.
_CLICKLESS = frozenset({LinkKind.FRAME, LinkKind.REFRESH, LinkKind.MORE})


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked for, and why: goes with the Request and comes back with its answer.

    `hops` counts the redirects that led here, so that no server can send us on for ever.
    """

    url: str
    role: Role
    depth: int | None
    attempt: int = 1
    hops: int = 0


class PortalSpider(scrapy.Spider):
    """Crawls one site into one snapshot."""

    name = "portal"

    def __init__(
        self,
        plan: CrawlSettings,
        writer: SnapshotWriter,
        clock: Callable[[], datetime],
        watcher: Watcher,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._plan = plan
        self._writer = writer
        self._clock = clock
        self._watcher = watcher
        self._routes = Routes(plan.connect_to)
        self._home_host = host_of(plan.home)
        self._scope = Scope.of(plan.home, plan.hosts)
        self._limits = {
            Role.PAGE: plan.page_limit,
            Role.ATTACHMENT: plan.attachment_limit,
            Role.EXTERNAL: plan.external_limit,
            Role.PROBE: plan.page_limit,
        }
        self._failed: list[_Question] = []
        self._honesty = Honesty()
        self._tally = Tally()
        self.over_budget = 0
        self.stopping: asyncio.Task[None] | None = None
        self.fatal: Exception | None = None

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts of the site that answered, the home page's first."""
        return tuple(dict.fromkeys([self._home_host, *self._honesty.hosts]))

    async def start(self) -> AsyncIterator[Request]:
        """Begin with the home page, or go on where an earlier run was ended."""
        for fetch in self._writer.known():
            for request in self._go_on(fetch):
                yield request
        first = self._discover(self._plan.home, 0)
        if first is not None:
            yield first

    def _go_on(self, fetch: Fetch) -> Iterator[Request]:
        """Take over what an earlier run did with a URL; yield what is left to ask."""
        page = fetch.role is Role.PAGE
        if fetch.outcome in {Outcome.NOT_REACHED, Outcome.BUDGET}:
            if page and self._is_over_budget(fetch.depth or 0):
                self.over_budget += 1
                return
            self._tally.know(fetch.role)
            yield self._request(_Question(fetch.url, fetch.role, fetch.depth))
            return
        if fetch.attempts == 0:  # settled without asking
            return
        self._tally.know(fetch.role)
        self._tally.settle(replace(fetch, attempts=1))
        self._ask_again(
            _Question(fetch.url, fetch.role, fetch.depth, fetch.attempts), fetch.outcome
        )
        if page and fetch.outcome is Outcome.OK:
            yield from self._ask_for_nothing(fetch.url)
        elif fetch.role is Role.PROBE and fetch.outcome.answered:
            self._honesty.questions(fetch.url)
            text = self._writer.text(fetch)
            self._honesty.note(Read(fetch, read_links(text, fetch.url, fetch.encoding or "utf-8")))

    def _discover(self, url: str, depth: int, hops: int = 0) -> Request | None:
        """Make a URL known; return a Request where it is to be asked for."""
        if self._writer.knows(url):
            return None
        admitted = admit(url, self._scope, self._routes)
        outcome = admitted.outcome
        if outcome is None and admitted.role is Role.PAGE and self._is_over_budget(depth):
            outcome = Outcome.BUDGET
            self.over_budget += 1
        self._writer.know(url, admitted.role, depth, outcome)
        if outcome is not None:
            return None
        self._tally.know(admitted.role)
        return self._request(_Question(url, admitted.role, depth, hops=hops))

    def _is_over_budget(self, depth: int) -> bool:
        plan = self._plan
        return (plan.max_pages is not None and self._tally.pages_known >= plan.max_pages) or (
            plan.max_depth is not None and depth > plan.max_depth
        )

    def _request(self, question: _Question) -> Request:
        page = question.role is Role.PAGE
        return scrapy.Request(
            question.url,
            callback=self.answered,
            errback=self.failed,
            dont_filter=True,
            # Pages nearer to the home page first; what is only verified comes after the pages of
            # its depth; second tries come last of all.
            priority=-10 * (question.depth or 0) - 5 * (not page) - 1000 * (question.attempt - 1),
            headers={"User-Agent": self._plan.user_agent},
            cb_kwargs={"question": question},
            meta={
                # Redirects are recorded hop by hop, by us; Scrapy's middleware serves robots.txt.
                "dont_redirect": True,
                "verbatim_url": True,
                # The portal itself may come back, and is asked to the last page.
                TURN: question.attempt if host_of(question.url) != self._home_host else None,
                LIMIT: self._limits[question.role],
                # The beginning of a large file shows that it can be had; that of a page shows little.
                PATIENT: page,
            },
        )

    def answered(self, response: Response, question: _Question) -> list[Request]:
        """Record an answer, and go on to what it links to."""
        try:
            read = self._read(response, question)
        except Exception as error:  # noqa: BLE001 - a page that we fail to read must not end the crawl
            self._record(self._unread(question, Outcome.NOT_REACHED, f"unreadable: {error!r}"))
            return []
        try:
            return self._take_in(read, response, question)
        except Exception as error:  # noqa: BLE001 - but a disk that is full must, and not one callback
            self.fail(error)
            return []

    def _read(self, response: Response, question: _Question) -> Read:
        return read_answer(response, question.role, question.depth, question.attempt, self._clock())

    def _take_in(self, read: Read, response: Response, question: _Question) -> list[Request]:
        """Write down an answer and return what to ask for next."""
        fetch, depth = read.fetch, question.depth or 0
        self._ask_again(question, fetch.outcome)
        links: tuple[Link, ...] = ()
        if fetch.role is Role.PAGE:  # a page, or the data of one
            links = read.page.links
        # The targets must be known before the page that links to them is recorded.
        found = [
            self._discover(
                link.target,
                depth if link.kind in _CLICKLESS or link.target in read.page.pager else depth + 1,
            )
            for link in links
        ]
        if fetch.role is Role.PROBE:
            self._honesty.note(read)
        elif fetch.location and question.hops < MAX_HOPS:
            found.append(self._discover(fetch.location, depth, question.hops + 1))
        if response.body or fetch.role is not Role.EXTERNAL:
            fetch = self._keep_body(fetch, response)
        self._writer.settle(fetch, links)
        self._watcher(self._tally.settle(fetch))
        if fetch.role is Role.PAGE and fetch.outcome is Outcome.OK:
            found += self._ask_for_nothing(fetch.url)
        return [request for request in found if request is not None]

    def _keep_body(self, fetch: Fetch, response: Response) -> Fetch:
        answer: Answer = response.meta[ANSWER]
        place = self._writer.keep_body(
            fetch.url,
            answer.status_line,
            answer.headers,
            response.body,
            fetch.fetched_at or self._clock(),
            fetch.address,
        )
        return replace(fetch, record=place)

    def _ask_for_nothing(self, url: str) -> Iterator[Request]:
        for made_up in self._honesty.questions(url):
            if self._writer.know(made_up, Role.PROBE, None):
                yield self._request(_Question(made_up, Role.PROBE, None))

    def failed(self, failure: Failure) -> None:
        """Record that there was no answer."""
        question: _Question = failure.request.cb_kwargs["question"]  # type: ignore[attr-defined]  # Scrapy sets it
        error = failure.value
        if isinstance(error, IgnoreRequest):
            outcome, detail = Outcome.ROBOTS, "robots.txt"
        elif isinstance(error, FetchFailedError):
            outcome, detail = error.outcome, error.detail
        else:
            known = understood(error or RuntimeError("no error given"))
            outcome, detail = known.outcome, known.detail
        if outcome is Outcome.NOT_REACHED:  # given up, since the crawl ends
            return
        self._ask_again(question, outcome)
        self._record(self._unread(question, outcome, detail))

    def _ask_again(self, question: _Question, outcome: Outcome) -> None:
        if outcome in PASSING and question.attempt < self._plan.attempts:
            self._failed.append(replace(question, attempt=question.attempt + 1))

    def _unread(self, question: _Question, outcome: Outcome, detail: str) -> Fetch:
        return Fetch(
            url=question.url,
            role=question.role,
            outcome=outcome,
            depth=question.depth,
            fetched_at=self._clock(),
            attempts=question.attempt,
            detail=detail,
        )

    def _record(self, fetch: Fetch) -> None:
        try:
            self._writer.settle(fetch)
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing can be written any more
            self.fail(error)
            return
        self._watcher(self._tally.settle(fetch))

    def finish_probes(self) -> None:
        """Write down how each host says that a page does not exist."""
        for probe in self._honesty.probes(self._clock()):
            self._writer.probe(probe)

    def idle(self) -> None:
        """When all is done, ask once more for what failed; Scrapy's `spider_idle` signal."""
        engine = self.crawler.engine
        if not self._failed or self.stopping or engine is None:
            return
        again, self._failed = self._failed, []
        for question in again:
            engine.crawl(self._request(question))
        raise DontCloseSpider

    def fail(self, error: Exception) -> None:
        """End the crawl, since nothing more can be written."""
        self.fatal = self.fatal or error
        self.stop()

    def stop(self) -> None:
        """End the crawl: nothing new is asked for, and what is under way is given up."""
        if self.stopping:
            return
        self.crawler.signals.send_catch_log(STOPPING)
        if self.crawler.engine:
            # What waits for its turn would otherwise be let through one by one, at our polite pace.
            for slot in self.crawler.engine.downloader.slots.values():
                slot.delay = 0
        self.stopping = asyncio.ensure_future(self.crawler.stop_async())
