"""Runs that were whole and never stored: which planned scan each of them may still fulfil.

A machine that was killed, or cut off, keeps such a run; by the time that it is found, another may have made
the same scan.  Then it is set aside: one planned scan has one audit.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from audits.scanning.leftovers import turn_of
from audits.scanning.plans import SitePlan
from audits.store import scan_turns


def late_plan(connection: Connection, plan: SitePlan, run: Path) -> SitePlan | None:
    """The plan by which a run that was found is stored, or None where another has made its scan.

    `plan` is what is to be scanned now: a run made for the same planned scan fulfils it.
    """
    made_for = turn_of(run)
    if made_for is None:
        return replace(plan, turn=None)
    period, claim = made_for
    if plan.turn is not None and plan.turn[0] == period:
        return plan
    turn = scan_turns.get(connection, site=plan.site, due_at=period)
    if turn is None:
        return replace(plan, turn=None)
    if turn.finished_at is None:
        return replace(plan, turn=made_for) if turn.holder == claim else None
    return replace(plan, turn=None) if turn.audit is None else None
