"""What a person orders: scan a site now, try a parked one afresh, leave one alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from audits.desk.due import CANCELLED, FAILED, GIVEN_UP, RUNNING
from audits.desk.known_plans import know
from audits.desk.setup import ConfiguredSite, Desk
from audits.queue.book import (
    RECHECK,
    RENDER,
    SCANS,
    Book,
    Wanted,
    ask_to_end,
    fresh_claim,
    jobs,
    put,
    scan_wanted,
)
from audits.queue.looking import Locks, attempts, look
from audits.refused import RefusedError
from audits.store import audit_runs, ledger, scan_turns
from audits.store.rows import ScanTurn

PARKED = (GIVEN_UP, FAILED, CANCELLED)
_CANCELLED = "由人取消"

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Added:
    """Sites that were queued, and those that wait or run already."""

    queued: tuple[str, ...] = ()
    there: tuple[str, ...] = ()


def add(desk: Desk, book: Book, clock: Clock, locks: Locks, named: Sequence[str]) -> Added:
    """Queue a scan now: of the period that is open, or beside the plan.  Raises StoreError."""
    due = look(desk, book, clock, locks, only=frozenset(named))
    names = dict.fromkeys(named).keys() - frozenset(due)
    rest = [site for site in desk.sites if site.id in names]
    holder, found = attempts(book, clock), locks(rest)
    know(rest, book.store, book.store.now(clock))
    queued, there = list(due), []
    with book.begin() as connection:
        now = book.store.moment(connection, clock)
        wanted = []
        for site in rest:
            turns = scan_turns.listed(connection, site=site.id, finished=False)
            if any(holder.alive(turn.holder) for turn in turns):
                there.append(site.id)
                continue
            claim = fresh_claim()
            turn = ScanTurn(site=site.id, due_at=now, holder=claim, taken_at=now, state=RUNNING)
            scan_turns.take(connection, turn=turn)
            wanted.append(scan_wanted(site.id, now, claim, found[site.id]))
            queued.append(site.id)
        put(connection, wanted)
    return Added(tuple(queued), tuple(there))


def retry(
    desk: Desk, book: Book, clock: Clock, locks: Locks, named: Collection[str]
) -> tuple[str, ...]:
    """Begin parked scans afresh, with all their tries; the sites for which there was one.  Raises StoreError."""
    sites: list[ConfiguredSite] = [site for name in named if (site := desk.site(name)) is not None]
    found = locks(sites)
    done = []
    with book.begin() as connection:
        now = book.store.moment(connection, clock)
        for site in sites:
            turn = scan_turns.latest(connection, site=site.id)
            if turn is None or turn.state not in PARKED or turn.finished_at is None:
                continue
            claim = fresh_claim()
            scan_turns.reopen(connection, turn=turn, holder=claim, at=now, state=RUNNING)
            put(connection, [scan_wanted(site.id, turn.due_at, claim, found[site.id])])
            done.append(site.id)
    return tuple(done)


def parked(desk: Desk, book: Book) -> tuple[ScanTurn, ...]:
    """The last planned scan of each site of a desk, where it came to nothing.  Raises StoreError."""
    with book.reading() as connection:
        return parked_of(desk, scan_turns.last_of_each(connection))


def parked_of(desk: Desk, last: Iterable[ScanTurn]) -> tuple[ScanTurn, ...]:
    """Those of the last turns that are parked; what was taken out of gongkai.yaml is nobody's any more."""
    return tuple(turn for turn in last if turn.state in PARKED and desk.site(turn.site) is not None)


def cancel(book: Book, clock: Clock, site: str) -> str | None:
    """Leave a site alone: the state in which its job was, None where there was none.  Raises StoreError.

    Its turn is over in the same transaction, so that what is under way can store nothing any more.
    """
    was = None
    with book.begin() as connection:
        now = book.store.moment(connection, clock)
        for job in jobs(connection):
            if job.turn is None or job.turn[0] != site:
                continue
            ask_to_end(connection, job.id)
            was = job.status
        for turn in scan_turns.listed(connection, site=site, finished=False):
            over = replace(turn, state=CANCELLED, error=_CANCELLED, finished_at=now)
            scan_turns.finish(connection, turn=over)
    return was


def recheck(desk: Desk, book: Book, locks: Locks, numbers: Sequence[int], who: str) -> int:
    """Queue second looks at matters of the ledger; how many.  Raises RefusedError, StoreError."""
    with book.reading() as connection:
        found = [ledger.get(connection, entry=number) for number in numbers]
    unknown = [number for number, entry in zip(numbers, found, strict=True) if entry is None]
    if unknown:
        raise RefusedError(f"台账里没有第 {unknown[0]} 条。用 gongkai ledger list 查看编号。")
    entries = [entry for entry in found if entry is not None]
    sites = {entry.site: desk.site(entry.site) for entry in entries}
    at = locks([site for site in sites.values() if site is not None])
    with book.begin() as connection:
        wanted = [
            Wanted(
                task=RECHECK,
                queue=SCANS,
                args={"finding": str(entry.id), "who": who},
                lock=at.get(entry.site),
                queueing_lock=f"recheck:{entry.id}",
            )
            for entry in entries
        ]
        return put(connection, wanted)


def render(book: Book, named: Sequence[str], formats: str) -> int:
    """Queue reports of audits, once more; how many.  Raises RefusedError, StoreError."""
    with book.begin() as connection:
        found = [audit_runs.get(connection, audit=name) for name in named]
        if None in found:
            raise RefusedError(
                f"没有编号为 {named[found.index(None)]} 的检查。用 gongkai history 网站编号 查看。"
            )
        wanted = [
            Wanted(
                task=RENDER,
                queue=SCANS,
                args={"audit": audit.id, "formats": formats},
                queueing_lock=f"render:{audit.id}:{formats}",
            )
            for audit in found
            if audit is not None
        ]
        return put(connection, wanted)
