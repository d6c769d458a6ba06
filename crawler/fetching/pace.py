"""Take turns: every request of a crawl waits here until its host and its address may be asked.

One `Lanes` serves all crawls of a process, so that a machine that several sites share is asked by all
of them together no faster than by one.  Decides when; what to ask, and what answers mean, is others'.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from crawler.fetching.answer import Answer
from crawler.fetching.failures import FetchFailedError
from crawler.fetching.lane import Lane, Manners, Wait
from crawler.fetching.retry_after import retry_after
from crawler.reading.urls import host_of
from crawler.snapshot.model import Fetch, Outcome

LIMITED = frozenset({429, 503})  # statuses that ask for less
_NEITHER = frozenset({Outcome.BLOCKED, Outcome.RATE_LIMITED, Outcome.SERVER_ERROR})
_WORTH_TELLING = 1.0  # seconds; shorter pauses are over before they are read


class _Shared:
    """A lane and its slots."""

    __slots__ = ("lane", "paused_hosts", "slots")

    def __init__(self, concurrency: int) -> None:
        self.lane = Lane()
        self.slots = asyncio.Semaphore(concurrency)
        self.paused_hosts: dict[str, float] = {}  # of an address: until when, by host


class Lanes:
    """The hosts and addresses that were asked so far, by all crawls together."""

    def __init__(self, concurrency: int = 1) -> None:
        self._concurrency = concurrency
        self._hosts: dict[str, _Shared] = {}
        self._addresses: dict[str, _Shared] = {}

    def host(self, name: str) -> _Shared:
        """Return the lane of a host."""
        return self._of(self._hosts, name)

    def address(self, address: str) -> _Shared:
        """Return the lane of an address."""
        return self._of(self._addresses, address)

    def _of(self, lanes: dict[str, _Shared], key: str) -> _Shared:
        found = lanes.get(key)
        if found is None:
            found = lanes[key] = _Shared(self._concurrency)
        return found


class Pace:
    """The turns of one crawl.

    `now` is the moment for dates that servers name, `tell` hears of every pause worth telling.
    """

    def __init__(
        self,
        manners: Manners,
        lanes: Lanes,
        now: Callable[[], datetime],
        tell: Callable[[], None] = lambda: None,
    ) -> None:
        self._manners = manners
        self._lanes = lanes
        self._now = now
        self.tell = tell
        self._paused: dict[str, Lane] = {}

    def turn(self, host: str, address: str) -> Turn:
        """Return an `async with` block in which the host at this address may be asked once.

        Raises FetchFailedError where the host is left alone.
        """
        return Turn(self._lanes.host(host), self._lanes.address(address), self._manners, _clock())

    def answered(self, host: str, address: str, answer: Answer) -> None:
        """Note an answer as soon as it is there."""
        shared = self._lanes.host(host)
        shared.lane.took(answer.waited)
        if answer.status not in LIMITED:
            return
        now = _clock()()
        headers = {name.lower(): value for name, value in answer.headers()}
        shared.lane.limited(now, retry_after(headers, self._now()), self._manners.back_off)
        self._also_of_the_machine(host, address, shared.lane, now)
        self._paused_now(host, shared.lane, now)

    def _also_of_the_machine(self, host: str, address: str, lane: Lane, now: float) -> None:
        """Where a second host at the same address wants a pause, it is the machine that wants it."""
        shared = self._lanes.address(address)
        paused = {name: until for name, until in shared.paused_hosts.items() if until > now}
        paused[host] = lane.paused_until
        shared.paused_hosts = paused
        if len(paused) > 1:
            shared.lane.pause_until(max(paused.values()))

    def unanswered(self, host: str, seconds: float) -> None:
        """Note that we waited in vain for so long."""
        self._lanes.host(host).lane.took(seconds)

    def came_to(self, fetch: Fetch) -> None:
        """Note what came of a question."""
        host = host_of(fetch.url)
        lane = self._lanes.host(host).lane
        if fetch.outcome is Outcome.BLOCKED:
            now = _clock()()
            lane.walled(now, fetch.detail or "", self._manners.back_off)
            self._paused_now(host, lane, now)
        elif fetch.outcome.answered and fetch.outcome not in _NEITHER:
            lane.welcomed()

    def _paused_now(self, host: str, lane: Lane, now: float) -> None:
        if lane.paused_until - now >= _WORTH_TELLING:
            self._paused[host] = lane
            self.tell()

    def waits(self) -> tuple[Wait, ...]:
        """Return the hosts of this crawl that are not asked for a while, in the order of their pauses."""
        if not self._paused:
            return ()
        now = _clock()()
        self._paused = {
            host: lane
            for host, lane in self._paused.items()
            if lane.paused_until > now and lane.left_alone is None
        }
        return tuple(
            Wait(host, lane.paused_until - now, lane.asked_to_wait)
            for host, lane in self._paused.items()
        )


def _clock() -> Callable[[], float]:
    return asyncio.get_running_loop().time


class Turn:
    """Waits for the host's turn and the address's, and holds both while the block runs.

    A host that stays silent gives the address free after a while: it is one of many on the machine.
    """

    __slots__ = ("_address", "_clock", "_has_address", "_host", "_manners", "_silence")

    def __init__(
        self, host: _Shared, address: _Shared, manners: Manners, clock: Callable[[], float]
    ) -> None:
        self._host = host
        self._address = address
        self._manners = manners
        self._clock = clock
        self._silence: asyncio.TimerHandle | None = None
        self._has_address = True

    async def __aenter__(self) -> Self:
        host, address = self._host, self._address
        # The host first, always: who waits for a host's pause must not keep its neighbours waiting.
        await host.slots.acquire()
        try:
            while True:
                await self._ready(host.lane)
                await address.slots.acquire()
                try:
                    await self._ready(address.lane)
                    if host.lane.ready_at(self._manners) <= self._clock():
                        self._begin()
                        self._silence = asyncio.get_running_loop().call_later(
                            self._manners.back_off.silence, self._let_neighbours_go
                        )
                        return self
                except BaseException:
                    address.slots.release()
                    raise
                address.slots.release()
        except BaseException:
            host.slots.release()
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.speaks()
        if self._has_address:
            self._address.slots.release()
        self._host.slots.release()

    def speaks(self) -> None:
        """Note that the answer has begun."""
        if self._silence is not None:
            self._silence.cancel()
            self._silence = None

    def _let_neighbours_go(self) -> None:
        self._silence = None
        self._has_address = False
        self._address.slots.release()

    async def again(self) -> None:
        """Wait for one more turn, in the middle of this one."""
        await self._ready(self._host.lane)
        await self._ready(self._address.lane)
        self._begin()

    def _begin(self) -> None:
        now = self._clock()
        self._host.lane.began(now)
        self._address.lane.began(now)

    async def _ready(self, lane: Lane) -> None:
        while True:
            if lane.left_alone is not None:
                raise FetchFailedError(lane.left_alone.outcome, lane.left_alone.detail)
            wait = lane.ready_at(self._manners) - self._clock()
            if wait <= 0:
                return
            await asyncio.sleep(wait)
