"""The life signs of one worker process, and what it learns with each: which of its jobs are still its own.

A process that slept, or was cut off for too long, was taken for dead: its jobs are others' by then, and it
lets go of them.  A job that was given to us in an answer that never came is given back.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, LiteralString

from procrastinate.worker import Worker

from audits.queue.patient import PatientConnector

_BEAT = "UPDATE procrastinate_workers SET last_heartbeat = now() WHERE id = %(worker)s RETURNING id"
_REGISTER = "SELECT worker_id FROM procrastinate_register_worker_v1()"
_SIGN = (
    "INSERT INTO gongkai_workers (worker_id, host, pid, queue, at_once, version)"
    " VALUES (%(worker)s, %(host)s, %(pid)s, %(queue)s, %(at_once)s, %(version)s)"
    " ON CONFLICT (worker_id) DO NOTHING"
)
_HELD = (
    "SELECT id, worker_id FROM procrastinate_jobs WHERE id = ANY(%(running)s) AND status = 'doing'"
)
_KEEP = (
    "UPDATE procrastinate_jobs SET worker_id = %(worker)s"
    " WHERE id = ANY(%(running)s) AND status = 'doing' AND worker_id IS NULL"
)
_GIVEN = "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND worker_id = ANY(%(ours)s)"
_BACK = "SELECT procrastinate_retry_job_v2(%(job)s, NULL, NULL, NULL, NULL)"
# A job that is given to us and that nobody here runs, so many times in a row, was lost on the way.
_SEEN_OFTEN = 3


@dataclass(slots=True)
class Running:
    """The jobs that run here, and those of them that are no longer ours."""

    tasks: dict[int, asyncio.Task[object]] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)


class Beats:
    """Says for some workers of this process that they live, every so many seconds."""

    def __init__(
        self,
        connector: PatientConnector,
        workers: Sequence[Worker],
        running: Running,
        version: str,
        lost: Callable[[int], None],
    ) -> None:
        """`lost` is told the number of a job that is not ours any more."""
        self._connector, self._workers, self._running = connector, workers, running
        self._version, self._lost = version, lost
        self._ours: set[int] = set()
        self._signed: set[int] = set()
        self._adrift: dict[int, int] = {}

    async def go_on(self, seconds: float) -> None:
        """Beat until cancelled."""
        while True:
            await self.beat()
            await asyncio.sleep(seconds)

    async def beat(self) -> None:
        """Give one sign of life, and learn what has become of our jobs."""
        for worker in self._workers:
            if worker.worker_id is None:
                continue
            self._ours.add(worker.worker_id)
            if not await self._ask(_BEAT, worker=worker.worker_id):
                (row,) = await self._ask(_REGISTER)
                worker.worker_id = int(row["worker_id"])
                self._ours.add(worker.worker_id)
            await self._sign(worker.worker_id, worker)
        if self._ours:
            await self._let_go()
            await self._give_back()

    async def _sign(self, number: int, worker: Worker) -> None:
        if number in self._signed:
            return
        await self._connector.execute_query_async(
            _SIGN,
            worker=number,
            host=socket.gethostname(),
            pid=os.getpid(),
            queue=",".join(worker.queues or ()),
            at_once=worker.concurrency,
            version=self._version,
        )
        self._signed.add(number)

    async def _let_go(self) -> None:
        here = sorted(self._running.tasks)
        if not here:
            return
        rows = await self._ask(_HELD, running=here)
        ours = {row["id"] for row in rows if row["worker_id"] in {None, *self._ours}}
        bereft = [row["id"] for row in rows if row["worker_id"] is None]
        worker = next((w.worker_id for w in self._workers if w.worker_id), None)
        if bereft and worker is not None:  # we were forgotten, and nobody has taken them
            await self._connector.execute_query_async(_KEEP, running=bereft, worker=worker)
        for job in here:
            if job not in ours and job in self._running.tasks and job not in self._running.lost:
                self._running.lost.add(job)
                self._lost(job)

    async def _give_back(self) -> None:
        rows = await self._ask(_GIVEN, ours=sorted(self._ours))
        adrift = [row["id"] for row in rows if row["id"] not in self._running.tasks]
        self._adrift = {job: self._adrift.get(job, 0) + 1 for job in adrift}
        for job, seen in self._adrift.items():
            if seen >= _SEEN_OFTEN:
                await self._ask(_BACK, job=job)

    async def _ask(self, query: LiteralString, **given: object) -> Sequence[Mapping[str, Any]]:
        return await self._connector.execute_query_all_async(query, **given)
