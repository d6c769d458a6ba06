"""The frontier: which URLs are known, which of them to ask for, and which to ask for once more.

Decides before anything is asked.  Knows neither Scrapy nor answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from crawler.fetching.routes import Routes
from crawler.reading.links import LinkKind, PageLinks
from crawler.reading.scope import Scope
from crawler.reading.urls import host_of
from crawler.reading.worth import HOME, Standing, Tier, is_article, level, turns_pages, worth_of
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Fetch, Outcome, Role, Trap
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.admission import admit
from crawler.spiders.backlog import Backlog, Turn
from crawler.spiders.budget import Budget
from crawler.spiders.question import Question, priority_of, taken_apart
from crawler.spiders.tally import Tally
from crawler.spiders.traps import Caught, Traps

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
_OURS = frozenset({Role.PAGE, Role.ATTACHMENT})
_LEFT = frozenset({Outcome.NOT_REACHED, Outcome.BUDGET})
_IN_SITEMAP = level(Tier.SITEMAP)
_ENDLESS = level(Tier.ENDLESS)

# What waits is one number: that of the URL, of the page it was found on, hops, attempt, and a bit.
_SMALL, _URL = 4, 32
_MOST = (1 << _SMALL) - 1


class Frontier:
    """Turns URLs that were found into questions, each URL once, only so many at a time."""

    def __init__(
        self, plan: CrawlSettings, writer: SnapshotWriter, tally: Tally, today: date
    ) -> None:
        """Begin with nothing known; `today` tells recent articles from old ones."""
        self._plan = plan
        self._writer = writer
        self._tally = tally
        self._year = today.year
        self._routes = Routes(plan.connect_to)
        self._scope = Scope.of(plan.home, plan.hosts)
        self._traps = Traps(today, writer.knows)
        self._budgets = {
            Role.PAGE: Budget(plan.max_pages),
            Role.ATTACHMENT: Budget(plan.max_attachments),
            Role.EXTERNAL: Budget(plan.max_external),
        }
        self._too_deep: set[int] = set()
        # As many as are asked for at once, and as many that follow at once.
        self._places = 2 * (plan.concurrency + 1)
        self._backlog = Backlog(self._places, self._turn)
        self._later = Backlog(self._places, self._turn)  # second tries
        self._asked: dict[str, str] = {}  # host by URL
        self._pages_out = 0
        self._held: list[tuple[str, int]] = []  # sitemaps, with hops
        self.over_budget = 0

    def home(self) -> None:
        """Make the home page known, and what else is to be looked at by all means."""
        self.discover(self._plan.home, Standing(HOME, 0, LinkKind.REFRESH))
        for url in self._plan.only:
            self.discover(url, Standing(HOME, 1, LinkKind.REFRESH))

    def redirected(self, question: Question, target: str) -> None:
        """Make known where a question was sent on to."""
        at = Standing(question.worth, question.depth, LinkKind.REFRESH)
        self.discover(target, at, hops=question.hops + 1, found_on=question.found_on)

    def follow(
        self,
        page: PageLinks,
        question: Question,
        is_beyond: Callable[[str], bool] | None = None,
    ) -> None:
        """Make known what a page links to; `is_beyond` says what lies beyond the end of a list."""
        places = {True: 0, False: 0}
        # Only what stood on a page that was too deep may be met again to any purpose.
        again = bool(self._too_deep)
        for link in page.links if again else self._writer.unknown(page.links):
            target = link.target
            if not again and self._writer.knows(target):
                continue
            turns, more = target in page.pager, link.kind is LinkKind.MORE
            depth = question.depth
            if depth is not None and not turns and link.kind not in _CLICKLESS:
                depth += 1
            at = Standing(question.worth, depth, link.kind, turns, places[more])
            beyond = is_beyond is not None and is_beyond(target)
            role = self.discover(target, at, link.text, found_on=question.url, beyond=beyond)
            if more or (role is Role.PAGE and is_article(target, link.text)):
                places[more] += 1

    def listed(self, url: str) -> None:
        """Make known a page of the site that stands in a sitemap."""
        if self._scope.includes(url):
            self.discover(url, Standing(_IN_SITEMAP, None, LinkKind.REFRESH))

    def sitemap(self, url: str, hops: int = 0) -> None:
        """Make known where the site lists its pages; only the site's own lists are read."""
        admitted = admit(url, self._scope, self._routes)
        if admitted.role in _OURS and admitted.outcome is None and not self._writer.knows(url):
            self._writer.know(url, Role.SITEMAP, None)
            self._held.append((url, hops))

    def follow_more(self, page: PageLinks, fetch: Fetch) -> None:
        """Make known what a page links to beyond what its answer showed."""
        worth = HOME if fetch.depth == 0 else self._worth_again(fetch)
        priority = priority_of(fetch.role, worth, 1)
        self.follow(page, Question(fetch.url, fetch.role, fetch.depth, priority=priority))

    def make_up(self, url: str) -> None:
        """Make a URL known that stands nowhere, to see what the host says to it."""
        if not self._writer.knows(url):
            self._wait(self._writer.know(url, Role.PROBE, None), url, Role.PROBE, HOME)

    def discover(
        self,
        url: str,
        at: Standing,
        text: str = "",
        *,
        hops: int = 0,
        found_on: str | None = None,
        beyond: bool = False,
    ) -> Role | None:
        """Make a URL known, and let it wait where it is to be asked for; return its role where it is new."""
        if self._writer.knows(url):
            self._found_nearer(url, at, text, found_on)
            return None
        admitted = admit(url, self._scope, self._routes)
        role, outcome = admitted.role, admitted.outcome
        if outcome is None and role in _OURS:
            trap = Caught(Trap.PAGES) if beyond else self._traps.judge(url, redirected=hops > 0)
            if trap:
                self._leave_out(url, role, at.depth, trap)
                return role
        worth = self._worth(url, role, text, at)
        wanted = hops > 0 or not self._plan.only or url in (self._plan.home, *self._plan.only)
        if outcome is None and not (wanted and self._has_place(url, role, worth, at.depth)):
            outcome = Outcome.BUDGET
            self.over_budget += 1
        number = self._writer.know(url, role, at.depth, outcome)
        if outcome is None:
            self._tally.know(role)
            turned = role is Role.PAGE and turns_pages(url, at)
            self._wait(number, url, role, worth, hops=hops, found_on=found_on, turned=turned)
        return role

    def _worth(self, url: str, role: Role, text: str, at: Standing) -> int:
        if role is not Role.PAGE:
            return at.worth
        worth = worth_of(url, text, at, self._year)
        return _ENDLESS if worth > _ENDLESS and self._traps.suspects(url) else worth

    def _has_place(self, url: str, role: Role, worth: int, depth: int | None) -> bool:
        if role is Role.PAGE and self._is_too_deep(depth):
            self._too_deep.add(hash(url))
            return False
        return role not in self._budgets or self._budgets[role].admits(worth)

    def _is_too_deep(self, depth: int | None) -> bool:
        most = self._plan.max_depth
        return most is not None and (depth is None or depth > most)

    def _found_nearer(self, url: str, at: Standing, text: str, found_on: str | None) -> None:
        """Take up what was too deep on the way by which it was found first."""
        if hash(url) not in self._too_deep or self._is_too_deep(at.depth):
            return
        self._too_deep.discard(hash(url))
        worth = self._worth(url, Role.PAGE, text, at)
        if self._budgets[Role.PAGE].admits(worth):
            self.over_budget -= 1
            self._tally.know(Role.PAGE)
            number = self._writer.number(url)
            self._wait(number, url, Role.PAGE, worth, found_on=found_on)

    def _leave_out(self, url: str, role: Role, depth: int | None, caught: Caught) -> None:
        self._writer.know(url, role, depth)
        trap, twin = caught.trap.value, caught.twin
        self._writer.settle(
            Fetch(url, role, Outcome.TRAP, depth, location=twin, attempts=0, detail=trap)
        )

    def take_over(self, fetch: Fetch) -> None:
        """Take over what an earlier run did with a URL, and let wait what is left to ask."""
        url, role = fetch.url, fetch.role
        if role in _OURS:
            self._traps.judge(url)
        if fetch.outcome in _LEFT:
            worth = self._worth_again(fetch)
            if not self._has_place(url, role, worth, fetch.depth):
                self.over_budget += 1
                return
            self._tally.know(role)
            if role is Role.SITEMAP:
                self._held.append((url, 0))
            else:
                self._wait(self._writer.number(url), url, role, worth)
        elif fetch.attempts:  # or else it is settled without asking
            if role in self._budgets and fetch.outcome is not Outcome.ROBOTS:
                self._budgets[role].took()
            self._tally.know(role)
            self._tally.settle(replace(fetch, attempts=1))
            priority = priority_of(role, self._worth_again(fetch), fetch.attempts)
            asked = Question(url, role, fetch.depth, fetch.attempts, priority=priority)
            self._ask_again(asked, fetch.outcome)

    def ask_anew(self, fetch: Fetch) -> None:
        """Let a URL wait once more whose answer is believed no longer."""
        self._tally.forget(fetch.role)
        worth = self._worth_again(fetch)
        if fetch.role in self._budgets:
            self._budgets[fetch.role].wait_again(worth)
        self._wait(self._writer.number(fetch.url), fetch.url, fetch.role, worth)

    def _worth_again(self, fetch: Fetch) -> int:
        """Return what a URL is worth as far as it tells by itself."""
        if fetch.role is Role.SITEMAP:
            return 0
        if fetch.role is Role.PROBE or fetch.url == self._plan.home:
            return HOME
        if fetch.depth is None:
            return _IN_SITEMAP
        page = HOME if fetch.depth == 1 else level(Tier.COLUMN)
        return self._worth(fetch.url, fetch.role, "", Standing(page, fetch.depth))

    def came_to(self, question: Question, outcome: Outcome) -> None:
        """Note how a question ended; what may have been a hiccup is asked once more, later."""
        host = self._asked.pop(question.url, None)
        if host is not None:
            self._backlog.back(host)
            self._pages_out -= question.role is Role.PAGE
        if outcome is Outcome.ROBOTS and question.attempt == 1 and question.role in self._budgets:
            self._budgets[question.role].give_back()
        self._ask_again(question, outcome)

    def _ask_again(self, question: Question, outcome: Outcome) -> None:
        # Who is asked to wait may well be served later.
        patience = 2 if outcome is Outcome.RATE_LIMITED else 1
        if outcome in PASSING and question.attempt < min(self._plan.attempts * patience, _MOST):
            self._wait(
                self._writer.number(question.url),
                question.url,
                question.role,
                question.worth,
                question.attempt + 1,
                question.hops,
                question.found_on,
                turned=question.turned,
            )

    def due(self) -> list[Question]:
        """Return what is to be asked now; what failed comes once more when all else is done."""
        if self._held and not self._pages_out and not self._budgets[Role.PAGE].is_awaited:
            # Whatever clicks lead to has been found by clicks.
            for url, hops in self._held:
                self._wait(self._writer.number(url), url, Role.SITEMAP, 0, hops=hops)
            self._held.clear()
        if self._backlog.is_done:
            self._backlog, self._later = self._later, Backlog(self._places, self._turn)
        taken = self._backlog.take()
        if not taken:
            return []
        wanted = [(priority, *_unpacked(item)) for priority, item in taken]
        known = self._writer.known_as(
            number for _, *numbers, _, _, _ in wanted for number in numbers if number
        )
        questions = []
        for priority, number, found_on, hops, attempt, turned in wanted:
            url, role, depth = known[number]
            parent = known[found_on][0] if found_on else None
            self._asked[url] = host_of(url)
            questions.append(
                Question(url, role, depth, attempt, hops, parent, priority, bool(turned))
            )
        return questions

    def _turn(self, priority: int) -> Turn:
        """Say whether what waits is asked for now, later, or never, for want of budget."""
        role, worth = taken_apart(priority)
        if priority < 0:  # a second try has had its place
            self._pages_out += role is Role.PAGE
            return Turn.NOW
        budget = self._budgets.get(role)
        turn = budget.turn(worth) if budget else Turn.NOW
        self._pages_out += role is Role.PAGE and turn is Turn.NOW
        self.over_budget += turn is Turn.NEVER
        return turn

    def _wait(  # noqa: PLR0913 - all that goes into the number
        self,
        number: int,
        url: str,
        role: Role,
        worth: int,
        attempt: int = 1,
        hops: int = 0,
        found_on: str | None = None,
        *,
        turned: bool = False,
    ) -> None:
        parent = self._writer.number(found_on) if found_on else 0
        item = ((number << _URL | parent) << _SMALL | min(hops, _MOST)) << _SMALL | attempt
        line = self._backlog if attempt == 1 else self._later
        line.add(host_of(url), priority_of(role, worth, attempt), item << 1 | turned)

    def close(self) -> None:
        """Say of what still waits for a place in a budget that is spent that it did not get one."""
        for role, budget in self._budgets.items():
            if budget.is_spent:
                self._writer.unasked(role, Outcome.BUDGET)


def _unpacked(item: int) -> tuple[int, int, int, int, int]:
    turned, item = item & 1, item >> 1
    attempt, item = item & _MOST, item >> _SMALL
    hops, item = item & _MOST, item >> _SMALL
    return item >> _URL, item & ((1 << _URL) - 1), hops, attempt, turned
