"""What Procrastinate writes of jobs, where others may have been faster: a job that is over stays as it is."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import DeleteJobCondition, Job, Status
from procrastinate.manager import JobManager

# What went well stands in the store; what did not is kept for a while.
KEEP = DeleteJobCondition.SUCCESSFUL


class Bookkeeper(JobManager):
    """Procrastinate's manager for a patient connector.

    A question whose answer was lost is asked twice, and a worker that was taken for dead has lost its jobs: both
    show as a job that is over already, which is no error.
    """

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Take a job; none while others have forgotten us (the next sign of life changes that)."""
        try:
            return await super().fetch_job(queues, worker_id)
        except ConnectorException as error:
            if not isinstance(error.__cause__, psycopg.errors.ForeignKeyViolation):
                raise
            return None

    async def finish_job_by_id_async(self, job_id: int, status: Status, delete_job: bool) -> None:  # noqa: FBT001 - as its base has it
        """End a job, unless it is over."""
        try:
            await super().finish_job_by_id_async(job_id, status, delete_job)
        except ConnectorException as error:
            if not _over(error):
                raise

    async def retry_job_by_id_async(self, *given: object, **named: object) -> None:
        """Let a job wait again, unless it is over or somebody has queued the same."""
        try:
            await super().retry_job_by_id_async(*given, **named)  # type: ignore[arg-type]  # as given
        except ConnectorException as error:
            if not _over(error) and not _there(error):
                raise


def _over(error: ConnectorException) -> bool:
    return isinstance(error.__cause__, psycopg.errors.RaiseException)


def _there(error: ConnectorException) -> bool:
    return isinstance(error, UniqueViolation)
