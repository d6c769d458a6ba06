"""Audits that were made, one row each.  All that an audit says stands in its audit.json."""

from __future__ import annotations

from sqlalchemy import Connection

from audits.store import rowwise
from audits.store.errors import StaleError
from audits.store.rows import Audit
from audits.store.tables import audits


def add(connection: Connection, *, audit: Audit) -> Audit:
    """Store an audit.  Raises ConflictError where its id is there already or its site is not."""
    return rowwise.add(connection, audits, audit, f"检查 {audit.id} ")


def get(connection: Connection, *, audit: str) -> Audit | None:
    """The audit of this run id."""
    return rowwise.one(connection, Audit, rowwise.where(audits, id=audit))


def listed(
    connection: Connection, *, site: str | None = None, complete: bool | None = None
) -> tuple[Audit, ...]:
    """Audits, oldest first."""
    found = rowwise.where(audits, site=site, complete=complete)
    return rowwise.every(connection, Audit, found.order_by(audits.c.started_at, audits.c.id))


def latest(connection: Connection, *, site: str, complete: bool | None = None) -> Audit | None:
    """The audit of a site that began last."""
    found = rowwise.where(audits, site=site, complete=complete)
    return rowwise.one(
        connection, Audit, found.order_by(audits.c.started_at.desc(), audits.c.id.desc())
    )


def update(connection: Connection, *, audit: Audit) -> None:
    """Change where an audit lies and whether its snapshot is kept.  Raises StaleError where it is not there."""
    new = {
        "folder": audit.folder,
        "snapshot_kept": audit.snapshot_kept,
        "snapshot_gone_at": audit.snapshot_gone_at,
    }
    if not rowwise.change(connection, audits, {audits.c.id: audit.id}, new):
        raise StaleError(f"没有检查 {audit.id}。")
