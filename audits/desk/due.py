"""Which planned scans are open, and claiming them: each period of a site once, whoever asks.

    with holding(desk.data) as holder:
        for site, period in due(desk, store, now, holder):
            with store.begin() as connection:
                mine = claim(connection, site, period, holder, now)
            if mine:
                ...                            # scan: `audits.scanning.turns` puts down what came of it

A scan that was interrupted is left unfinished: when its holder is gone, it is due again, and resumed.
`fallen_due` decides and is pure; why it decides so stands in decision 21.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from audits.desk.holders import Holder
from audits.desk.known_plans import planned, remember
from audits.desk.setup import Desk
from audits.desk.when import Schedule
from audits.store import StaleError, Store, scan_plans, scan_turns
from audits.store.rows import ScanTurn

RUNNING, DONE, FAILED = "running", "done", "failed"
GIVEN_UP, PASSED_OVER = "given_up", "passed_over"
CANCELLED = "cancelled"  # by a person, in the queue of many machines
MOST_TRIES = 3
_AHEAD = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a site's planned scans: since when its schedule holds, and who took which.

    Of turns that are over, the last one tells as much as all of them.
    """

    since: datetime
    turns: Sequence[ScanTurn] = ()

    def near(self, now: datetime) -> list[ScanTurn]:
        """The turns up to now; a clock put back a little undoes none, one that ran far ahead leaves none."""
        return [turn for turn in self.turns if turn.due_at <= now + _AHEAD]


def fallen_due(
    schedule: Schedule, zone: ZoneInfo, known: Known, now: datetime, alive: Callable[[str], bool]
) -> datetime | None:
    """The period that is open now, if any: the latest one, unless it is over or in somebody's hands."""
    turns = known.near(now)
    if any(turn.finished_at is None and alive(turn.holder) for turn in turns):
        return None
    period = schedule.latest(now, zone)
    if period is None or period <= known.since:
        return None
    later = [turn for turn in turns if turn.due_at >= period]
    if any(turn.due_at > period or turn.finished_at is not None for turn in later):
        return None
    return None if any(turn.tries >= MOST_TRIES for turn in later) else period


def due(desk: Desk, store: Store, now: datetime, holder: Holder) -> list[tuple[str, datetime]]:
    """The sites whose scan is due, in the order of the configuration, each with the period to claim.

    Makes the sites known to the store, and puts down what was looked at.
    """
    with store.reading() as connection:
        plans = {plan.site: plan for plan in scan_plans.listed(connection)}
        turns = _by_site(scan_turns.standing(connection, now + _AHEAD))
    fresh = [planned(site, plans.get(site.id), now) for site in desk.sites]
    remember(desk, store, now, fresh)
    known = {plan.site: Known(plan.since, turns.get(plan.site, ())) for plan in fresh}
    for one in known.values():
        _close(store, one, now, holder)
    return [
        (site.id, period)
        for site in desk.sites
        if site.schedule is not None
        and (period := fallen_due(site.schedule, desk.time_zone, known[site.id], now, holder.alive))
    ]


def claim(
    connection: Connection, site: str, period: datetime, holder: Holder, at: datetime
) -> bool:
    """Take a planned scan; False where another was first, or it is over."""
    turn = ScanTurn(site=site, due_at=period, holder=holder.name, taken_at=at, state=RUNNING)
    if scan_turns.take(connection, turn=turn):
        return True
    there = scan_turns.get(connection, site=site, due_at=period)
    if there is None or there.finished_at is not None or there.tries >= MOST_TRIES:
        return False
    if holder.alive(there.holder):
        return False
    try:
        scan_turns.retake(connection, turn=there, holder=holder.name, at=at)
    except StaleError:
        return False
    return True


def _by_site(turns: Iterable[ScanTurn]) -> dict[str, list[ScanTurn]]:
    found: dict[str, list[ScanTurn]] = {}
    for turn in turns:
        found.setdefault(turn.site, []).append(turn)
    return found


def _close(store: Store, known: Known, now: datetime, holder: Holder) -> None:
    """End the turns of the dead that nobody will take any more: tried too often, or overtaken by a later one."""
    turns = known.near(now)
    for turn in turns:
        if turn.finished_at is not None or holder.alive(turn.holder):
            continue
        if any(turn.due_at < other.due_at for other in turns):
            state, why = PASSED_OVER, "被后一期代替"
        elif turn.tries >= MOST_TRIES:
            state, why = GIVEN_UP, f"开始了 {turn.tries} 次，每次都中途停掉"
        else:
            continue
        try:
            with store.begin() as connection:
                over = replace(turn, state=state, error=why, finished_at=now)
                scan_turns.finish(connection, turn=over)
        except StaleError:
            continue  # another was first
