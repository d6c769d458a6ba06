"""Findings of audits by fingerprint: what was found when, without opening each audit.json."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from audits.store import rowwise
from audits.store.rows import Finding
from audits.store.tables import findings


def add(connection: Connection, *, findings_of: Iterable[Finding]) -> None:
    """Store findings, all or none.  Raises ConflictError where one is there already or its audit is not."""
    rowwise.add_all(connection, findings, findings_of, "检查的问题")


def listed(
    connection: Connection,
    *,
    audit: str | None = None,
    rule: str | None = None,
    fingerprint: str | None = None,
) -> tuple[Finding, ...]:
    """Findings by audit, rule and fingerprint."""
    found = rowwise.where(findings, audit=audit, rule=rule, fingerprint=fingerprint)
    by = (findings.c.audit, findings.c.rule, findings.c.fingerprint)
    return rowwise.every(connection, Finding, found.order_by(*by))
