"""The frontier: which URLs are known, which of them to ask for, and which to ask for once more.

Decides before anything is asked.  Knows neither Scrapy nor answers.
"""

from __future__ import annotations

from dataclasses import replace

from crawler.fetching.routes import Routes
from crawler.reading.scope import Scope
from crawler.reading.urls import host_of
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Fetch, Outcome, Role
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.admission import admit
from crawler.spiders.backlog import Backlog
from crawler.spiders.question import Question, priority_of
from crawler.spiders.tally import Tally

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


# What waits is one number: that of the URL, of the page it was found on, hops and attempt.
_SMALL, _URL = 4, 32
_MOST = (1 << _SMALL) - 1


class Frontier:
    """Turns URLs that were found into questions, each URL once, only so many at a time."""

    def __init__(self, plan: CrawlSettings, writer: SnapshotWriter, tally: Tally) -> None:
        self._plan = plan
        self._writer = writer
        self._tally = tally
        self._routes = Routes(plan.connect_to)
        self._scope = Scope.of(plan.home, plan.hosts)
        # As many as are asked for at once, and as many that follow at once.
        self._places = 2 * (plan.concurrency + 1)
        self._backlog = Backlog(self._places)
        self._later = Backlog(self._places)  # second tries
        self._asked: dict[str, str] = {}  # host by URL
        self.over_budget = 0

    def discover(self, url: str, depth: int, hops: int = 0, found_on: str | None = None) -> None:
        """Make a URL known, and let it wait where it is to be asked for."""
        if self._writer.knows(url):
            return
        admitted = admit(url, self._scope, self._routes)
        outcome = admitted.outcome
        if outcome is None and admitted.role is Role.PAGE and self._is_over_budget(depth):
            outcome = Outcome.BUDGET
            self.over_budget += 1
        number = self._writer.know(url, admitted.role, depth, outcome)
        if outcome is None:
            self._tally.know(admitted.role)
            self._wait(number, url, admitted.role, depth, hops=hops, found_on=found_on)

    def make_up(self, url: str) -> None:
        """Make a URL known that stands nowhere, to see what the host says to it."""
        if not self._writer.knows(url):
            self._wait(self._writer.know(url, Role.PROBE, None), url, Role.PROBE, None)

    def take_over(self, fetch: Fetch) -> None:
        """Take over what an earlier run did with a URL, and let wait what is left to ask."""
        url, role, depth = fetch.url, fetch.role, fetch.depth
        if fetch.outcome in {Outcome.NOT_REACHED, Outcome.BUDGET}:
            if role is Role.PAGE and self._is_over_budget(depth or 0):
                self.over_budget += 1
                return
            self._tally.know(role)
            self._wait(self._writer.number(url), url, role, depth)
        elif fetch.attempts:  # or else it is settled without asking
            self._tally.know(role)
            self._tally.settle(replace(fetch, attempts=1))
            self.came_to(Question(url, role, depth, fetch.attempts), fetch.outcome)

    def ask_anew(self, fetch: Fetch) -> None:
        """Let a URL wait once more whose answer is believed no longer."""
        self._tally.forget(fetch.role)
        self._wait(self._writer.number(fetch.url), fetch.url, fetch.role, fetch.depth)

    def came_to(self, question: Question, outcome: Outcome) -> None:
        """Note how a question ended; what may have been a hiccup is asked once more, later."""
        host = self._asked.pop(question.url, None)
        if host is not None:
            self._backlog.back(host)
        # Who is asked to wait may well be served later.
        patience = 2 if outcome is Outcome.RATE_LIMITED else 1
        if outcome in PASSING and question.attempt < min(self._plan.attempts * patience, _MOST):
            url, role, depth, attempt, hops, found_on, *_ = question
            number = self._writer.number(url)
            self._wait(number, url, role, depth, attempt + 1, hops, found_on)

    def due(self) -> list[Question]:
        """Return what is to be asked now; what failed comes once more when all else is done."""
        if self._backlog.is_done:
            self._backlog, self._later = self._later, Backlog(self._places)
        taken = self._backlog.take()
        if not taken:
            return []
        wanted = [(priority, *_unpacked(item)) for priority, item in taken]
        known = self._writer.known_as(
            number for _, *numbers, _, _ in wanted for number in numbers if number
        )
        questions = []
        for priority, number, found_on, hops, attempt in wanted:
            url, role, depth = known[number]
            parent = known[found_on][0] if found_on else None
            self._asked[url] = host_of(url)
            questions.append(Question(url, role, depth, attempt, hops, parent, priority))
        return questions

    def _wait(
        self,
        number: int,
        url: str,
        role: Role,
        depth: int | None,
        attempt: int = 1,
        hops: int = 0,
        found_on: str | None = None,
    ) -> None:
        parent = self._writer.number(found_on) if found_on else 0
        item = ((number << _URL | parent) << _SMALL | min(hops, _MOST)) << _SMALL | attempt
        line = self._backlog if attempt == 1 else self._later
        line.add(host_of(url), priority_of(role, depth, attempt), item)

    def _is_over_budget(self, depth: int) -> bool:
        plan = self._plan
        return (plan.max_pages is not None and self._tally.pages_known >= plan.max_pages) or (
            plan.max_depth is not None and depth > plan.max_depth
        )


def _unpacked(item: int) -> tuple[int, int, int, int]:
    attempt, item = item & _MOST, item >> _SMALL
    hops, item = item & _MOST, item >> _SMALL
    return item >> _URL, item & ((1 << _URL) - 1), hops, attempt
