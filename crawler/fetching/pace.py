"""Take turns: every request of a crawl waits here until its host and its address may be asked.

One `Lanes` serves all crawls of a process, so that a machine that several sites share is asked by all
of them together no faster than by one; `elsewhere` sees to it that other processes keep out meanwhile.
Decides when; what to ask, and what answers mean, is others'.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Protocol, Self

from crawler.fetching.answer import Answer
from crawler.fetching.elsewhere import Claim, Elsewhere
from crawler.fetching.failures import FetchFailedError
from crawler.fetching.lane import Lane, Manners, Wait
from crawler.fetching.retry_after import retry_after
from crawler.fetching.slots import Slots
from crawler.reading.urls import host_of
from crawler.snapshot.model import Fetch, Outcome

LIMITED = frozenset({429, 503})  # statuses that ask for less
_NO_MANNERS = Manners(0.0)
_NEITHER = frozenset({Outcome.BLOCKED, Outcome.RATE_LIMITED, Outcome.SERVER_ERROR})
_WORTH_TELLING = 1.0  # seconds; shorter pauses are over before they are read
# Seconds after which nothing that was learnt of a host counts any more, and lanes between two looks for such.
_FORGOTTEN_AFTER, _LOOK_EVERY = 3600.0, 1000


class _Shared:
    """A lane and its slots; of an address also the claim on it, where other machines may ask it too."""

    __slots__ = ("claim", "lane", "paused_hosts", "slots")

    def __init__(self, concurrency: int, claim: Claim | None = None) -> None:
        self.lane = Lane()
        self.slots = Slots(concurrency)
        self.claim = claim
        self.paused_hosts: dict[str, float] = {}  # of an address: until when, by host

    def release(self) -> None:
        """Let the next one ask."""
        if self.claim is not None:
            pause = self.lane.paused_until - _clock()()
            self.claim.leaves(max(0.0, pause))
        self.slots.release()


class Lanes:
    """The hosts and addresses that were asked so far, by all crawls together.

    They may serve crawl after crawl for months: what was not asked for an hour is forgotten.
    """

    def __init__(self, concurrency: int = 1, elsewhere: Elsewhere | None = None) -> None:
        self._concurrency = concurrency
        self._elsewhere = elsewhere
        self._hosts: dict[str, _Shared] = {}
        self._addresses: dict[str, _Shared] = {}
        self._look_at = _LOOK_EVERY

    def host(self, name: str) -> _Shared:
        """Return the lane of a host."""
        found = self._hosts.get(name)
        if found is None:
            self._forget()
            found = self._hosts[name] = _Shared(self._concurrency)
        return found

    def address(self, address: str) -> _Shared:
        """Return the lane of an address."""
        found = self._addresses.get(address)
        if found is None:
            claim = self._elsewhere.claim(address) if self._elsewhere is not None else None
            found = self._addresses[address] = _Shared(self._concurrency, claim)
        return found

    def _forget(self) -> None:
        if len(self._hosts) < self._look_at:
            return
        long_ago = _clock()() - _FORGOTTEN_AFTER
        for lanes in (self._hosts, self._addresses):
            for key in [
                key
                for key, shared in lanes.items()
                if shared.slots.idle and shared.lane.ready_at(_NO_MANNERS) < long_ago
            ]:
                del lanes[key]
        self._look_at = len(self._hosts) + _LOOK_EVERY


class Pace:
    """The turns of one crawl.

    `now` is the moment for dates that servers name, `tell` hears of every pause worth telling, `concurrency` is
    for how many questions to a host at a time this crawl is good, where that is fewer than `lanes` allows.
    """

    def __init__(
        self,
        manners: Manners,
        lanes: Lanes,
        now: Callable[[], datetime],
        tell: Callable[[], None] = lambda: None,
        concurrency: int | None = None,
    ) -> None:
        self._manners = manners
        self._lanes = lanes
        self._now = now
        self.tell = tell
        self._concurrency = concurrency
        self._begun: float | None = None
        self._paused: dict[str, Lane] = {}
        self._elsewhere: dict[str, tuple[int, float]] = {}  # by host: how many wait, since when

    def turn(self, host: str, address: str) -> Turn:
        """Return an `async with` block in which the host at this address may be asked once.

        Raises FetchFailedError where the host is left alone.
        """
        clock = _clock()
        ours, address_lane = self._lanes.host(host), self._lanes.address(address)
        if self._begun is None:
            self._begun = clock()
        ours.lane.forgive(self._begun - _FORGOTTEN_AFTER)
        if self._concurrency is not None:
            ours.slots.at_most(self._concurrency)
            address_lane.slots.at_most(self._concurrency)
        return Turn(ours, address_lane, self._manners, clock, partial(self._queues, host))

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

    def _queues(self, host: str, *, begins: bool) -> None:
        """Note that a question waits for another machine, or waits no longer."""
        waiting, since = self._elsewhere.get(host, (0, _clock()()))
        waiting += 1 if begins else -1
        if waiting:
            self._elsewhere[host] = (waiting, since)
        else:
            self._elsewhere.pop(host, None)
        if begins and waiting == 1:
            self.tell()

    def _paused_now(self, host: str, lane: Lane, now: float) -> None:
        if lane.paused_until - now >= _WORTH_TELLING:
            self._paused[host] = lane
            self.tell()

    def waits(self) -> tuple[Wait, ...]:
        """Return the hosts of this crawl that are not asked for a while, in the order of their pauses."""
        if not self._paused and not self._elsewhere:
            return ()
        now = _clock()()
        elsewhere = [
            Wait(host, now - since, asked=False, elsewhere=True)
            for host, (_, since) in self._elsewhere.items()
        ]
        self._paused = {
            host: lane
            for host, lane in self._paused.items()
            if lane.paused_until > now and lane.left_alone is None
        }
        paused = [
            Wait(host, lane.paused_until - now, lane.asked_to_wait)
            for host, lane in self._paused.items()
        ]
        return (*paused, *elsewhere)


def _clock() -> Callable[[], float]:
    return asyncio.get_running_loop().time


class Queues(Protocol):
    """Hears that a question waits for another machine, or waits no longer."""

    def __call__(self, *, begins: bool) -> None:
        """Hear it."""


class Turn:
    """Waits for the host's turn and the address's, and holds both while the block runs.

    A host that stays silent gives the address free after a while: it is one of many on the machine.
    """

    __slots__ = (
        "_address",
        "_clock",
        "_has_address",
        "_host",
        "_manners",
        "_queues",
        "_silence",
        "_told",
    )

    def __init__(
        self,
        host: _Shared,
        address: _Shared,
        manners: Manners,
        clock: Callable[[], float],
        queues: Queues,
    ) -> None:
        self._host = host
        self._address = address
        self._manners = manners
        self._clock = clock
        self._queues = queues
        self._told = False
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
                    claim = address.claim
                    if claim is not None and not claim.enters():
                        await self._comes(claim)
                except BaseException:
                    address.slots.release()
                    raise
                try:
                    await self._ready(address.lane)
                    if host.lane.ready_at(self._manners) <= self._clock() and (
                        claim is None or claim.lasts()
                    ):
                        self._begin()
                        self._silence = asyncio.get_running_loop().call_later(
                            self._manners.back_off.silence, self._let_neighbours_go
                        )
                        return self
                except BaseException:
                    address.release()
                    raise
                address.release()
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
            self._address.release()
        self._host.release()

    def speaks(self) -> None:
        """Note that the answer has begun."""
        if self._silence is not None:
            self._silence.cancel()
            self._silence = None

    def _let_neighbours_go(self) -> None:
        self._silence = None
        self._has_address = False
        self._address.release()

    async def again(self) -> None:
        """Wait for one more turn, in the middle of this one."""
        claim = self._address.claim
        while True:
            await self._ready(self._host.lane)
            await self._ready(self._address.lane)
            if claim is None or claim.lasts():
                break
            await self._comes(claim)
            claim.leaves(0.0)  # while the rest of this turn lasts it counts as used, or is silent
        self._begin()

    async def _comes(self, claim: Claim) -> None:
        """Wait until no other machine asks the address, and as long after that as manners demand."""
        telling = asyncio.get_running_loop().call_later(_WORTH_TELLING, self._tell)
        try:
            rest = await claim.comes(self._manners.delay)
        finally:
            telling.cancel()
            if self._told:
                self._told = False
                self._queues(begins=False)
        if rest > 0:
            self._address.lane.pause_until(self._clock() + rest)

    def _tell(self) -> None:
        self._told = True
        self._queues(begins=True)

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
