"""What is due is claimed and queued, in one transaction each: exactly one job for a site and period.

However many look at the same time, the row of the turn decides, and the writers' lock of the store.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from audits.desk.due import claim, due
from audits.desk.setup import ConfiguredSite, Desk
from audits.queue.book import Book, claims, fresh_claim, is_claim, put, scan_wanted
from audits.store import scan_locks, scan_turns

Clock = Callable[[], datetime]
Locks = Callable[[Sequence[ConfiguredSite]], dict[str, str]]
# So many are claimed in a transaction: others that write wait for it.
_TOGETHER = 50
_SCAN_DEAD = timedelta(minutes=15)


class Attempts:
    """Attempts of the queue as holders of claims: they live as long as their job waits or runs.

    `living` is what was found before; others are asked for when it matters.  A claim that is none of the queue's
    lives while the site is locked by a scan that beats.
    """

    def __init__(self, book: Book, living: Collection[str], name: str = "") -> None:
        self._book, self._living = book, living
        self.name = name or fresh_claim()

    def another(self) -> Attempts:
        """One attempt more."""
        return Attempts(self._book, self._living)

    def alive(self, other: str) -> bool:
        """Say whether a job stands for the claim."""
        if other == self.name or other in self._living:
            return True
        if not is_claim(other):
            return False
        with self._book.reading() as connection:
            return bool(claims(connection, [other]))


def attempts(book: Book, clock: Clock) -> Attempts:
    """The attempts that live now."""
    with book.reading() as connection:
        now = book.store.moment(connection, clock)
        living = set(claims(connection))
        scanned = {
            lock.site for lock in scan_locks.listed(connection) if now - lock.beat < _SCAN_DEAD
        }
        for turn in scan_turns.listed(connection, finished=False):
            if not is_claim(turn.holder) and turn.site in scanned:
                living.add(turn.holder)
    return Attempts(book, living)


def look(
    desk: Desk, book: Book, clock: Clock, locks: Locks, only: Collection[str] | None = None
) -> tuple[str, ...]:
    """Claim and queue what is due; the sites of it.  Raises StoreError."""
    if only is not None:
        desk = replace(desk, sites=tuple(site for site in desk.sites if site.id in only))
    now = book.store.now(clock)
    holder = attempts(book, clock)
    waiting = due(desk, book.store, now, holder)
    return tuple(_queued(desk, book, holder, waiting, now, locks))


def _queued(
    desk: Desk,
    book: Book,
    holder: Attempts,
    waiting: Iterable[tuple[str, datetime]],
    now: datetime,
    locks: Locks,
) -> Iterator[str]:
    for some in _batched(waiting):
        found = locks([known for name, _ in some if (known := desk.site(name)) is not None])
        with book.begin() as connection:
            wanted = []
            for site, period in some:
                mine = holder.another()
                if claim(connection, site, period, mine, now):
                    wanted.append(scan_wanted(site, period, mine.name, found[site]))
            put(connection, wanted)
        yield from (str(one.args["site"]) for one in wanted)


def _batched(waiting: Iterable[tuple[str, datetime]]) -> Iterator[tuple[tuple[str, datetime], ...]]:
    rest = iter(waiting)
    while some := tuple(islice(rest, _TOGETHER)):
        yield some
