"""The claim of a process on one address, as its crawls use it.  Lives in their loop; asks nobody."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable

from audits.scanning.lease_rules import LeaseTimes

_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def boottime() -> float:
    """Seconds that go on while the machine sleeps, as the leases do."""
    return time.clock_gettime(_CLOCK)


class AddressClaim:
    """One address.  `wake` is told when there is something to ask for it."""

    __slots__ = (
        "_shut",
        "_since",
        "_until",
        "_used_at",
        "_users",
        "_waiting",
        "_wake",
        "address",
        "ask_at",
        "delay",
        "held",
        "paused_until",
        "renew_at",
        "rest_until",
    )

    def __init__(self, address: str, wake: Callable[[AddressClaim], None]) -> None:
        self.address = address
        self._wake = wake
        self.held = False
        self._shut = False  # nobody enters any more: it is to be given up
        self._since = self._until = self._used_at = -math.inf
        self.paused_until = self.rest_until = -math.inf
        self.ask_at = self.renew_at = -math.inf
        self.delay = 0.0
        self._users = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def enters(self) -> bool:
        """Begin to use the address, if it is ours as things stand."""
        if self._shut or boottime() >= self._until:
            return False
        self._users += 1
        return True

    def lasts(self) -> bool:
        """Whether it is still ours for long enough to ask something."""
        return boottime() < self._until

    async def comes(self, delay: float) -> float:
        """Wait until it is ours, and begin to use it; returns the seconds to wait still."""
        while not self.enters():
            self.delay = delay
            place = asyncio.get_running_loop().create_future()
            self._waiting.add(place)
            self._wake(self)
            try:
                await place
            finally:
                self._waiting.discard(place)
        return max(0.0, self.rest_until - boottime())

    def leaves(self, paused: float) -> None:
        """End one use."""
        self._users -= 1
        self._used_at = boottime()
        if paused > 0:
            self.paused_until = max(self.paused_until, self._used_at + paused)
        if self._shut and not self._users:
            self._wake(self)

    @property
    def waiting(self) -> bool:
        """Somebody waits for it."""
        return bool(self._waiting)

    def rest(self, now: float) -> float:
        """For how many seconds the address wants no question."""
        return max(0.0, self.paused_until - now)

    def asks_at(self, times: LeaseTimes) -> float:
        """When there is something to ask."""
        if not self.held:
            return self.ask_at
        if self._users:
            return self.renew_at
        if self._shut:
            return -math.inf
        return min(self.renew_at, self._used_at + times.idle)

    def to_give(self, now: float, times: LeaseTimes) -> bool:
        """It is held, and to be given up: others wait and have waited long, or it is not used."""
        if self._users:
            return False
        return self._shut or (not self._waiting and now - self._used_at >= times.idle)

    def shut(self) -> None:
        """Let nobody enter any more."""
        self._shut = True

    def taken(self, asked: float, rest: float, times: LeaseTimes) -> None:
        """It is ours, as of the moment at which that was asked."""
        now = boottime()
        self.held, self._shut, self._since, self._used_at = True, False, now, now
        self.rest_until = now + rest
        self._valid(asked, times)

    def kept(self, asked: float, times: LeaseTimes, *, others_wait: bool) -> None:
        """It is ours for longer; where others wait, not for much longer."""
        self._valid(asked, times)
        if others_wait and boottime() - self._since >= times.slice_:
            self._shut = True
            if not self._users:
                self._wake(self)

    def gone(self, now: float, times: LeaseTimes) -> None:
        """It is not ours any more."""
        self.held = self._shut = False
        self._until = -math.inf
        self.ask_at = now + times.poll if self._waiting else now
        if self._waiting:
            self._wake(self)

    def _valid(self, asked: float, times: LeaseTimes) -> None:
        self._until = asked + times.lease - times.enough
        self.renew_at = asked + times.renew
        for place in self._waiting:
            if not place.done():
                place.set_result(None)
