"""Moved entries into the store, and what a scan does to it, in the caller's transaction.

It decides nothing: see `steps` and `after_scan`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from audits.ledger.after_scan import Scanned, after_scan
from audits.ledger.states import State
from audits.ledger.steps import Moved
from audits.store import ledger, waivers
from audits.store.rows import LedgerEntry


@dataclass(frozen=True, slots=True)
class Applied:
    """What a scan did to the ledger: entries as they are now."""

    opened: tuple[LedgerEntry, ...] = ()
    reopened: tuple[LedgerEntry, ...] = ()
    closed: tuple[LedgerEntry, ...] = ()


def write(connection: Connection, moved: Iterable[Moved]) -> tuple[LedgerEntry, ...]:
    """Store moved entries with their steps, and return the entries as they are now.

    Raises StaleError where one was changed meanwhile: then the caller's transaction must not be kept.
    """
    return tuple(_written(connection, one) for one in moved)


def apply_scan(connection: Connection, scanned: Scanned, at: datetime) -> Applied:
    """Take an audit into the ledger; its row in the store has to be there.  Twice is as good as once."""
    site = scanned.site
    known = ledger.listed(connection, site=site)
    steps = ledger.steps(connection, site=site)
    granted = waivers.listed(connection, site=site, withdrawn=False)
    moved = after_scan(known, steps, scanned, granted, at)
    now = write(connection, moved)
    was = {entry.id: State(entry.state) for entry in known}
    return Applied(
        opened=tuple(entry for entry in now if entry.id not in was),
        reopened=_became(now, was, State.FOUND),
        closed=_became(now, was, State.CLOSED),
    )


def _became(
    now: Sequence[LedgerEntry], was: dict[int, State], state: State
) -> tuple[LedgerEntry, ...]:
    return tuple(
        entry
        for entry in now
        if entry.state == state.value and was.get(entry.id, state) is not state
    )


def _written(connection: Connection, moved: Moved) -> LedgerEntry:
    entry = moved.entry
    entry = (
        ledger.update(connection, entry=entry) if entry.id else ledger.add(connection, entry=entry)
    )
    for step in moved.steps:
        ledger.add_step(connection, step=replace(step, entry=entry.id))
    return entry
