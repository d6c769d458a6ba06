"""What the queue of many machines costs and brings; real PostgreSQL, real queue, real worker processes.

python -m benchmarks.queue.bench --parts pair,overhead,month

pair: two workers beside one, once bound by politeness and once by the processor.  overhead: milliseconds that
queueing, taking and ending a scan take, with scans that do nothing.  month: a month of many sites with recorded
durations on a clock that runs faster; says what machines it would need.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from audits.desk.setup import Desk
from audits.queue.book import Book
from audits.queue.looking import look
from audits.queue.standing import standing
from audits.queue.timing import Timing
from audits.queue.worker import Setting, WorkerProcess
from audits.scanning.ended import SiteEnded
from audits.scanning.plans import SitePlan
from audits.store import open_store, scan_turns
from audits.store.postgres_address import PostgresAddress
from checker.facts.cores import cores
from tests.audits.queue.machines import Machine
from tests.audits.queue.offices import DAILY, Office, clock, locks, stored, wait_until
from tests.audits.queue.village import Village
from tests.postgres.server import Server
from tests.postgres.shared import connected

# Pages of a site and seconds of processor time for each, as docs/speed.md has them, crawl and judging together.
_CPU_PAGE = 0.03
_PAGES = ((0.02, 5000), (0.18, 2000), (0.80, 300))
_DELAY = 0.5
# Of the pair: so slow that what binds is how many sites a worker has at once.
_SLOW, _AT_ONCE = 3.0, 3
_QUIET = Timing(look="0 0 1 1 * 0", revive="* * * * * */10", mail="0 0 1 1 * 0", tidy="0 0 1 1 * 0")


def main() -> None:
    """Measure, and print tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--parts", default="pair,overhead,month")
    asked.add_argument("--sites", type=int, default=12, help="sites of each run of the pair")
    asked.add_argument("--jobs", type=int, default=300, help="jobs of the overhead")
    asked.add_argument("--month", type=int, default=14_000, help="sites of the month")
    asked.add_argument("--workers", type=int, default=2, help="workers of the month")
    asked.add_argument(
        "--scale", type=float, default=100_000, help="how much faster its clock runs"
    )
    given = asked.parse_args()
    parts = given.parts.split(",")
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        if "pair" in parts:
            _pair(server, Path(folder), given.sites)
        if "overhead" in parts:
            _overhead(server, Path(folder), given.jobs)
        if "month" in parts:
            _month(server, Path(folder), given.month, given.workers, given.scale)


def _database(server: Server, name: str) -> str:
    with connected(server.url()) as administration:
        administration.execute(f"CREATE DATABASE {name}")
    return server.url(name)


def _pair(server: Server, folder: Path, sites: int) -> None:
    _say("workers  bound by      sites  seconds  sites/hour  ratio  cores busy here  load average")
    for bound, delay in (("politeness", _SLOW), ("processor", 0.0)):
        alone = 0.0
        for workers in (1, 2):
            name = f"{bound}_{workers}"
            busy = _Busy()
            seconds = _crawled(_database(server, name), folder / name, sites, delay, workers)
            rate = sites / seconds * 3600
            alone = alone or rate
            _say(
                f"{workers:7}  {bound:12}  {sites:5}  {seconds:7.1f}  {rate:10.0f}  {rate / alone:5.2f}"
                f"  {busy.cores():6.2f} of {cores()}     {os.getloadavg()[0]:.1f}"
            )


class _Busy:
    """How many cores all programs of the machine keep busy, from when it is made."""

    def __init__(self) -> None:
        self._at, self._used = time.monotonic(), _used()

    def cores(self) -> float:
        """Since then, on average."""
        return (_used() - self._used) / (time.monotonic() - self._at)


def _used() -> float:
    """Seconds of processor time that all programs have had."""
    names = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal")
    told = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
    ticks = dict(zip(names, map(int, told), strict=False))
    spent = sum(ticks[name] for name in names if name not in {"idle", "iowait", "steal"})
    return spent / os.sysconf("SC_CLK_TCK")


def _crawled(url: str, folder: Path, sites: int, delay: float, workers: int) -> float:
    """Seconds from the first request to the last audit."""
    folder.mkdir()
    with ExitStack() as stack:
        village = stack.enter_context(Village(sites))
        told = [village.yaml(number, delay, DAILY) for number in range(sites)]
        machines = [Machine(folder / f"m{n}", url, told, at_once=_AT_ONCE) for n in range(workers)]
        office = Office(url, folder)
        with office.book():
            pass
        for machine in machines:
            stack.callback(machine.close)
            machine.start()
        wait_until(lambda: office.count() == sites, 0.2)
        return time.monotonic() - village.asked[0].at


