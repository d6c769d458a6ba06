"""One worker process: takes jobs, gives signs of life, and gives its jobs back when it is told to end.

Two of Procrastinate's workers run in it: one for scans, which take hours, and one for what must not wait
for them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from procrastinate import App, JobContext
from procrastinate.worker import Worker
from sqlalchemy import text

from audits.desk.setup import Desk
from audits.queue.attempt import Attempts, GivenBackError, Scanner
from audits.queue.beats import Beats, Running
from audits.queue.book import DESK, SCANS, Book
from audits.queue.bookkeeping import KEEP, Bookkeeper
from audits.queue.looking import Locks, look
from audits.queue.patient import PatientConnector
from audits.queue.tasks import Hands, register
from audits.queue.threads import in_thread
from audits.queue.timing import Timing
from audits.store import StoreError, UnreachableError
from audits.store.postgres_address import PostgresAddress
from audits.version import tool_version

_DESK_AT_ONCE = 5  # each of the tasks that come by themselves has room
# What is left to do for who comes once: nothing that waits may be of this kind, or it ends.
_LEFT = text(
    "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND NOT (args ? 'timestamp')"
    " AND (scheduled_at IS NULL OR scheduled_at <= now())"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a worker works, and how."""

    address: PostgresAddress
    book: Book
    desk: Callable[[], Desk]
    clock: Callable[[], datetime]
    locks: Locks
    scanner: Scanner
    say: Callable[[str], None]
    sites_at_once: int
    timing: Timing = field(default_factory=Timing)
    once: bool = False


class WorkerProcess:
    """A worker, until it is told to `stop` (or, coming `once`, until nothing is left to do)."""

    def __init__(self, setting: Setting) -> None:
        """Connect to nothing yet."""
        self._setting = setting
        self._running = Running()
        self._stopping = False
        self._connector = PatientConnector(
            setting.address, setting.say, setting.timing.longest_pause
        )
        self._app = App(connector=self._connector)
        self._app.job_manager = Bookkeeper(self._connector)
        attempts = Attempts(
            book=setting.book,
            desk=setting.desk,
            clock=setting.clock,
            scanner=setting.scanner,
            say=setting.say,
            timing=setting.timing,
            stopping=lambda: self._stopping,
            lost=lambda job: job in self._running.lost,
        )
        hands = Hands(
            attempts=attempts,
            locks=setting.locks,
            desk=setting.desk,
            say=setting.say,
            timing=setting.timing,
        )
        register(self._app, hands)
        self._workers = (
            self._worker(SCANS, setting.sites_at_once),
            self._worker(DESK, _DESK_AT_ONCE),
        )

    async def run(self) -> None:
        """Work.  Raises StoreError, ConnectorException where the database cannot be reached at the beginning."""
        setting = self._setting
        hush()
        if setting.once:
            looking = partial(look, setting.desk(), setting.book, setting.clock, setting.locks)
            for site in await in_thread(looking):
                setting.say(f"{site}：到了检查的时间，已排队。")
        async with self._app.open_async():
            beats = Beats(self._connector, self._workers, self._running, tool_version(), self._lost)
            beating = asyncio.create_task(beats.go_on(setting.timing.beat))
            beating.add_done_callback(self._beats_over)
            watching = asyncio.create_task(self._until_nothing_is_left())
            try:
                await asyncio.gather(
                    *(worker.run() for worker in self._workers)  # type: ignore[no-untyped-call]  # as below
                )
            finally:
                for task in (beating, watching):
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task
                await setting.scanner.close()

    def stop(self) -> None:
        """Take no new jobs; end what runs in good order, and give it back."""
        if self._stopping:
            return
        self._stopping = True
        self._setting.say("正在停下：不再接新的检查，手里的收尾后交回队列。")
        self._end()

    def _end(self) -> None:
        for worker in self._workers:
            worker.stop()  # type: ignore[no-untyped-call]  # of Procrastinate
        if self._stopping:
            for task in tuple(self._running.tasks.values()):
                task.cancel()

    def _worker(self, queue: str, at_once: int) -> Worker:
        timing = self._setting.timing
        return Worker(
            self._app,
            queues=[queue],
            name=queue,
            concurrency=at_once,
            fetch_job_polling_interval=timing.poll,
            abort_job_polling_interval=timing.poll,
            install_signal_handlers=False,
            update_heartbeat_interval=timing.dead_after * 1000,  # `Beats` does it, to the very end
            stalled_worker_timeout=timing.dead_after * 1000,  # and `revive` forgets the dead
            delete_jobs=KEEP,
            worker_middleware=[self._under_way],
        )

    async def _under_way(
        self,
        go_on: Callable[[], Any],
        context: JobContext,
        worker: Worker,  # noqa: ARG002 - as Procrastinate calls it
    ) -> Any:
        job, task = context.job.id or 0, asyncio.current_task()
        assert task is not None  # noqa: S101 - it runs in one
        if self._stopping:
            raise GivenBackError
        self._running.tasks[job] = task
        try:
            return await go_on()
        except (GivenBackError, asyncio.CancelledError, UnreachableError):
            raise
        except Exception as error:
            self._failed(context, error)
            raise
        finally:
            del self._running.tasks[job]
            self._running.lost.discard(job)

    def _failed(self, context: JobContext, error: Exception) -> None:
        if type(error).__name__ != "JobAborted":
            self._setting.say(f"{context.job.task_name} 没有做成：{error}")

    def _lost(self, job: int) -> None:
        self._running.tasks[job].cancel()

    def _beats_over(self, beating: asyncio.Task[None]) -> None:
        """Without signs of life it must not go on: others take its jobs."""
        if not beating.cancelled() and (error := beating.exception()) is not None:
            self._setting.say(f"不能再向数据库报到，停下：{error}")
            self.stop()

    async def _until_nothing_is_left(self) -> None:
        while self._setting.once:
            await asyncio.sleep(self._setting.timing.poll)
            left = await self._left()
            if not left and not self._running.tasks:
                self._end()
                return

    async def _left(self) -> int:
        def asked() -> int:
            with self._setting.book.reading() as connection:
                return int(connection.scalar(_LEFT) or 0)

        try:
            return await in_thread(asked)
        except StoreError:
            return 1  # nobody knows: look again later


def hush() -> None:
    """Procrastinate and the pool tell of each job in English; what matters is said by us."""
    for name in ("procrastinate", "psycopg", "psycopg.pool"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
