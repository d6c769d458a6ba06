"""Turns at server addresses between crawling processes, on one machine or on many: leases in the store.

The loop of the crawls never waits for the database: a thread asks it, for all addresses at once, and while a
lease is held nobody is asked.  Where the database does not answer, what is held is used as long as it holds,
then the addresses are left alone until it answers again; nothing fails.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from audits.scanning.address_claim import AddressClaim, boottime
from audits.scanning.lease_asking import Answers, Asks, LeaseDesk
from audits.scanning.lease_rules import LeaseTimes
from audits.store.postgres_address import Storage

_CLOSING = 10.0  # seconds; what is not given back by then ends by itself


@dataclass(frozen=True, slots=True)
class AddressTurns:
    """Where the leases are; goes through pickle.  `clock` counts only where the store has none of its own."""

    storage: Storage = field(repr=False)
    clock: Callable[[], datetime]
    times: LeaseTimes = field(default_factory=LeaseTimes)

    def open(self) -> AddressLeases:
        """Begin to ask for leases; called in the loop of the crawls."""
        holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        return AddressLeases(LeaseDesk(self.storage, self.clock, holder, self.times), self.times)


class AddressLeases:
    """The leases of one process."""

    def __init__(self, desk: LeaseDesk, times: LeaseTimes) -> None:
        self._desk, self._times = desk, times
        self._active: set[AddressClaim] = set()
        self._news = asyncio.Event()
        self._thread = ThreadPoolExecutor(1)
        self._failed = 0
        self._work = asyncio.ensure_future(self._run())

    def claim(self, address: str) -> AddressClaim:
        """The claim on an address; nothing is asked yet."""
        return AddressClaim(address, self._wake)

    async def close(self) -> None:
        """Give all addresses up."""
        self._work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._work
        now = boottime()
        gives = {one.address: one.rest(now) for one in self._active if one.held}
        loop = asyncio.get_running_loop()
        last = loop.run_in_executor(self._thread, self._desk.settle, Asks({}, frozenset(), gives))
        with contextlib.suppress(Exception):  # they end by themselves
            await asyncio.wait_for(last, _CLOSING)
        self._thread.submit(self._desk.close)
        self._thread.shutdown(wait=False)

    def _wake(self, claim: AddressClaim) -> None:
        """Something is to be asked for a claim."""
        self._active.add(claim)
        self._news.set()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), self._pause(boottime()))
            self._news.clear()
            began = boottime()
            asks = self._asks(began)
            if not asks:
                continue
            try:
                answers = await loop.run_in_executor(self._thread, self._desk.settle, asks)
            except Exception:  # noqa: BLE001 - whatever it is, crawls wait and do not fail
                self._failed += 1
                # Claims wake us meanwhile; they are not heeded before the pause is over.
                await asyncio.sleep(min(self._times.patience, self._times.poll * 2**self._failed))
                self._news.set()
                continue
            self._failed = 0
            self._heed(answers, began)

    def _pause(self, now: float) -> float | None:
        """How long nothing need be asked; None: until a claim wakes us."""
        moments = [one.asks_at(self._times) for one in self._active]
        return max(0.0, min(moments) - now) if moments else None

    def _asks(self, now: float) -> Asks:
        wants: dict[str, float] = {}
        keeps: set[str] = set()
        gives: dict[str, float] = {}
        for one in tuple(self._active):
            if one.held and one.to_give(now, self._times):
                one.shut()
                gives[one.address] = one.rest(now)
            elif one.held and now >= one.renew_at:
                keeps.add(one.address)
            elif not one.held and one.waiting and now >= one.ask_at:
                wants[one.address] = one.delay
            elif not one.held and not one.waiting:
                self._active.discard(one)
        return Asks(wants, frozenset(keeps), gives)

    def _heed(self, answers: Answers, began: float) -> None:
        by_address = {one.address: one for one in self._active}
        for address, rest in answers.taken.items():
            by_address[address].taken(began, rest, self._times)
        for address in answers.refused:
            by_address[address].ask_at = boottime() + self._times.poll
        for address, waits in answers.kept.items():
            by_address[address].kept(began, self._times, others_wait=waits)
        for address in answers.gone:
            by_address[address].gone(boottime(), self._times)
