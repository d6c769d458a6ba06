"""The planned scan (`audits.desk.due`) that a plan fulfils: put down with the audit, in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from audits.desk.due import DONE, FAILED
from audits.scanning.plans import SitePlan
from audits.store import scan_turns


def fulfilled(connection: Connection, plan: SitePlan, at: datetime, audit: str) -> None:
    """The scan that fell due was made; nothing where it is no longer this plan's to say so."""
    _over(connection, plan, at, state=DONE, audit=audit)


def missed(connection: Connection, plan: SitePlan, at: datetime, why: str) -> None:
    """The scan that fell due did not come about."""
    _over(connection, plan, at, state=FAILED, error=why)


def _over(
    connection: Connection,
    plan: SitePlan,
    at: datetime,
    *,
    state: str,
    error: str = "",
    audit: str | None = None,
) -> None:
    if plan.turn is None:
        return
    period, holder = plan.turn
    turn = scan_turns.get(connection, site=plan.site, due_at=period)
    if turn is None or turn.holder != holder or turn.finished_at is not None:
        return
    over = replace(turn, state=state, error=error, audit=audit, finished_at=at)
    scan_turns.finish(connection, turn=over)
