"""Attestations (人工认定): a person's answers to what no machine decides.  Withdrawn and expired ones stay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from audits.store import rowwise
from audits.store.errors import StaleError
from audits.store.rows import Attestation
from audits.store.tables import attestations


def add(connection: Connection, *, attestation: Attestation) -> Attestation:
    """Store an answer and return it numbered.  Raises ConflictError where its site is not there."""
    return rowwise.add(connection, attestations, attestation, "人工认定")


def get(connection: Connection, *, attestation: int) -> Attestation | None:
    """The answer of this number."""
    return rowwise.one(connection, Attestation, rowwise.where(attestations, id=attestation))


def listed(
    connection: Connection,
    *,
    site: str | None = None,
    clause: str | None = None,
    withdrawn: bool | None = None,
) -> tuple[Attestation, ...]:
    """Answers by number, so that the last one to a question comes last."""
    found = rowwise.where(attestations, site=site, clause=clause)
    if withdrawn is not None:
        column = attestations.c.withdrawn_at
        found = found.where(column.is_not(None) if withdrawn else column.is_(None))
    return rowwise.every(connection, Attestation, found.order_by(attestations.c.id))


def withdraw(connection: Connection, *, attestation: int, at: datetime) -> None:
    """Withdraw an answer.  Raises StaleError where it is not there or withdrawn already."""
    keys = {attestations.c.id: attestation, attestations.c.withdrawn_at: None}
    if not rowwise.change(connection, attestations, keys, {"withdrawn_at": at}):
        raise StaleError(f"没有第 {attestation} 号人工认定，或它已经撤销。")
