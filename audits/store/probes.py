"""Series of measurements, e.g. tries of a home page.  What they mean is the checker's question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from audits.store import rowwise
from audits.store.rows import ProbeRow
from audits.store.tables import probes


def add(connection: Connection, *, series: Iterable[ProbeRow]) -> None:
    """Store measurements, all or none.  Raises ConflictError where a site is not there."""
    rowwise.add_all(connection, probes, series, "测量结果")


def listed(
    connection: Connection,
    *,
    site: str,
    kind: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[ProbeRow, ...]:
    """Measurements of a site in order of time, from `since` (with it) to `until` (without it)."""
    found = rowwise.where(probes, site=site, kind=kind)
    if since is not None:
        found = found.where(probes.c.at >= since)
    if until is not None:
        found = found.where(probes.c.at < until)
    return rowwise.every(connection, ProbeRow, found.order_by(probes.c.at, probes.c.id))
