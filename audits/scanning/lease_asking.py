"""Ask the store for leases, renew them, give them up: all that a process has to ask at a moment, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from audits.scanning.lease_rules import LeaseTimes, given_up, renewed, wanted
from audits.store import Store, address_leases, open_store
from audits.store.postgres_address import Storage
from audits.store.rows import AddressLease

_BUSY_SECONDS = 10.0
# What ended so long ago keeps nobody waiting; looked for so often.
_FORGET_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Asks:
    """Addresses that are wanted (with the delay that the crawl keeps), kept, given up (with the rest they want)."""

    wants: Mapping[str, float]
    keeps: frozenset[str]
    gives: Mapping[str, float]

    def __bool__(self) -> bool:
        return bool(self.wants or self.keeps or self.gives)


@dataclass(frozen=True, slots=True)
class Answers:
    """`taken`: may be asked in so many seconds; `kept`: whether others wait; `gone`: no longer ours."""

    taken: dict[str, float] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    kept: dict[str, bool] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)


class LeaseDesk:
    """Asks on behalf of one process; used by one thread.  The store is opened at the first question."""

    def __init__(
        self, storage: Storage, clock: Callable[[], datetime], me: str, times: LeaseTimes
    ) -> None:
        self._storage, self._clock, self._me, self._times = storage, clock, me, times
        self._store: Store | None = None
        self._forgot: datetime | None = None

    def settle(self, asks: Asks) -> Answers:
        """Put all questions.  Raises what the store raises: nothing is changed then, or all of it."""
        if self._store is None:
            if not asks.wants and not asks.keeps:
                return Answers()
            self._store = open_store(self._storage, create=False, busy_seconds=_BUSY_SECONDS)
        answers = Answers()
        with self._store.single() as connection:
            at = self._store.moment(connection, self._clock)
            addresses = {*asks.wants, *asks.keeps, *asks.gives}
            rows = address_leases.locked(
                connection, addresses=addresses, new=asks.wants.keys(), at=at
            )
            after = {
                address: self._settled(row, asks, answers, at) for address, row in rows.items()
            }
            address_leases.put(
                connection, leases=[row for address, row in after.items() if row != rows[address]]
            )
            if self._forgot is None or at - self._forgot > _FORGET_AFTER:
                self._forgot = at
                address_leases.forget(connection, before=at - _FORGET_AFTER)
        answers.gone.update(asks.keeps - rows.keys(), asks.gives.keys())
        return answers

    def _settled(
        self, row: AddressLease, asks: Asks, answers: Answers, at: datetime
    ) -> AddressLease:
        address = row.address
        if address in asks.wants:
            row, rest = wanted(row, self._me, at, asks.wants[address], self._times)
            if rest is None:
                answers.refused.add(address)
            else:
                answers.taken[address] = rest
        elif address in asks.keeps:
            found = renewed(row, self._me, at, self._times)
            if found is None:
                answers.gone.add(address)
            else:
                row, answers.kept[address] = found
        else:
            row = given_up(row, self._me, at, asks.gives[address], self._times)
        return row

    def close(self) -> None:
        """Let go of the store."""
        if self._store is not None:
            self._store.close()
