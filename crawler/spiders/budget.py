"""The budget of one role: how many URLs may be asked for, and which of those that wait will be.

The better ones come first, wherever they wait: a place is kept for each of them.  Who cannot get one
any more is told at once, so that no more wait than could ever be asked for.
"""

from __future__ import annotations

from crawler.reading.worth import STEPS, Tier, level
from crawler.spiders.backlog import Turn

_LEVELS = STEPS * (Tier.HOME + 1)
# While better ones wait (for a slow host), the rest may take up so much of the budget.
_SHARE = 2


class Budget:
    """Counts what waits, by worth, and what was asked for."""

    def __init__(self, most: int | None) -> None:
        """Take the number that may be asked for; None is no limit."""
        self._most = most
        self._waiting = [0] * _LEVELS
        self._taken = 0
        self._taken_lightly = 0

    @property
    def is_spent(self) -> bool:
        """Nothing more may be asked for."""
        return self._most is not None and self._taken >= self._most

    @property
    def is_awaited(self) -> bool:
        """Something waits."""
        return any(self._waiting)

    def admits(self, worth: int) -> bool:
        """A URL newly found would get its turn, as far as is known now; it waits then."""
        if self._most is not None and self._taken + sum(self._waiting[worth:]) >= self._most:
            return False
        self._waiting[worth] += 1
        return True

    def turn(self, worth: int) -> Turn:
        """Say whether one that waits is asked for now; it waits no longer, except for LATER."""
        if self._most is not None:
            if self._taken >= self._most:
                self._waiting[worth] -= 1
                return Turn.NEVER
            better = sum(self._waiting[worth + 1 :])
            if self._taken + better >= self._most:
                return Turn.LATER
            light = worth < level(Tier.LIST, 0)
            if light and better and self._taken_lightly * _SHARE >= self._most:
                return Turn.LATER
            self._taken_lightly += light
        self._waiting[worth] -= 1
        self._taken += 1
        return Turn.NOW

    def took(self, count: int = 1) -> None:
        """Count what was asked for before."""
        self._taken += count

    def wait_again(self, worth: int) -> None:
        """What was taken waits for its turn once more."""
        self._taken -= 1
        self._waiting[worth] += 1

    def give_back(self) -> None:
        """What was taken was not asked for after all (robots.txt forbids it)."""
        self._taken -= 1
