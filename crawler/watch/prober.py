"""Make one try of a home page: our client first, and only where that fails the canary and another client.

Says what came of it; whether that is an outage is judged later, from many tries.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from crawler.snapshot.model import Outcome
from crawler.watch import canary
from crawler.watch.lines import Attempt, Canary, Plan, Tried
from crawler.watch.visit import Visitor

_ROBOTS_KEPT = timedelta(days=1)
# Who keeps us out has answered: asking in disguise would be going round it, and tell nothing new.
_KNOWN = frozenset(
    {
        Outcome.BLOCKED,
        Outcome.RATE_LIMITED,
        Outcome.LOGIN,
        Outcome.FORBIDDEN_ADDRESS,
        Outcome.DNS_UNAVAILABLE,
    }
)


class Prober:
    """Makes tries; remembers for a day what a robots.txt says."""

    def __init__(
        self,
        ours: Visitor,
        plain: Visitor,
        clock: Callable[[], datetime],
        robots_agent: str,
    ) -> None:
        self._ours = ours
        self._plain = plain
        self._clock = clock
        self._robots_agent = robots_agent
        self._robots: dict[str, tuple[datetime, bool]] = {}

    async def __call__(self, plan: Plan, slot: datetime) -> Tried:
        """Try a plan's home page now, for a slot.  Never raises for what the network does."""
        home = plan.home
        if not await self._permitted(home):
            return Tried(slot, self._clock(), Attempt(Outcome.ROBOTS, 0.0))
        at = self._clock()
        found = await self._ours.open(home)
        if found.opened:
            return Tried(slot, at, found)
        network = await canary.state(plan.canaries, self._ours)
        lenient = None
        if network is not Canary.DOWN and found.outcome not in _KNOWN and not found.wall:
            lenient = await self._plain.open(home)
        return Tried(slot, at, found, lenient, network)

    async def _permitted(self, home: str) -> bool:
        known = self._robots.get(home)
        if known is not None and abs(self._clock() - known[0]) < _ROBOTS_KEPT:
            return known[1]
        permitted = await self._ours.permitted(home, self._robots_agent)
        if permitted is not None:
            self._robots[home] = (self._clock(), permitted)
        return permitted is not False
