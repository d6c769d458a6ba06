"""Which entries are wanted, and the waivers that bear on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from audits.ledger.due import overdue as is_overdue
from audits.ledger.states import SETTLED, State
from audits.ledger.waived import waiver_of
from audits.store import ledger, waivers
from audits.store.rows import LedgerEntry
from checker.results import Finding


@dataclass(frozen=True, slots=True)
class Wanted:
    """A choice of entries.  Without states only those that are not settled, unless `settled`."""

    site: str | None = None
    unit: str | None = None
    states: tuple[State, ...] = ()
    overdue: bool = False
    settled: bool = False


def selected(connection: Connection, wanted: Wanted, today: date) -> tuple[LedgerEntry, ...]:
    """The entries wanted, by number.  A unit also finds what it shares with others."""
    return tuple(
        entry
        for entry in ledger.listed(connection, site=wanted.site)
        if (wanted.unit is None or wanted.unit in entry.unit.split("、"))
        and (
            State(entry.state) in wanted.states
            if wanted.states
            else wanted.settled or State(entry.state) not in SETTLED
        )
        and (not wanted.overdue or is_overdue(entry, today))
    )


def waivers_told(
    connection: Connection, entries: Iterable[LedgerEntry], today: date
) -> dict[int, str]:
    """For each entry that is waived today, why and by whom."""
    granted = waivers.listed(connection, withdrawn=False)
    told = {}
    for entry in entries:
        own = [one for one in granted if one.site in (None, entry.site)]
        seen = Finding(
            fingerprint=entry.fingerprint,
            message="",
            url=entry.url,
            target=entry.target or None,
        )
        waiver = waiver_of(own, entry.rule, seen, today.isoformat())
        if waiver:
            until = f"，至 {waiver.expires}" if waiver.expires else ""
            told[entry.id] = f"{waiver.reason}（{waiver.approver} 批准{until}）"
    return told
