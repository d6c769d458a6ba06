"""So many at a time, first come first served; the number may be lowered while some are at it."""

from __future__ import annotations

import asyncio
from collections import deque


class Slots:
    """A semaphore whose limit is that of the most modest who uses it."""

    __slots__ = ("_limit", "_used", "_waiting")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def idle(self) -> bool:
        """Nobody has one, and nobody waits for one."""
        return not self._used and not self._waiting

    def at_most(self, limit: int) -> None:
        """From now on no more than `limit` at a time."""
        self._limit = min(self._limit, limit)

    async def acquire(self) -> None:
        """Wait for one."""
        if self._used < self._limit and not self._waiting:
            self._used += 1
            return
        place = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():  # it was given to us at the same moment
                self.release()
            elif place in self._waiting:  # else `release` came by first, and passed it over
                self._waiting.remove(place)
            raise

    def release(self) -> None:
        """Give one back."""
        self._used -= 1
        while self._waiting and self._used < self._limit:
            place = self._waiting.popleft()
            if not place.done():
                self._used += 1
                place.set_result(None)
