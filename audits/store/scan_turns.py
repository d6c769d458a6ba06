"""Scans that fell due.  Each is taken once, whoever asks; what fell due when is the schedule's business."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from audits.store import rowwise
from audits.store.errors import ConflictError, StaleError
from audits.store.rows import ScanTurn
from audits.store.tables import scan_turns

_LOST = "网站 {site} 的这次计划检查已由另一个进程接手，这次没有改动。"


def take(connection: Connection, *, turn: ScanTurn) -> bool:
    """Take a turn; False where it was taken before.  Raises ConflictError where there is no such site."""
    try:
        rowwise.add(connection, scan_turns, turn, f"网站 {turn.site} 的计划检查")
    except ConflictError:
        if get(connection, site=turn.site, due_at=turn.due_at) is None:
            raise
        return False
    return True


def retake(connection: Connection, *, turn: ScanTurn, holder: str, at: datetime) -> ScanTurn:
    """Take over a turn that was not finished, and return it as it is now.

    Raises StaleError where another did so since it was read, or it was finished.
    """
    new = replace(turn, holder=holder, taken_at=at, tries=turn.tries + 1)
    _change(connection, turn, new)
    return new


def finish(connection: Connection, *, turn: ScanTurn) -> None:
    """Write what came of a turn.  Raises StaleError where another has taken it over, or it was finished."""
    if turn.finished_at is None:
        raise ValueError("a finished turn has its finished_at")
    _change(connection, turn, turn)


def reopen(
    connection: Connection, *, turn: ScanTurn, holder: str, at: datetime, state: str
) -> ScanTurn:
    """Begin a finished turn afresh, as on its first try.  Raises StaleError where it is not as it was read."""
    new = replace(
        turn,
        holder=holder,
        taken_at=at,
        tries=1,
        state=state,
        error="",
        audit=None,
        finished_at=None,
    )
    keys = {
        scan_turns.c[name]: getattr(turn, name)
        for name in ("site", "due_at", "holder", "tries", "finished_at")
    }
    if not rowwise.change(connection, scan_turns, keys, rowwise.values(new)):
        raise StaleError(_LOST.format(site=turn.site))
    return new


def last_of_each(connection: Connection, until: datetime | None = None) -> tuple[ScanTurn, ...]:
    """The last turn of each site that has any (up to a moment), by site."""
    asked = select(scan_turns.c.site, func.max(scan_turns.c.due_at).label("due_at"))
    if until is not None:
        asked = asked.where(scan_turns.c.due_at <= until)
    last = asked.group_by(scan_turns.c.site).subquery()
    found = select(scan_turns).join(
        last, and_(scan_turns.c.site == last.c.site, scan_turns.c.due_at == last.c.due_at)
    )
    return rowwise.every(connection, ScanTurn, found.order_by(scan_turns.c.site))


def standing(connection: Connection, until: datetime) -> tuple[ScanTurn, ...]:
    """What says whether a scan is due: of each site its last turn up to a moment, and those not finished."""
    last = last_of_each(connection, until)
    seen = {(turn.site, turn.due_at) for turn in last}
    unfinished = listed(connection, finished=False)
    return (*last, *(turn for turn in unfinished if (turn.site, turn.due_at) not in seen))


def _change(connection: Connection, read: ScanTurn, new: ScanTurn) -> None:
    keys = {
        scan_turns.c[name]: getattr(read, name) for name in ("site", "due_at", "holder", "tries")
    }
    keys[scan_turns.c.finished_at] = None
    if not rowwise.change(connection, scan_turns, keys, rowwise.values(new)):
        raise StaleError(_LOST.format(site=read.site))


def get(connection: Connection, *, site: str, due_at: datetime) -> ScanTurn | None:
    """The turn of a site that fell due at this moment."""
    return rowwise.one(connection, ScanTurn, rowwise.where(scan_turns, site=site, due_at=due_at))


def latest(connection: Connection, *, site: str) -> ScanTurn | None:
    """The last turn of a site that was taken."""
    found = rowwise.where(scan_turns, site=site).order_by(scan_turns.c.due_at.desc())
    return rowwise.one(connection, ScanTurn, found)


def listed(
    connection: Connection, *, site: str | None = None, finished: bool | None = None
) -> tuple[ScanTurn, ...]:
    """Turns by the moment at which they fell due."""
    found = rowwise.where(scan_turns, site=site)
    if finished is not None:
        over = scan_turns.c.finished_at
        found = found.where(over.is_not(None) if finished else over.is_(None))
    return rowwise.every(
        connection, ScanTurn, found.order_by(scan_turns.c.due_at, scan_turns.c.site)
    )
