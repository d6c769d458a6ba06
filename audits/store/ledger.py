"""The ledger's rows and steps (整改台账).  Which step may follow which is the business of `audits.ledger`.

Who changes an entry has read it: its `version` must still be the one in the store.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from audits.store import rowwise
from audits.store.errors import StaleError
from audits.store.rows import LedgerEntry, LedgerStep
from audits.store.tables import ledger, ledger_steps

_FIXED = ("id", "site", "rule", "fingerprint", "opened_at", "first_audit")


def add(connection: Connection, *, entry: LedgerEntry) -> LedgerEntry:
    """Store a new entry and return it numbered.  Raises ConflictError where this finding has one already."""
    return rowwise.add(connection, ledger, entry, f"台账条目 {entry.rule} ")


def get(connection: Connection, *, entry: int) -> LedgerEntry | None:
    """The entry of this number."""
    return rowwise.one(connection, LedgerEntry, rowwise.where(ledger, id=entry))


def listed(
    connection: Connection,
    *,
    site: str | None = None,
    state: str | None = None,
    unit: str | None = None,
    rule: str | None = None,
) -> tuple[LedgerEntry, ...]:
    """Entries by number."""
    found = rowwise.where(ledger, site=site, state=state, unit=unit, rule=rule)
    return rowwise.every(connection, LedgerEntry, found.order_by(ledger.c.id))


def update(connection: Connection, *, entry: LedgerEntry) -> LedgerEntry:
    """Write a changed entry and return it with its new version.

    Raises StaleError where the store holds another version than the one that was read.
    """
    new = replace(entry, version=entry.version + 1)
    given = {name: value for name, value in rowwise.values(new).items() if name not in _FIXED}
    keys = {ledger.c.id: entry.id, ledger.c.version: entry.version}
    if not rowwise.change(connection, ledger, keys, given):
        raise StaleError(
            f"台账第 {entry.id} 条已被别人改过（或不存在），这次没有写入。请重新读取后再改。"
        )
    return new


def add_step(connection: Connection, *, step: LedgerStep) -> LedgerStep:
    """Note a step and return it numbered.  Raises ConflictError where its entry or audit is not there."""
    return rowwise.add(connection, ledger_steps, step, f"台账第 {step.entry} 条的步骤")


def steps(
    connection: Connection, *, entry: int | None = None, site: str | None = None
) -> tuple[LedgerStep, ...]:
    """Steps in the order in which they were noted, of one entry or of all of a site."""
    found = rowwise.where(ledger_steps, entry=entry)
    if site is not None:
        found = found.join(ledger, ledger.c.id == ledger_steps.c.entry).where(ledger.c.site == site)
    return rowwise.every(connection, LedgerStep, found.order_by(ledger_steps.c.id))
