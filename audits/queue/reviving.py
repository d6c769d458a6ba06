"""Jobs of workers that died: another attempt for a planned scan, or the end of it after so many tries.

All in one transaction for each job: the dead attempt loses its claim, and so the right to store anything, in
the moment in which the next one is queued.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from audits.desk.due import GIVEN_UP, MOST_TRIES
from audits.queue.book import (
    Book,
    Queued,
    again,
    end,
    forget_workers,
    fresh_claim,
    jobs,
    put,
    scan_wanted,
)
from audits.store import scan_locks, scan_turns

_TRIES = 3
_PARKED = "开始了 {tries} 次，做它的进程每次都中途停掉（最后一次在 {host}）"


@dataclass(frozen=True, slots=True)
class Revived:
    """What became of the jobs of the dead, by site."""

    again: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()


def revive(book: Book, clock: Callable[[], datetime], dead_after: float) -> Revived:
    """See to the jobs of workers that were not heard of for so many seconds.  Raises StoreError."""
    with book.reading() as connection:
        if not jobs(connection, stalled_after=dead_after):
            return Revived()
    tried: list[str] = []
    parked: list[str] = []
    with book.begin() as connection:
        now = book.store.moment(connection, clock)
        for job in jobs(connection, stalled_after=dead_after):
            if job.turn is None:
                _other(connection, job)
                continue
            end(connection, job.id)
            _unlock(connection, job)
            came = _next(connection, job, now)
            if came is not None:
                (tried if came else parked).append(job.turn[0])
        forget_workers(connection, dead_after)
    return Revived(tuple(tried), tuple(parked))


def _next(connection: Connection, job: Queued, now: datetime) -> bool | None:
    """Whether a planned scan is tried again; None where it is over, or another's by now."""
    assert job.turn is not None  # noqa: S101 - a scan
    site, period, claim = job.turn
    turn = scan_turns.get(connection, site=site, due_at=period)
    if turn is None or turn.finished_at is not None or turn.holder != claim:
        return None
    if turn.tries >= MOST_TRIES:
        why = _PARKED.format(tries=turn.tries, host=job.host or "不知名的机器")
        over = replace(turn, state=GIVEN_UP, error=why, finished_at=now)
        scan_turns.finish(connection, turn=over)
        return False
    fresh = fresh_claim()
    scan_turns.retake(connection, turn=turn, holder=fresh, at=now)
    put(connection, [scan_wanted(site, period, fresh, job.lock or f"site:{site}")])
    return True


def _unlock(connection: Connection, job: Queued) -> None:
    """The lock of the dead on the site goes with them."""
    assert job.turn is not None  # noqa: S101 - a scan
    lock = scan_locks.get(connection, site=job.turn[0])
    if lock is not None and job.host and lock.holder.startswith(f"{job.host}:{job.pid}:"):
        scan_locks.release(connection, site=lock.site, holder=lock.holder)


def _other(connection: Connection, job: Queued) -> None:
    """What comes again by itself is ended; what was asked for is tried again."""
    if "timestamp" in job.args or job.attempts + 1 >= _TRIES:
        end(connection, job.id)
    else:
        again(connection, job.id)
