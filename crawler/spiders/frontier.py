"""The frontier: which URLs are known, which of them to ask for, and which to ask for once more.

Decides before anything is asked.  Knows neither Scrapy nor answers.
"""

from __future__ import annotations

from dataclasses import replace

from crawler.fetching.routes import Routes
from crawler.reading.scope import Scope
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Fetch, Outcome, Role
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.admission import admit
from crawler.spiders.question import Question
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


class Frontier:
    """Turns URLs that were found into questions, each URL once."""

    def __init__(self, plan: CrawlSettings, writer: SnapshotWriter, tally: Tally) -> None:
        self._plan = plan
        self._writer = writer
        self._tally = tally
        self._routes = Routes(plan.connect_to)
        self._scope = Scope.of(plan.home, plan.hosts)
        self._failed: list[Question] = []
        self.over_budget = 0

    def discover(
        self, url: str, depth: int, hops: int = 0, found_on: str | None = None
    ) -> Question | None:
        """Make a URL known; return a question where it is to be asked for."""
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
        return Question(url, admitted.role, depth, hops=hops, found_on=found_on)

    def make_up(self, url: str) -> Question | None:
        """Make a URL known that stands nowhere, to see what the host says to it."""
        known = self._writer.know(url, Role.PROBE, None)
        return Question(url, Role.PROBE, None) if known else None

    def take_over(self, fetch: Fetch) -> Question | None:
        """Take over what an earlier run did with a URL; return what is left to ask."""
        if fetch.outcome in {Outcome.NOT_REACHED, Outcome.BUDGET}:
            if fetch.role is Role.PAGE and self._is_over_budget(fetch.depth or 0):
                self.over_budget += 1
                return None
            self._tally.know(fetch.role)
            return Question(fetch.url, fetch.role, fetch.depth)
        if fetch.attempts == 0:  # settled without asking
            return None
        self._tally.know(fetch.role)
        self._tally.settle(replace(fetch, attempts=1))
        self.came_to(Question(fetch.url, fetch.role, fetch.depth, fetch.attempts), fetch.outcome)
        return None

    def came_to(self, question: Question, outcome: Outcome) -> None:
        """Note how a question ended; what may have been a hiccup is asked once more, later."""
        # Who is asked to wait may well be served later.
        patience = 2 if outcome is Outcome.RATE_LIMITED else 1
        if outcome in PASSING and question.attempt < self._plan.attempts * patience:
            self._failed.append(replace(question, attempt=question.attempt + 1))

    def second_tries(self) -> list[Question]:
        """Return what is to be asked once more, now that all else is done."""
        again, self._failed = self._failed, []
        return again

    def _is_over_budget(self, depth: int) -> bool:
        plan = self._plan
        return (plan.max_pages is not None and self._tally.pages_known >= plan.max_pages) or (
            plan.max_depth is not None and depth > plan.max_depth
        )