@dataclass(frozen=True, slots=True)
class _Nothing:
    """Stores an audit, after as long as it is told that a site takes."""

    book: Book
    seconds: Callable[[str], float]

    async def scan(self, plan: SitePlan) -> SiteEnded:
        await asyncio.sleep(self.seconds(plan.site))
        return await asyncio.to_thread(stored, self.book.store, plan)

    async def close(self) -> None:
        """Nothing to close."""


def _overhead(server: Server, folder: Path, count: int) -> None:
    office = Office(_database(server, "overhead"), folder, sites=count)
    desk = office.desk
    with office.book() as book:
        begun = time.perf_counter()
        look(desk, book, clock, locks)
        queued = time.perf_counter() - begun
        begun = time.perf_counter()
        asyncio.run(_worked(office, desk, book, 1, 4, lambda _: 0.0))
        worked = time.perf_counter() - begun
    _say(
        f"overhead of a site ({count} sites, four at once, scans that only store): queueing "
        f"{queued / count * 1000:.1f} ms, taking, storing and ending {worked / count * 1000:.1f} ms"
    )


async def _worked(
    office: Office,
    desk: Desk,
    book: Book,
    workers: int,
    at_once: int,
    seconds: Callable[[str], float],
) -> None:
    made = [
        WorkerProcess(
            Setting(
                address=PostgresAddress(office.url),
                book=book,
                desk=lambda: desk,
                clock=clock,
                locks=locks,
                scanner=_Nothing(book, seconds),
                say=lambda _: None,
                sites_at_once=at_once,
                timing=Timing(poll=0.05, look=_QUIET.look, mail=_QUIET.mail, tidy=_QUIET.tidy),
                once=True,
            )
        )
        for _ in range(workers)
    ]
    await asyncio.gather(*(one.run() for one in made))


def _month(server: Server, folder: Path, sites: int, workers: int, scale: float) -> None:
    """A month: every site once, its recorded duration on a faster clock."""
    office = Office(_database(server, "month"), folder)
    pages = _recorded(sites)
    took = {f"a{n}": count * _DELAY for n, count in enumerate(pages)}
    desk, at_once = office.desk, 100
    (site,) = desk.sites
    desk = replace(desk, sites=tuple(replace(site, id=name, name=name) for name in took))
    with office.book() as book:
        begun = time.perf_counter()
        look(desk, book, clock, locks)
        queued = time.perf_counter() - begun
        _say(f"month: {sites} sites queued in {queued:.0f} s ({queued / sites * 1000:.1f} ms each)")
        begun = time.perf_counter()
        asyncio.run(_worked(office, desk, book, workers, at_once, lambda site: took[site] / scale))
        worked = time.perf_counter() - begun
        begun = time.perf_counter()
        seen = standing(desk, book, clock, 30.0)
        told = time.perf_counter() - begun
    with open_store(office.url) as store, store.reading() as connection:
        turns = scan_turns.listed(connection)
    with connected(office.url) as asked:
        size = asked.execute("SELECT pg_database_size(current_database())").fetchone()
    done = sum(turn.audit is not None and turn.tries == 1 for turn in turns)
    _say(
        f"month: {workers} workers of {at_once} at once took, stored and ended all in {worked:.0f} s "
        f"({worked / sites * 1000:.1f} ms each); {done} turns with one audit on the first try, "
        f"{len(seen.jobs)} jobs left; queue status in {told:.2f} s, "
        f"database {size[0] / 1e6 if size else 0:.0f} MB"
    )
    _needs(pages)


def _recorded(sites: int) -> list[int]:
    """Pages of each site: a few portals at the limit, some large, most departments small; always the same."""
    chance = Random(14_000)  # noqa: S311 - the same at every run
    counts, weights = [count for _, count in _PAGES], [weight for weight, _ in _PAGES]
    return chance.choices(counts, weights, k=sites)


def _needs(pages: list[int]) -> None:
    hours = sum(pages) * _DELAY / 3600
    cpu = sum(pages) * _CPU_PAGE / 3600
    _say(f"{sum(pages):,} pages: {hours:,.0f} hours of politeness, {cpu:,.0f} hours of one core")
    for days in (3, 10, 25):
        cores = cpu / (days * 24) / 0.7
        at_once = hours / (days * 24) / 0.7
        _say(f"  in {days:2} days: {cores:5.1f} cores at 70 %, {at_once:6.0f} sites at once")


def _say(text: str) -> None:
    print(text, file=sys.stdout, flush=True)


if __name__ == "__main__":
    main()
