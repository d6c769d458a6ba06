"""What may have to be told at once.  How many looks it takes is the business of who sends alerts."""

from __future__ import annotations

from sqlalchemy import Connection, delete

from audits.store import rowwise
from audits.store.rows import Alert
from audits.store.tables import alerts


def get(connection: Connection, *, site: str, rule: str, fingerprint: str) -> Alert | None:
    """The alert of a finding."""
    found = rowwise.where(alerts, site=site, rule=rule, fingerprint=fingerprint)
    return rowwise.one(connection, Alert, found)


def listed(connection: Connection, *, site: str | None = None) -> tuple[Alert, ...]:
    """Alerts by site, rule and fingerprint."""
    by = (alerts.c.site, alerts.c.rule, alerts.c.fingerprint)
    return rowwise.every(connection, Alert, rowwise.where(alerts, site=site).order_by(*by))


def put(connection: Connection, *, alert: Alert) -> None:
    """Store an alert or change the one of the same finding.  Raises ConflictError where its site is not there."""
    keys = {
        alerts.c.site: alert.site,
        alerts.c.rule: alert.rule,
        alerts.c.fingerprint: alert.fingerprint,
    }
    if not rowwise.change(connection, alerts, keys, rowwise.values(alert)):
        rowwise.add(connection, alerts, alert, "提醒")


def remove(connection: Connection, *, site: str, rule: str, fingerprint: str) -> bool:
    """Forget an alert; say whether there was one."""
    gone = delete(alerts).where(
        alerts.c.site == site, alerts.c.rule == rule, alerts.c.fingerprint == fingerprint
    )
    return connection.execute(gone).rowcount > 0
