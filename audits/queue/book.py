"""Jobs, workers and claims of the queue, read and written in transactions of the store.

Plain SQL on Procrastinate's tables, and its own functions where it has them; nothing here runs a job.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

import psycopg
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.sync_psycopg_connector import SyncPsycopgConnector
from sqlalchemy import Connection, bindparam, text

from audits.desk.holders import OF_THE_QUEUE
from audits.queue.schema import reach
from audits.store import Store

# The queues of a worker: what takes hours, and what must not wait for it.
SCANS, DESK = "scans", "desk"
SCAN, RECHECK, RENDER = "scan_site", "recheck", "render"
RUNNING = "doing"

_JOBS = """
SELECT job.id, job.task_name AS task, job.status::text AS status, job.args, job.lock, job.queueing_lock,
       job.attempts, job.scheduled_at, job.abort_requested, job.worker_id, worker.host, worker.pid,
       beat.last_heartbeat AS beat,
       (SELECT min(at) FROM procrastinate_events AS e WHERE e.job_id = job.id AND e.type = 'deferred') AS queued_at,
       (SELECT max(at) FROM procrastinate_events AS e WHERE e.job_id = job.id AND e.type = 'started') AS started_at
  FROM procrastinate_jobs AS job
  LEFT JOIN gongkai_workers AS worker ON worker.worker_id = job.worker_id
  LEFT JOIN procrastinate_workers AS beat ON beat.id = job.worker_id
 WHERE job.status IN ('todo', 'doing')
"""
_STALLED = """
   AND job.status = 'doing'
   AND (beat.last_heartbeat IS NULL OR beat.last_heartbeat < now() - make_interval(secs => :dead_after))
"""
_WORKERS = """
SELECT worker.*, beat.last_heartbeat AS beat,
       (SELECT count(*) FROM procrastinate_jobs AS job
         WHERE job.worker_id = worker.worker_id AND job.status = 'doing') AS running
  FROM gongkai_workers AS worker
  JOIN procrastinate_workers AS beat ON beat.id = worker.worker_id
 ORDER BY worker.host, worker.pid, worker.queue
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A job that waits or runs."""

    id: int
    task: str
    status: str
    args: Mapping[str, Any]
    lock: str | None
    queueing_lock: str | None
    attempts: int
    scheduled_at: datetime | None
    abort_requested: bool
    worker_id: int | None
    host: str | None
    pid: int | None
    beat: datetime | None
    queued_at: datetime | None
    started_at: datetime | None

    @property
    def turn(self) -> tuple[str, datetime, str] | None:
        """Site, period and claim of a scan; None for other jobs."""
        if self.task != SCAN:
            return None
        args = self.args
        return str(args["site"]), datetime.fromisoformat(str(args["period"])), str(args["claim"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """A worker that has said that it is there: one row for each queue that it takes jobs from."""

    worker_id: int
    host: str
    pid: int
    queue: str
    at_once: int
    version: str
    started_at: datetime
    beat: datetime
    running: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A job to be queued."""

    task: str
    args: Mapping[str, Any] = field(default_factory=dict)
    queue: str = DESK
    lock: str | None = None
    queueing_lock: str | None = None


def fresh_claim() -> str:
    """A name for one attempt, its own alone."""
    return f"{OF_THE_QUEUE}{uuid4().hex}"


def is_claim(name: str) -> bool:
    """Say whether a holder of a turn is an attempt of the queue."""
    return name.startswith(OF_THE_QUEUE)


def scan_wanted(site: str, period: datetime, claim: str, lock: str) -> Wanted:
    """The job of one attempt at a planned scan."""
    return Wanted(
        task=SCAN,
        args={"site": site, "period": period.isoformat(), "claim": claim},
        queue=SCANS,
        lock=lock,
        queueing_lock=f"scan:{site}:{period.isoformat()}",
    )


class Book:
    """The queue beside a store."""

    def __init__(self, store: Store) -> None:
        """Take a store whose queue is prepared."""
        self.store = store

    @contextlib.contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction over the tables of store and queue.  Raises StoreError."""
        with self.store.begin() as connection:
            reach(connection)
            yield connection

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads.  Raises StoreError."""
        with self.store.reading() as connection:
            reach(connection)
            yield connection


