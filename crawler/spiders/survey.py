"""The survey of one portal: an answer or a failure goes in, it is recorded, and the next questions come out.

Knows neither Scrapy nor the network.  Whoever asks the questions may do so in any order and at any pace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from crawler.fetching.answer import Answer
from crawler.reading.links import Link, read_links
from crawler.reading.memory import LinkMemory
from crawler.reading.search_form import read_search_form
from crawler.reading.urls import host_of
from crawler.rendering.limits import Asker
from crawler.settings import CrawlSettings
from crawler.snapshot.model import MAX_HOPS, Fetch, Outcome, Role
from crawler.snapshot.previous import PreviousSnapshot
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.answers import Read, read_answer
from crawler.spiders.drawings import Drawings
from crawler.spiders.endless_lists import EndlessLists
from crawler.spiders.frontier import Frontier
from crawler.spiders.honest_404 import Honesty
from crawler.spiders.progress import Watcher
from crawler.spiders.question import Manner, Question
from crawler.spiders.reader import Reader
from crawler.spiders.revisits import Revisits
from crawler.spiders.searching import try_search
from crawler.spiders.sitemaps import Sitemaps
from crawler.spiders.taken import Taken, as_sent, known_read
from crawler.spiders.tally import Tally
from crawler.spiders.witnesses import doubted

# What stands on no page leads to no page.
_ASKED_BY_US = frozenset({Role.PROBE, Role.SITEMAP})

# What is smaller is read in less time than it takes to send it to anybody.
_SMALL = 2048


class Survey:
    """Surveys one site into one snapshot.  Raises what the writer raises: then nothing can be kept."""

    def __init__(
        self,
        plan: CrawlSettings,
        writer: SnapshotWriter,
        clock: Callable[[], datetime],
        watcher: Watcher,
        came_to: Callable[[Fetch], None] = lambda _: None,
        previous: PreviousSnapshot | None = None,
    ) -> None:
        """`came_to` hears how every question ended, before the watcher is told.

        `previous` is an earlier snapshot of the site, to spare what stands unchanged.
        """
        self._plan = plan
        self._writer = writer
        self._clock = clock
        self._watcher = watcher
        self._came_to = came_to
        self._tally = Tally()
        self._frontier = Frontier(plan, writer, self._tally, clock().date())
        self._lists = EndlessLists()
        self._sitemaps = Sitemaps()
        # With a limit to depth a link counts also where its target is known: then pages are read.
        reuse = plan.max_depth is None
        self._revisits = Revisits(previous, writer, self._frontier.ask_anew, reuse=reuse)
        self.drawings = Drawings(plan, writer, self._frontier, clock)
        self._honesty = Honesty()
        self._memory = LinkMemory()

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts of the site that answered, the home page's first."""
        return tuple(dict.fromkeys([host_of(self._plan.home), *self._honesty.hosts]))

    @property
    def over_budget(self) -> int:
        """How many pages were left out for want of budget."""
        return self._frontier.over_budget

    def begin(self) -> list[Question]:
        """Begin with the home page, or go on where an earlier run was ended; return the first questions."""
        self._revisits.begin()
        for fetch in self._writer.known():
            self._frontier.take_over(fetch)
            self._remember(fetch)
        self._frontier.home()
        return self._frontier.due()

    def _remember(self, fetch: Fetch) -> None:
        """Take over what an earlier run has learnt of a host, or was about to ask it."""
        if fetch.role is Role.PAGE and fetch.outcome is Outcome.OK:
            self._ask_for_nothing(fetch.url)
            self._ask_for_sitemaps(fetch.url)
        elif fetch.role is Role.PROBE and fetch.outcome.answered:
            self._honesty.questions(fetch.url)
            text = self._writer.text(fetch)
            self._honesty.note(Read(fetch, read_links(text, fetch.url, fetch.encoding or "utf-8")))

    def headers(self, question: Question) -> dict[str, str]:
        """Return what to send with a question beside the usual headers."""
        return self._revisits.headers(question)

    def answered(self, question: Question, answer: Answer) -> list[Question]:
        """Record an answer; return what to ask next."""
        taken = self._revisits.take(question, answer)
        if isinstance(taken, list):
            return taken + self._frontier.due()
        now = self._clock()
        try:
            if taken and taken.links is not None:
                read = known_read(taken, question, answer, now)
            else:
                read = read_answer(question, as_sent(taken, answer), now, self._memory)
        except Exception as error:  # noqa: BLE001 - a page that we fail to read must not end the crawl
            return self._unreadable(question, error)
        return self._go_on(read, question, answer, taken)

    async def answered_apart(
        self, question: Question, answer: Answer, reader: Reader
    ) -> list[Question]:
        """Record an answer that somebody else reads; return what to ask next."""
        if len(answer.body) < _SMALL:
            return self.answered(question, answer)
        taken = self._revisits.take(question, answer)
        if isinstance(taken, list):
            return taken + self._frontier.due()
        now = self._clock()
        try:
            if taken and taken.links is not None:
                read = known_read(taken, question, answer, now)
            else:
                keep = taken is None and _is_kept(question, answer)
                read = await reader.read(question, as_sent(taken, answer), now, keep=keep)
        except Exception as error:  # noqa: BLE001 - as above
            return self._unreadable(question, error)
        return self._go_on(read, question, answer, taken)

    def _unreadable(self, question: Question, error: Exception) -> list[Question]:
        return self.failed(question, Outcome.NOT_REACHED, f"unreadable: {error!r}")

    def _go_on(
        self, read: Read, question: Question, answer: Answer, taken: Taken | None
    ) -> list[Question]:
        self._take_in(read, question, answer, taken)
        samples = self._revisits.samples(question, taken) if taken else []
        return samples + self._frontier.due()

    def _take_in(self, read: Read, question: Question, answer: Answer, taken: Taken | None) -> None:
        fetch = read.fetch
        self._frontier.came_to(question, fetch.outcome)
        links: tuple[Link, ...] = ()
        # The targets must be known before the page that links to them is recorded.
        if fetch.role is Role.PAGE:  # a page, or the data of one
            links = read.page.links
            self._follow(read, question, answer, taken)
        elif fetch.role is Role.SITEMAP:
            self._list(fetch, question, as_sent(taken, answer).body)
        elif fetch.role is Role.PROBE:
            self._honesty.note(read)
        if fetch.location and question.hops < MAX_HOPS and fetch.role not in _ASKED_BY_US:
            self._frontier.redirected(question, fetch.location)
        if taken:
            fetch = self._revisits.keep(taken, fetch, answer)
        elif _is_kept(question, answer):
            fetch = self._keep(read, answer)
        if taken and taken.links is not None:
            self._revisits.settle(taken, fetch)
        else:
            self._writer.settle(fetch, links, read.page.pager)
        self._tell(fetch)
        if fetch.role is Role.PAGE and fetch.outcome is Outcome.OK:
            self._ask_for_nothing(fetch.url)
            self._ask_for_sitemaps(fetch.url)
            self.drawings.came(fetch)

    def _follow(self, read: Read, question: Question, answer: Answer, taken: Taken | None) -> None:
        url, page = read.fetch.url, read.page
        further = question.turned and read.fetch.outcome is Outcome.OK
        if not further or self._lists.goes_on(url, page, as_sent(taken, answer).body):
            self._frontier.follow(page, question)
        else:
            self._frontier.follow(
                page, question, lambda target: self._lists.leads_further(url, target)
            )

    def _list(self, fetch: Fetch, question: Question, body: bytes) -> None:
        """Take in what a sitemap lists."""
        if fetch.location and question.hops < MAX_HOPS:
            self._frontier.sitemap(fetch.location, question.hops + 1)
        if fetch.outcome is Outcome.OK:
            pages, maps = self._sitemaps.read(fetch.url, fetch.content_type or "", body)
            for url in maps:
                self._frontier.sitemap(url)
            for url in pages:
                self._frontier.listed(url)

    def _ask_for_sitemaps(self, url: str) -> None:
        if self._plan.sitemaps:
            for sitemap in self._sitemaps.first(url):
                self._frontier.sitemap(sitemap)

    def _keep(self, read: Read, answer: Answer) -> Fetch:
        fetch = read.fetch
        if read.record is not None:
            return replace(fetch, record=self._writer.keep_packed(read.record))
        place = self._writer.keep_body(
            fetch.url,
            answer.status_line,
            answer.headers(),
            answer.body,
            fetch.fetched_at or self._clock(),
            fetch.address,
        )
        return replace(fetch, record=place)

    def _ask_for_nothing(self, url: str) -> None:
        for made_up in self._honesty.questions(url):
            self._frontier.make_up(made_up)

    def failed(self, question: Question, outcome: Outcome, detail: str) -> list[Question]:
        """Record that there was no answer; return what to ask next."""
        self._revisits.unanswered(question)
        if question.manner is Manner.CHECK:  # what is known stays as it is
            return self._frontier.due()
        self._frontier.came_to(question, outcome)
        fetch = self._unread(question, outcome, detail)
        self._writer.settle(fetch)
        self._tell(fetch)
        return self._frontier.due()

    async def ask_last(self, ask: Asker) -> None:
        """Ask what can be asked only when all pages are: is the portal still open to us; its search."""
        for fetch in list(await doubted(self._writer.known, ask, self._plan.home)):
            self._writer.settle(fetch)
        await self._try_search(ask)

    async def _try_search(self, ask: Asker) -> None:
        """Try the portal's own search, where its home page was seen."""
        home, wanted = None, self._plan.home
        for fetch in self._writer.known():  # what a redirect leads to is known after it
            if fetch.url == wanted:
                home, wanted = fetch, fetch.location or ""
            if not wanted:
                break
        if home is None or home.outcome is not Outcome.OK or home.role is not Role.PAGE:
            return
        form = read_search_form(self._writer.text(home), home.url, home.encoding or "utf-8")
        if form is not None:
            known = self._writer.known()
            html = self._writer.text(home)
            self._writer.probe(await try_search(form, home, html, known, ask, self._clock))

    def finish(self) -> None:
        """Write down what got no place in a budget, how hosts say that a page is not there, what was spared."""
        self._frontier.close()
        for probe in self._honesty.probes(self._clock()):
            self._writer.probe(probe)
        self._revisits.finish()

    def _unread(self, question: Question, outcome: Outcome, detail: str) -> Fetch:
        return Fetch(
            url=question.url,
            role=question.role,
            outcome=outcome,
            depth=question.depth,
            fetched_at=self._clock(),
            attempts=question.attempt,
            detail=detail,
        )

    def _tell(self, fetch: Fetch) -> None:
        self._came_to(fetch)
        self._watcher(self._tally.settle(fetch))


def _is_kept(question: Question, answer: Answer) -> bool:
    """An outside page that is empty shows by its status alone what there is to show."""
    return bool(answer.body) or question.role is not Role.EXTERNAL
