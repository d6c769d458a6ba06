"""What other processes do to a store, and how they are started: forked from one that has all loaded."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from typing import Any

import alembic.command  # noqa: F401 - loaded once for all children
import sqlalchemy.dialects.sqlite  # noqa: F401 - as well

from audits.store import ledger, open_store, sites
from audits.store.sqlite import SqliteEngine
from audits.store.store import Store
from tests.audits.store.engines import a_site

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
    store = Store(SqliteEngine(path, busy_seconds=120))
    gate.wait()
    upgraded = store.upgrade()
    with store.reading() as c:
        told.put((upgraded, len(ledger.listed(c))))
    store.close()
