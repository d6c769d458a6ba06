"""Waivers (豁免): exceptions that a person has granted.  Withdrawn and expired ones stay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, or_

from audits.store import rowwise
from audits.store.errors import StaleError
from audits.store.rows import Waiver
from audits.store.tables import waivers


def add(connection: Connection, *, waiver: Waiver) -> Waiver:
    """Store a waiver and return it numbered.  Raises ConflictError where its site is not there."""
    return rowwise.add(connection, waivers, waiver, "豁免")


def get(connection: Connection, *, waiver: int) -> Waiver | None:
    """The waiver of this number."""
    return rowwise.one(connection, Waiver, rowwise.where(waivers, id=waiver))


def listed(
    connection: Connection,
    *,
    site: str | None = None,
    rule: str | None = None,
    withdrawn: bool | None = None,
) -> tuple[Waiver, ...]:
    """Waivers by number: those for `site` include those for all sites."""
    found = rowwise.where(waivers, rule=rule)
    if site is not None:
        found = found.where(or_(waivers.c.site == site, waivers.c.site.is_(None)))
    if withdrawn is not None:
        found = found.where(
            waivers.c.withdrawn_at.is_not(None) if withdrawn else waivers.c.withdrawn_at.is_(None)
        )
    return rowwise.every(connection, Waiver, found.order_by(waivers.c.id))


def withdraw(connection: Connection, *, waiver: int, at: datetime) -> None:
    """Withdraw a waiver.  Raises StaleError where it is not there or withdrawn already."""
    keys = {waivers.c.id: waiver, waivers.c.withdrawn_at: None}
    if not rowwise.change(connection, waivers, keys, {"withdrawn_at": at}):
        raise StaleError(f"没有第 {waiver} 号豁免，或它已经撤销。")
