"""A desk with a queue on a real PostgreSQL, and scanners that store an audit without crawling."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self
from uuid import uuid4

from audits.desk.reading import read
from audits.desk.setup import ConfiguredSite, Desk
from audits.queue.book import Book
from audits.queue.schema import prepare
from audits.queue.timing import Timing
from audits.queue.worker import Setting, WorkerProcess
from audits.scanning.ended import End, SiteEnded
from audits.scanning.order import Stored
from audits.scanning.plans import SitePlan
from audits.scanning.turns import TurnLostError, fulfilled
from audits.store import Store, audit_runs, open_store, scan_turns
from audits.store.postgres_address import PostgresAddress
from audits.store.rows import Audit, ScanTurn
from tests.postgres.shared import connected

DAILY = "每天 00:00"
PATIENCE = float(os.environ.get("GONGKAI_TEST_PATIENCE", "600"))
# Small, so that nothing is waited for; the worker is dead to others after a second without a sign.
QUICK = Timing(
    beat=0.2,
    dead_after=1.5,
    poll=0.1,
    busy=0.1,
    no_network=0.1,
    longest_pause=0.2,
    look="* * * * * *",
    revive="* * * * * *",
)
BEIJING = datetime.fromisoformat("2026-01-01T00:00:00+08:00").tzinfo


def clock() -> datetime:
    """Not asked where the database has one."""
    return datetime.now(BEIJING)


def locks(sites: Sequence[ConfiguredSite]) -> dict[str, str]:
    """A server of its own for each site."""
    return {site.id: f"address:{site.id}" for site in sites}


@dataclass
class Office:
    """A desk whose sites are named a0, a1 …"""

    url: str
    folder: Path
    sites: int = 1
    schedule: str = DAILY
    said: list[str] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        lines = [f"storage: {self.url}", "sites:"]
        lines += [
            f"- {{id: a{n}, name: 县{n}, url: 'http://www.a{n}.test/', schedule: '{self.schedule}'}}"
            for n in range(self.sites)
        ]
        return read("\n".join(lines) + "\n", self.folder / "gongkai.yaml")

    @contextlib.contextmanager
    def book(self) -> Iterator[Book]:
        with open_store(self.url) as store:
            prepare(store)
            yield Book(store)

    def count(self) -> int:
        """How many audits there are; asking costs little."""
        with connected(self.url) as asked:
            row = asked.execute("SELECT count(*) FROM audits").fetchone()
        return int(row[0]) if row else 0

    def say(self, text: str) -> None:
        self.said.append(text)

    def turns(self) -> tuple[ScanTurn, ...]:
        with open_store(self.url) as store, store.reading() as connection:
            return scan_turns.listed(connection)

    def audits(self) -> tuple[Audit, ...]:
        with open_store(self.url) as store, store.reading() as connection:
            return audit_runs.listed(connection)


class PaperScanner:
    """Stores an audit of each plan at once, or when it is let; says whose scans have begun."""

    def __init__(self, store: Store, *, held: bool = False) -> None:
        self._store = store
        self.go_on = threading.Event()
        if not held:
            self.go_on.set()
        self.begun: list[str] = []
        self.cut_off: list[str] = []

    async def scan(self, plan: SitePlan) -> SiteEnded:
        self.begun.append(plan.site)
        try:
            while not self.go_on.is_set():  # noqa: ASYNC110 - a test sets it, in another thread
                await asyncio.sleep(0.01)
        except asyncio.CancelledError:
            self.cut_off.append(plan.site)
            raise
        return await asyncio.to_thread(stored, self._store, plan)

    async def close(self) -> None:
        pass


class LateScanner(PaperScanner):
    """Lets nobody cut it off the first time, and keeps how its scans ended."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, held=True)
        self.ended: list[SiteEnded] = []

    async def scan(self, plan: SitePlan) -> SiteEnded:
        self.begun.append(plan.site)
        while not self.go_on.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(0.01)
        ended = await asyncio.to_thread(stored, self._store, plan)
        self.ended.append(ended)
        return ended


def stored(store: Store, plan: SitePlan) -> SiteEnded:
    """An audit on paper, behind the fence."""
    at = clock()
    row = Audit(
        id=uuid4().hex[:16],
        site=plan.site,
        as_of=at.date(),
        started_at=at,
        finished_at=at,
        complete=True,
        exit_code=0,
        tool_version="0",
        packs=(),
        verdicts={},
        folder=f"audits/{plan.site}/{uuid4().hex}",
    )
    try:
        with store.begin() as connection:
            audit_runs.add(connection, audit=row)
            fulfilled(connection, plan, at, row.id)
    except TurnLostError as error:
        return SiteEnded(plan=plan, end=End.LOST, why=str(error))
    return SiteEnded(plan=plan, end=End.DONE, stored=Stored(audit=row))


class Working:
    """A worker in a thread of its own, as a process of its own would be; `stop` and wait at the end."""

    def __init__(
        self,
        office: Office,
        scanner: PaperScanner | None = None,
        url: str | None = None,
        timing: Timing = QUICK,
        *,
        at_once: int = 4,
        once: bool = False,
    ) -> None:
        self._office, self._url = office, url or office.url
        self._timing, self._at_once, self._once = timing, at_once, once
        self._scanner = scanner
        self._loop: asyncio.AbstractEventLoop | None = None
        self.process: WorkerProcess | None = None
        self.error: BaseException | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Tell it to end, and wait."""
        if self._loop is not None and self.process is not None and self._thread.is_alive():
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self.process.stop)
        self.join()

    def join(self) -> None:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "it does not end"
        if self.error is not None:
            raise self.error

    def _run(self) -> None:
        try:
            asyncio.run(self._work())
        except BaseException as error:  # noqa: BLE001 - shown by the test
            self.error = error
        finally:
            self._ready.set()

    async def _work(self) -> None:
        self._loop = asyncio.get_running_loop()
        office = self._office
        with open_store(self._url) as store:
            self.process = WorkerProcess(
                Setting(
                    address=PostgresAddress(self._url),
                    book=Book(store),
                    desk=lambda: office.desk,
                    clock=clock,
                    locks=locks,
                    scanner=self._scanner or PaperScanner(store),
                    say=office.say,
                    sites_at_once=self._at_once,
                    timing=self._timing,
                    once=self._once,
                )
            )
            self._ready.set()
            await self.process.run()


def wait_until(
    there: Callable[[], object], pause: float = 0.05, patience: float = PATIENCE
) -> None:
    """Wait for what others do; they cannot wake us, so we look again and again."""
    waiting, looks = threading.Event(), int(patience / pause)
    assert any(there() or waiting.wait(pause) for _ in range(looks))
