"""The planned scan (`audits.desk.due`) that a plan fulfils: put down with the audit, in the same transaction.

Here is the fence: who no longer holds the turn of its plan stores nothing, for another may have done so by
then.  The row decides, within the transaction that stores; no clock and no heartbeat is asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from audits.desk.due import DONE, FAILED
from audits.scanning.plans import SitePlan
from audits.store import StaleError, scan_turns
from audits.store.rows import ScanTurn


class TurnLostError(StaleError):
    """The planned scan was taken over by another, or is over: what came of this attempt is not stored."""


def held(connection: Connection, plan: SitePlan) -> ScanTurn | None:
    """The turn that a plan fulfils, None where it fulfils none.  Raises TurnLostError where it is not held."""
    if plan.turn is None:
        return None
    period, holder = plan.turn
    turn = scan_turns.get(connection, site=plan.site, due_at=period)
    if turn is None or turn.holder != holder or turn.finished_at is not None:
        raise TurnLostError(f"网站 {plan.site} 的这次计划检查已由别人接手或已经结束")
    return turn


def fulfilled(connection: Connection, plan: SitePlan, at: datetime, audit: str) -> None:
    """The scan that fell due was made.  Raises TurnLostError where it is no longer this plan's to say so."""
    _over(connection, plan, at, state=DONE, audit=audit)


def missed(connection: Connection, plan: SitePlan, at: datetime, why: str) -> None:
    """The scan that fell due did not come about.  Raises TurnLostError as `fulfilled` does."""
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
    turn = held(connection, plan)
    if turn is None:
        return
    over = replace(turn, state=state, error=error, audit=audit, finished_at=at)
    try:
        scan_turns.finish(connection, turn=over)
    except StaleError as error_:
        raise TurnLostError(str(error_).rstrip("。")) from error_