def jobs(connection: Connection, *, stalled_after: float | None = None) -> tuple[Queued, ...]:
    """What waits and runs, oldest first; with `stalled_after`, what runs at workers not heard of for so long."""
    asked = _JOBS + (_STALLED if stalled_after is not None else "") + " ORDER BY job.id"
    given = {} if stalled_after is None else {"dead_after": stalled_after}
    rows = connection.execute(text(asked), given).mappings()
    return tuple(Queued(**row) for row in rows)


def workers(connection: Connection) -> tuple[Helper, ...]:
    """The workers that are there, or died without a word a short time ago."""
    return tuple(Helper(**row) for row in connection.execute(text(_WORKERS)).mappings())


def claims(connection: Connection, among: Collection[str] | None = None) -> frozenset[str]:
    """The claims that a waiting or running job stands for."""
    asked = (
        "SELECT args ->> 'claim' FROM procrastinate_jobs"
        " WHERE status IN ('todo', 'doing') AND args ->> 'claim' IS NOT NULL"
    )
    if among is None:
        return frozenset(connection.scalars(text(asked)))
    some = text(f"{asked} AND args ->> 'claim' IN :among").bindparams(
        bindparam("among", expanding=True)
    )
    return frozenset(connection.scalars(some, {"among": list(among)}))


def put(connection: Connection, wanted: Sequence[Wanted]) -> int:
    """Queue jobs; one whose queueing lock is taken by a waiting job is left out.  How many were queued."""
    locks = [each.queueing_lock for each in wanted if each.queueing_lock is not None]
    taken = text(
        "SELECT queueing_lock FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock IN :locks"
    ).bindparams(bindparam("locks", expanding=True))
    there = set(connection.scalars(taken, {"locks": locks})) if locks else set()
    fresh = [
        Job(
            queue=each.queue,
            lock=each.lock,
            queueing_lock=each.queueing_lock,
            task_name=each.task,
            task_kwargs=dict(each.args),
        )
        for each in wanted
        if each.queueing_lock not in there
    ]
    if fresh:
        plain = connection.connection.driver_connection
        assert isinstance(plain, psycopg.Connection)  # noqa: S101 - there is a queue on PostgreSQL only
        JobManager(SyncPsycopgConnector()).batch_defer_jobs(fresh, connection=plain)
    return len(fresh)


def end(connection: Connection, job: int) -> None:
    """End a waiting or running job that will not come to its own end."""
    ended = text(
        "UPDATE procrastinate_jobs SET abort_requested = false,"
        " status = (CASE status WHEN 'todo' THEN 'cancelled' ELSE 'aborted' END)::procrastinate_job_status"
        " WHERE id = :job AND status IN ('todo', 'doing')"
    )
    connection.execute(ended, {"job": job})


def ask_to_end(connection: Connection, job: int) -> None:
    """End a waiting job; ask who runs it to end a running one."""
    connection.execute(text("SELECT procrastinate_cancel_job_v1(:job, true, false)"), {"job": job})


def again(connection: Connection, job: int) -> None:
    """Let a running job wait again, to be taken by whoever comes."""
    connection.execute(
        text("SELECT procrastinate_retry_job_v2(:job, NULL, NULL, NULL, NULL)"), {"job": job}
    )


def forget_workers(connection: Connection, dead_after: float) -> None:
    """Forget workers that have ended, or were not heard of for long."""
    connection.execute(
        text("SELECT procrastinate_prune_stalled_workers_v1(:seconds)"), {"seconds": dead_after}
    )
    connection.execute(
        text(
            "DELETE FROM gongkai_workers WHERE worker_id NOT IN (SELECT id FROM procrastinate_workers)"
            " AND worker_id NOT IN (SELECT worker_id FROM procrastinate_jobs"
            "                        WHERE status = 'doing' AND worker_id IS NOT NULL)"
        )
    )
