"""What other processes do to a store, and how they are started: forked from one that has all loaded."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import resource
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import alembic.command  # noqa: F401 - loaded once for all children
import sqlalchemy.dialects.sqlite  # noqa: F401 - as well

from audits.store import StoreError, alerts, ledger, open_store, scan_locks, scan_turns, sites
from audits.store.rows import LedgerStep, ScanTurn
from audits.store.store import Store, engine_of
from tests.audits.store.engines import NOON, a_site, an_entry

STATES = ("found", "confirmed", "assigned")
NOBODY = 65534
APART = multiprocessing.get_context("forkserver")
APART.set_forkserver_preload([__name__])


def at_once(work: Any, *given: Any, number: int = 2) -> list[Any]:
    """Let children do the same work at the same moment; return what each told."""
    gate, told = APART.Barrier(number), APART.SimpleQueue()
    children = [APART.Process(target=work, args=(gate, told, *given)) for _ in range(number)]
    for child in children:
        child.start()
    for child in children:
        child.join()
        assert child.exitcode == 0
    return [told.get() for _ in children]


def open_and_write(gate: Any, told: Any, path: Path) -> None:
    gate.wait()
    with open_store(path) as store, store.begin() as c:
        sites.add(c, site=a_site(id=str(os.getpid())))
    told.put(str(os.getpid()))


def upgrade(gate: Any, told: Any, path: Path) -> None:
    store = Store(engine_of(path, 120))
    gate.wait()
    upgraded = store.upgrade()
    with store.reading() as c:
        told.put((upgraded, len(ledger.listed(c))))
    store.close()


def note_step(connection: Any, entry: int, state: str) -> None:
    step = LedgerStep(
        entry=entry, at=NOON, who="张三", from_state=state, to_state="…", note="x" * 99
    )
    ledger.add_step(connection, step=step)


def write_matters(told: Any, path: Path, start: int) -> None:
    """Write matters, each with its steps in one transaction, for ever; tell each that is kept."""
    with open_store(path) as store:
        for number in itertools.count(start):
            with store.begin() as c:
                entry = ledger.add(c, entry=an_entry(f"f{number}", message="问题" * 500))
                for state in STATES:
                    note_step(c, entry.id, state)
            told.send(number)


def write_until_refused(told: Any, path: Path, room: int) -> None:
    """Write until there is no room for a file of more than `room` bytes; tell the refusal and what was kept."""
    kept = 0
    with open_store(path) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        try:
            for number in itertools.count():
                with store.begin() as c:
                    ledger.add(c, entry=an_entry(f"f{number}", message="问题" * 5000))
                kept += 1
        except StoreError as error:
            told.send((str(error), kept))


def make_without_room(told: Any, path: Path) -> None:
    """Make a store where there is hardly any room; tell the refusal."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    try:
        open_store(path).close()
    except StoreError as error:
        told.send(str(error))


def open_as_nobody(told: Any, path: Path) -> None:
    """Open a store as a user to whom it does not belong; tell the refusal."""
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    try:
        open_store(path).close()
    except StoreError as error:
        told.send(str(error))
    else:
        told.send("")


def upgrade_for_long(told: Any, path: Path) -> None:
    """Say that it begins, and upgrade a store."""
    told.send("begins")
    open_store(path).close()


def count_up(gate: Any, told: Any, path: str | Path, times: int) -> None:
    """Read, add one, write: what is lost where two do so side by side."""
    gate.wait()
    with open_store(path) as store:
        for _ in range(times):
            with store.begin() as c:
                entry = ledger.listed(c)[0]
                changed = ledger.update(c, entry=replace(entry, clean_looks=entry.clean_looks + 1))
                alert = alerts.get(c, site="x", rule="links", fingerprint="f1")
                assert alert is not None
                alerts.put(c, alert=replace(alert, looks=alert.looks + 1))
    told.put(changed.version)


def change_crosswise(gate: Any, told: Any, path: str | Path, times: int) -> None:
    """Change the same two rows, now in this order and now in that."""
    gate.wait()
    with open_store(path) as store:
        for number in range(times):
            with store.begin() as c:
                for name in ("x", "y") if (number + os.getpid()) % 2 else ("y", "x"):
                    sites.update(c, site=a_site(id=name, name=f"{os.getpid()}-{number}"))
    told.put(True)


def claim_all(gate: Any, told: Any, path: str | Path, periods: list[datetime]) -> None:
    """Claim planned scans; tell those that were got."""
    gate.wait()
    mine = []
    with open_store(path) as store:
        for period in periods:
            turn = ScanTurn(
                site="x", due_at=period, holder=str(os.getpid()), taken_at=NOON, state="running"
            )
            with store.begin() as c:
                if scan_turns.take(c, turn=turn):
                    mine.append(period)
    told.put(mine)


def lock_sites(gate: Any, told: Any, path: str | Path) -> None:
    """Take the lock of a site, in a transaction of one statement; tell whether it was got."""
    holder = str(os.getpid())
    gate.wait()
    with open_store(path) as store, store.single() as c:
        told.put(scan_locks.take(c, site="x", holder=holder, at=NOON, dead_before=NOON))
