"""Turns at an address between processes: leases in a real store, used by the pace of crawls."""

from __future__ import annotations

import asyncio
import itertools
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audits.scanning.address_turns import AddressLeases, AddressTurns
from audits.scanning.lease_rules import LeaseTimes
from audits.store import address_leases, open_store
from crawler.fetching.lane import BackOff, Manners
from crawler.fetching.pace import Lanes, Pace
from tests.audits.store.engines import ENGINES
from tests.postgres.proxy import Proxy

DELAY = 0.02
BRISK = LeaseTimes(
    lease=3.0,
    enough=1.0,
    renew=0.1,
    slice_=0.1,
    idle=0.3,
    poll=0.02,
    wish=2.0,
    handover=2.0,
    patience=0.1,
)


def clock() -> datetime:
    """The machine's, as exact as it is: leases are as short here as nowhere else."""
    return datetime.now(UTC)


@pytest.fixture(params=ENGINES)
def storage(request, tmp_path: Path):
    storage = ENGINES[request.param](tmp_path)
    open_store(storage).close()
    return storage


class Machine:
    """A crawling process, as far as turns go."""

    def __init__(self, name: str, storage, log: list, times: LeaseTimes = BRISK) -> None:
        self.name, self.log = name, log
        self.leases: AddressLeases = AddressTurns(storage, clock, times).open()
        manners = Manners(DELAY, BackOff())
        self.told: list = []
        self.pace = Pace(manners, Lanes(1, self.leases), lambda: datetime(2026, 3, 1, tzinfo=UTC))
        self.pace.tell = lambda: self.told.append(self.pace.waits())

    async def ask(self, times: int, address: str = "1.1.1.1") -> None:
        loop = asyncio.get_running_loop()
        for _ in range(times):
            async with self.pace.turn(f"{self.name}.cn", address):
                began = loop.time()
                await asyncio.sleep(0.001)
                self.log.append((self.name, began, loop.time()))


def kept_apart(log) -> bool:
    """One at a time; and from one machine to the other no sooner than manners allow."""
    for (here, _, ended), (there, began, _) in itertools.pairwise(log):
        if began < ended or (here != there and began - ended < DELAY - 0.002):
            return False
    return True


def test_two_machines_take_turns_at_one_address(storage):
    async def work():
        log: list = []
        one, other = Machine("a", storage, log), Machine("b", storage, log)
        await asyncio.gather(one.ask(25), other.ask(25), one.ask(3, "2.2.2.2"))
        await asyncio.gather(one.leases.close(), other.leases.close())
        return [entry for entry in log if entry[0] in "ab"]

    log = asyncio.run(work())
    assert len(log) == 53
    changes = sum(here[0] != there[0] for here, there in itertools.pairwise(log))
    assert changes >= 2, "none keeps it to the end while the other waits"
    with open_store(storage) as store, store.reading() as connection:
        rows = address_leases.listed(connection)
    assert {row.holder for row in rows} == {""}, "all given up"


def test_an_address_is_asked_by_one_machine_at_a_time(storage):
    async def work():
        log: list = []
        machines = [Machine(name, storage, log) for name in "abc"]
        await asyncio.gather(*(machine.ask(12) for machine in machines))
        await asyncio.gather(*(machine.leases.close() for machine in machines))
        return log

    log = asyncio.run(work())
    assert len(log) == 36
    assert kept_apart(log)


def test_who_vanishes_is_waited_for_as_long_as_its_lease(storage):
    async def work():
        log: list = []
        one, other = Machine("a", storage, log), Machine("b", storage, log)
        start = asyncio.get_running_loop().time()
        await one.ask(2)
        one.leases._work.cancel()  # noqa: SLF001 - killed: it gives nothing back
        await other.ask(2)
        await other.leases.close()
        return log, other.told, start

    log, told, start = asyncio.run(work())
    assert [name for name, *_ in log] == ["a", "a", "b", "b"]
    assert log[2][1] - start >= BRISK.lease
    assert any(wait.elsewhere and wait.host == "b.cn" for waits in told for wait in waits)


def test_cut_off_it_asks_no_longer_than_its_lease_holds_and_goes_on_afterwards(postgres_store):
    """Nothing fails: the lane stands still until the database answers again."""
    times = LeaseTimes(
        lease=1.2, enough=0.4, renew=0.1, slice_=0.1, idle=5.0, poll=0.02, patience=0.1
    )

    async def work(proxy):
        log: list = []
        loop = asyncio.get_running_loop()
        here = Machine("a", re.sub(r":\d+/", f":{proxy.port}/", postgres_store), log, times)
        there = Machine("b", postgres_store, log, times)
        await here.ask(2)
        proxy.cut()
        cut = loop.time()
        asking = asyncio.ensure_future(here.ask(60))
        await there.ask(3)
        mended, so_far = loop.time(), len(log)
        proxy.mend()
        await asking
        await asyncio.gather(here.leases.close(), there.leases.close())
        return log, cut, mended, so_far

    with Proxy(int(re.findall(r":(\d+)/", postgres_store)[0])) as proxy:
        log, cut, mended, so_far = asyncio.run(work(proxy))
    blind = [began for name, began, _ in log if name == "a" and cut < began < mended]
    assert all(began - cut <= times.lease - times.enough + 0.3 for began in blind)
    assert kept_apart(log)
    assert len(log) == 65
    assert [name for name, *_ in log[:so_far]].count("b") == 3
