"""Keeps a crawl out of traps: counts what may go on for ever, and says when it is enough.

Everything real has far less of it than the limits allow, or does not look like it at all; what is left
out is said to be so.  Judges the site's own URLs, each once, in the order in which they become known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from crawler.reading.endless import (
    CLOCK,
    DATE,
    SEARCH,
    SESSION,
    SORT,
    TOKEN,
    Dated,
    Pairs,
    dated,
    has_calendar,
    in_order,
    is_date,
    is_growing,
    meanings,
    parameters,
    searched,
    tokens,
    unsorted,
    without_session,
)
from crawler.snapshot.model import Trap

# How many of each are asked for.
DAYS = 400
FUTURE = 6  # pages of a calendar that lie ahead
ORDERS = 2  # sortings of one list, besides its own
SEARCHES = 20
COMBINATIONS = 300
_FIRST_YEAR = 1990
_FILTERS = 3  # so many parameters with so many values
_IDENTIFYING = 64  # a parameter with so many values names a document, and filters nothing
_PAGING = re.compile(r"c?page.*|p|pn|curr.*|start.*|end.*|per.*|rows|size|offset|limit")
_SHARED_BY = 5  # a document is shown, printed, sent and fetched, each by an address
_MOST_KEPT = 100_000
_MOST_GROUPS = 5_000
_SESSIONS = frozenset({SESSION, TOKEN, CLOCK})
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Caught:
    """A URL that is left out; `twin` is the same page under the address that is asked for."""

    trap: Trap
    twin: str | None = None


@dataclass(slots=True)
class _Combinations:
    count: int = 0
    free: bool = False
    values: dict[str, set[int]] = field(default_factory=dict)


class Traps:
    """What was met so far.  `knows` says whether a URL became known before."""

    def __init__(self, today: date, knows: Callable[[str], bool]) -> None:
        """Take the day of the crawl: a calendar's pages that lie ahead are soon enough."""
        self._today = (today.year, today.month)
        self._knows = knows
        self._firsts: dict[int, str] = {}
        self._tokens: dict[int, int] = {}
        self._established: set[str] = set()
        self._counts: dict[tuple[Trap, int], int] = {}
        self._combinations: dict[int, _Combinations] = {}

    def judge(self, url: str, *, redirected: bool = False) -> Caught | None:
        """Return why a URL newly found is left out, None where it is asked for.

        A server that redirects to a URL with a session id means just that URL.
        """
        pairs = parameters(url)
        means = meanings(*(name for name, _ in pairs)) if pairs else _NOTHING
        sessions = not means.isdisjoint(_SESSIONS)
        if sessions:
            self._learn(pairs)
        if not redirected and (pairs or ";" in url or "/(" in url):
            twin = self._twin(url, sessions=sessions or not pairs)
            if twin:
                return twin
        if is_growing(url):
            return Caught(Trap.PATH)
        page = dated(url, pairs) if DATE in means or has_calendar(url) else None
        if page and self._is_enough(page):
            return Caught(Trap.CALENDAR)
        if not pairs:
            return None
        search = SEARCH in means and searched(pairs)
        if search and self._too_many(Trap.SEARCH, url.partition("?")[0], SEARCHES):
            return Caught(Trap.SEARCH)
        if SORT in means:
            plain = unsorted(url)
            if plain != url and self._too_many(Trap.ORDER, in_order(plain), ORDERS):
                return Caught(Trap.ORDER)
        return self._combined(url, pairs)

    def suspects(self, url: str) -> bool:
        """It is of a kind that may go on for ever, so it is asked for last."""
        pairs = parameters(url)
        means = meanings(*(name for name, _ in pairs)) if pairs else _NOTHING
        return (
            bool((DATE in means or has_calendar(url)) and dated(url, pairs))
            or (SEARCH in means and searched(pairs))
            or (SORT in means and unsorted(url) != url)
        )

    def _twin(self, url: str, *, sessions: bool) -> Caught | None:
        """Return the URL that is asked for in the place of this one."""
        established = self._established
        free = without_session(url, established) if sessions or ";" in url or "/(" in url else url
        plain = in_order(free)
        if plain == url:
            return None
        trap = Trap.SESSION if free != url else Trap.ORDER
        if self._knows(plain):
            return Caught(trap, plain)
        first = self._firsts.get(hash(plain))
        if first is not None and first != url:
            return Caught(trap, first)
        if len(self._firsts) < _MOST_KEPT:
            self._firsts[hash(plain)] = url
        return None

    def _learn(self, pairs: Pairs) -> None:
        """Find out which names are a session's: the same value stands in the addresses of many pages."""
        for name, value in tokens(pairs):
            key = hash((name, value))
            count = self._tokens.get(key, 0) + 1
            if count > 1 or len(self._tokens) < _MOST_KEPT:
                self._tokens[key] = count
            if count >= _SHARED_BY:
                self._established.add(name)

    def _is_enough(self, page: Dated) -> bool:
        ahead = page.year is not None and (
            page.year < _FIRST_YEAR or (page.year, page.month or 1) > self._today
        )
        most = FUTURE if ahead else DAYS
        return self._too_many(Trap.CALENDAR, f"{page.pattern}{ahead}", most)

    def _too_many(self, trap: Trap, pattern: str, most: int) -> bool:
        key = (trap, hash(pattern))
        count = self._counts.get(key, 0) + 1
        if count <= most and (count > 1 or len(self._counts) < _MOST_KEPT):
            self._counts[key] = count
        return count > most

    def _combined(self, url: str, pairs: Pairs) -> Caught | None:
        """Count the combinations of filters; what holds a document's number is none."""
        chosen = [
            (name, value)
            for name, value in pairs
            if not _PAGING.fullmatch(name) and not is_date(name, value)
        ]
        if len(chosen) < _FILTERS:
            return None
        names = "&".join(sorted(name for name, _ in pairs))
        key = hash((url.partition("?")[0], names))
        group = self._combinations.get(key)
        if group is None:
            if len(self._combinations) >= _MOST_GROUPS:
                return None
            group = self._combinations[key] = _Combinations()
        if group.free:
            return None
        group.count += 1
        for name, value in chosen:
            values = group.values.setdefault(name, set())
            values.add(hash(value))
            if len(values) > _IDENTIFYING:
                group.free = True
                group.values.clear()
                return None
        varied = sum(len(values) > 1 for values in group.values.values())
        return Caught(Trap.FILTER) if group.count > COMBINATIONS and varied >= _FILTERS else None
