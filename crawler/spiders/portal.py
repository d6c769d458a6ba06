"""The portal spider: breadth first over the site's own pages; files and outside links are verified.

URLs are normalised and de-duplicated before a `Request` is made.  What failed is asked for a second
time when all else is done, so that a hiccup is not reported as a fault.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy.exceptions import DontCloseSpider, IgnoreRequest

from crawler.fetching.failures import FetchFailedError, understood
from crawler.fetching.handler import ANSWER, LIMIT, Answer
from crawler.fetching.routes import Routes
from crawler.reading.scope import Scope
from crawler.reading.urls import host_of
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Fetch, Link, LinkKind, Outcome, Probe, Role
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.admission import admit
from crawler.spiders.answers import Read, read_answer
from crawler.spiders.progress import Progress, Watcher

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
_PROBE_TEXT = 2000
# Frames and jumps are shown without a click.
_CLICKLESS = frozenset({LinkKind.FRAME, LinkKind.REFRESH})


def _depth_of(link: Link, depth: int) -> int:
    return depth if link.kind in _CLICKLESS else depth + 1


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
        self._scope = Scope.of(plan.home, plan.hosts)
        self._limits = {
            Role.PAGE: plan.page_limit,
            Role.ATTACHMENT: plan.attachment_limit,
            Role.EXTERNAL: plan.external_limit,
            Role.PROBE: plan.page_limit,
        }
        self._failed: list[tuple[str, Role, int | None, int]] = []
        self._probed: dict[str, list[dict[str, Any]]] = {}
        self._known = {role: 0 for role in Role}
        self._done = {role: 0 for role in Role}
        self._problems = 0
        self.over_budget = 0
        self.fatal: Exception | None = None

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts of the site that answered, the home page's first."""
        return tuple(dict.fromkeys([host_of(self._plan.home), *self._probed]))

    async def start(self) -> AsyncIterator[Request]:
        """Begin with the home page."""
        request = self._discover(self._plan.home, 0)
        if request is not None:
            yield request

    def _discover(self, url: str, depth: int) -> Request | None:
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
        self._known[admitted.role] += 1
        return self._request(url, admitted.role, depth, 1)

    def _is_over_budget(self, depth: int) -> bool:
        plan = self._plan
        return (plan.max_pages is not None and self._known[Role.PAGE] >= plan.max_pages) or (
            plan.max_depth is not None and depth > plan.max_depth
        )

    def _request(self, url: str, role: Role, depth: int | None, attempt: int) -> Request:
        return scrapy.Request(
            url,
            callback=self.answered,
            errback=self.failed,
            dont_filter=True,
            # Pages nearer to the home page first; what is only verified comes after the pages of
            # its depth; second tries come last of all.
            priority=-10 * (depth or 0) - (0 if role is Role.PAGE else 5) - 1000 * (attempt - 1),
            headers={"User-Agent": self._plan.user_agent},
            cb_kwargs={"url": url, "role": role, "depth": depth, "attempt": attempt},
            # Redirects are recorded hop by hop, by us; Scrapy's middleware is there for robots.txt.
            meta={"dont_redirect": True, "verbatim_url": True, LIMIT: self._limits[role]},
        )

    def answered(
        self, response: Response, url: str, role: Role, depth: int | None, attempt: int
    ) -> Iterator[Request]:
        """Record an answer, and go on to what it links to."""
        if response.url != url:  # Scrapy re-quotes some URLs; ours is the key
            response = response.replace(url=url)
        moment = self._clock()
        read = read_answer(response, role, depth, attempt, moment)
        if read.fetch.outcome in PASSING and attempt < self._plan.attempts:
            self._failed.append((url, role, depth, attempt))
        links = read.page.links if role is Role.PAGE and read.fetch.is_html else ()
        # The targets must be known before the page that links to them is recorded.
        requests = [self._discover(link.target, _depth_of(link, depth or 0)) for link in links]
        if read.fetch.location:
            requests.append(self._discover(read.fetch.location, depth or 0))
        self._settle(read, response)
        yield from (request for request in requests if request is not None)
        if role is Role.PROBE:
            self._note_probe(read)
        elif role is Role.PAGE and read.fetch.outcome is Outcome.OK:
            yield from self._ask_for_nothing(url)

    def _settle(self, read: Read, response: Response) -> None:
        fetch = read.fetch
        answer: Answer = response.meta[ANSWER]
        try:
            if response.body or fetch.role is not Role.EXTERNAL:
                place = self._writer.keep_body(
                    fetch.url,
                    answer.status_line,
                    answer.headers,
                    response.body,
                    fetch.fetched_at or self._clock(),
                    fetch.address,
                )
                fetch = replace(fetch, record=place)
            keep_links = fetch.role is Role.PAGE and fetch.is_html
            self._writer.settle(fetch, read.page.links if keep_links else ())
        except Exception as error:  # a full disk must end the crawl, not one callback
            self._stop(error)
            raise
        self._count(fetch)

    def failed(self, failure: Failure) -> None:
        """Record that there was no answer."""
        asked = failure.request.cb_kwargs  # type: ignore[attr-defined]  # Scrapy sets it
        url, role, depth, attempt = asked["url"], asked["role"], asked["depth"], asked["attempt"]
        error = failure.value
        if isinstance(error, IgnoreRequest):
            outcome, detail = Outcome.ROBOTS, "robots.txt"
        else:
            known = error if isinstance(error, FetchFailedError) else understood(error)
            outcome, detail = known.outcome, known.detail
        if outcome in PASSING and attempt < self._plan.attempts:
            self._failed.append((url, role, depth, attempt))
        fetch = Fetch(
            url=url,
            role=role,
            outcome=outcome,
            depth=depth,
            fetched_at=self._clock(),
            attempts=attempt,
            detail=detail,
        )
        try:
            self._writer.settle(fetch)
        except Exception as problem:
            self._stop(problem)
            raise
        self._count(fetch)

    def _count(self, fetch: Fetch) -> None:
        if fetch.attempts == 1:
            self._done[fetch.role] += 1
        if fetch.outcome not in {Outcome.OK, Outcome.REDIRECT} and fetch.role is not Role.PROBE:
            self._problems += fetch.attempts == 1
        elif fetch.attempts > 1:
            self._problems -= 1
        links = (Role.ATTACHMENT, Role.EXTERNAL)
        self._watcher(
            Progress(
                pages_done=self._done[Role.PAGE],
                pages_known=self._known[Role.PAGE],
                links_done=sum(self._done[role] for role in links),
                links_known=sum(self._known[role] for role in links),
                problems=self._problems,
                last=fetch.url,
            )
        )

    def _ask_for_nothing(self, url: str) -> Iterator[Request]:
        """Ask each host once for pages that cannot exist, to learn how it says so."""
        host = host_of(url)
        if host in self._probed:
            return
        self._probed[host] = []
        token = sha256(host.encode()).hexdigest()[:12]
        origin = url[: url.find("/", 8)]
        for path in (f"/gongkai-{token}/", f"/gongkai-{token}.html"):
            probe = origin + path
            if self._writer.know(probe, Role.PROBE, None):
                yield self._request(probe, Role.PROBE, None, 1)

    def _note_probe(self, read: Read) -> None:
        fetch = read.fetch
        tries = self._probed[host_of(fetch.url)]
        tries.append(
            {
                "url": fetch.url,
                "outcome": fetch.outcome.value,
                "status": fetch.status,
                "location": fetch.location,
                "title": read.page.title,
                "text": read.page.text[:_PROBE_TEXT],
            }
        )

    def finish_probes(self) -> None:
        """Write down how each host says that a page does not exist."""
        for host, tries in self._probed.items():
            if tries:
                ordered = sorted(tries, key=lambda one: str(one["url"]))
                self._writer.probe(Probe("honest_404", host, self._clock(), {"tries": ordered}))

    def idle(self) -> None:
        """When all is done, ask once more for what failed; Scrapy's `spider_idle` signal."""
        if not self._failed or self.fatal:
            return
        again, self._failed = self._failed, []
        engine = self.crawler.engine
        for url, role, depth, attempt in again:
            if engine is not None:
                engine.crawl(self._request(url, role, depth, attempt + 1))
        raise DontCloseSpider

    def _stop(self, error: Exception) -> None:
        if self.fatal is None:
            self.fatal = error
            # Kept, since the event loop holds its tasks weakly.
            self._stopping = asyncio.ensure_future(self.crawler.stop_async())
