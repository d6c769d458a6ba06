"""What must be told at once: failed vetoes and leaks of personal data, once two looks have found them.

Of an alert `looks` counts the looks in a row that found it; below zero, those in a row that did not.  What
was told is told again only after it has stayed away for some looks, so that what comes and goes is told once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection

from audits.store import alerts
from audits.store.rows import Alert
from checker.results import AuditResult, Level
from reports.ledger import LedgerRow, ledger
from reports.sight import Sight
from reports.withheld import tells_of_persons

CONFIRMED, FORGOTTEN = 2, 3
Key: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look does to the alerts of a site: rows to store, to forget, and matters to be told now."""

    changed: tuple[Alert, ...]
    forgotten: tuple[Alert, ...]
    told: tuple[Key, ...]


def urgent(result: AuditResult) -> dict[Key, LedgerRow]:
    """The matters of an audit that cannot wait; what a person has granted an exception for can."""
    return {
        (row.rule.id, row.finding.fingerprint): row
        for row in ledger(result)
        if (row.rule.level is Level.VETO or tells_of_persons(row.rule))
        and row.finding.waived is None
        and row.rule.waived is None
    }


def looked(
    site: str,
    known: Sequence[Alert],
    found: Collection[Key],
    gone: Callable[[Key], bool],
    at: datetime,
    *,
    confirmed: int = CONFIRMED,
    forgotten: int = FORGOTTEN,
) -> Looked:
    """One look: `found` is there, `gone` says of what is not whether it was looked for.  Pure."""
    before = {(alert.rule, alert.fingerprint): alert for alert in known}
    changed, forget, told = [], [], []
    for key in found:
        alert = _seen(site, key, before.get(key), at)
        if alert.looks >= confirmed and alert.alerted_at is None:
            alert = replace(alert, alerted_at=at)
            told.append(key)
        changed.append(alert)
    for key, alert in before.items():
        if key in found or not gone(key):
            continue
        missed = replace(alert, looks=min(alert.looks, 0) - 1)
        if alert.alerted_at is None or -missed.looks >= forgotten:
            forget.append(alert)
        else:
            changed.append(missed)
    return Looked(tuple(changed), tuple(forget), tuple(told))


def take_in(
    connection: Connection,
    site: str,
    result: AuditResult,
    earlier: Sequence[AuditResult],
    at: datetime,
) -> tuple[LedgerRow, ...]:
    """Take an audit into the alerts of a site; return what is to be told now."""
    rows = urgent(result)
    done = _look(connection, site, result, rows, earlier, at)
    _store(connection, done)
    return tuple(rows[key] for key in done.told)


def would_be_told(
    connection: Connection, site: str, result: AuditResult, earlier: Sequence[AuditResult]
) -> tuple[LedgerRow, ...]:
    """What `take_in` is going to tell, without storing anything."""
    rows = urgent(result)
    moment = datetime.fromisoformat(result.run.finished_at)
    told = _look(connection, site, result, rows, earlier, moment).told
    return tuple(rows[key] for key in told)


def _look(
    connection: Connection,
    site: str,
    result: AuditResult,
    rows: Mapping[Key, LedgerRow],
    earlier: Sequence[AuditResult],
    at: datetime,
) -> Looked:
    known, sight = alerts.listed(connection, site=site), Sight(result)
    before: dict[Key, LedgerRow] = {}
    if any((alert.rule, alert.fingerprint) not in rows for alert in known):
        for one in earlier:
            before |= urgent(one)

    def gone(key: Key) -> bool:
        seen = before.get(key)
        return seen is not None and sight.doubt(seen.finding, seen.rule) is None

    return looked(site, known, rows, gone, at)


def second_look(connection: Connection, site: str, key: Key, at: datetime, *, found: bool) -> bool:
    """Take in a look at one matter (`gongkai recheck`); say whether it is to be told now."""
    done = _second_look(connection, site, key, at, found=found)
    _store(connection, done)
    return bool(done.told)


def second_look_tells(
    connection: Connection, site: str, key: Key, at: datetime, *, found: bool
) -> bool:
    """What `second_look` is going to say, without storing anything."""
    return bool(_second_look(connection, site, key, at, found=found).told)


def _second_look(
    connection: Connection, site: str, key: Key, at: datetime, *, found: bool
) -> Looked:
    known = alerts.get(connection, site=site, rule=key[0], fingerprint=key[1])
    if known is None:
        return Looked((), (), ())
    return looked(site, [known], {key} if found else set(), lambda _: True, at)


def _store(connection: Connection, done: Looked) -> None:
    for alert in done.changed:
        alerts.put(connection, alert=alert)
    for alert in done.forgotten:
        alerts.remove(connection, site=alert.site, rule=alert.rule, fingerprint=alert.fingerprint)


def _seen(site: str, key: Key, before: Alert | None, at: datetime) -> Alert:
    if before is None:
        return Alert(site=site, rule=key[0], fingerprint=key[1], looks=1, first_seen=at)
    return replace(before, looks=max(before.looks, 0) + 1)
