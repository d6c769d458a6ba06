"""The tasks of the queue, as Procrastinate knows them.  What each does stands in a module of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from procrastinate import App, JobContext

from audits import exit_codes
from audits.archive.holdings import holdings_of
from audits.desk.setup import Desk
from audits.mailing.delivery import deliver
from audits.mailing.told import delivered_lines
from audits.queue.attempt import Attempts, GiveBack
from audits.queue.book import DESK, RECHECK, RENDER, SCAN, SCANS
from audits.queue.looking import Locks, look
from audits.queue.reviving import revive
from audits.queue.threads import in_thread
from audits.queue.timing import Timing
from audits.retention.after_scan import expire
from audits.scanning.set_up import postbox_of
from audits.store import audit_runs

LOOK, REVIVE, MAIL, TIDY = "look", "revive", "send_mail", "tidy"
_KEPT_HOURS = 30 * 24
_FINE = (exit_codes.CLEAN, exit_codes.FINDINGS, exit_codes.INCOMPLETE)


class OrderError(Exception):
    """What was ordered could not be done; the message (Chinese) says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What the tasks of a worker work with."""

    attempts: Attempts
    locks: Locks
    desk: Callable[[], Desk]
    say: Callable[[str], None]
    timing: Timing


def register(app: App, hands: Hands) -> None:
    """Give an app its tasks, and the times of those that come by themselves."""
    _ordered(app, hands)
    timing = hands.timing
    for name, cron, do in (
        (LOOK, timing.look, _look),
        (REVIVE, timing.revive, _revive),
        (MAIL, timing.mail, _send),
        (TIDY, timing.tidy, _tidy),
    ):
        _periodic(app, name, cron, partial(do, hands), hands.say)

    @app.task(name=f"{TIDY}_jobs", queue=DESK, queueing_lock=f"{TIDY}_jobs")
    async def tidy_jobs(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate's moment
        await app.job_manager.delete_old_jobs(
            nb_hours=_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )

    app.periodic(cron=timing.tidy)(tidy_jobs)


def _ordered(app: App, hands: Hands) -> None:
    @app.task(name=SCAN, queue=SCANS, pass_context=True, retry=GiveBack())
    async def scan_site(context: JobContext, site: str, period: str, claim: str) -> None:
        args = {"site": site, "period": period, "claim": claim}
        await hands.attempts.make(context.job.id or 0, args)

    @app.task(name=RECHECK, queue=SCANS)
    async def recheck(finding: str, who: str) -> None:
        hands.say(await _told("recheck", finding, "--who", who, "--config", _path(hands.desk())))

    @app.task(name=RENDER, queue=SCANS)
    async def render(audit: str, formats: str) -> None:
        place = await in_thread(lambda: _brought(hands, audit))
        told = await _told("report", str(place), "--out", str(place), "--format", formats)
        await in_thread(lambda: _taken_back(hands.desk(), place))
        hands.say(told)


def _periodic(
    app: App, name: str, cron: str, do: Callable[[], tuple[str, ...]], say: Callable[[str], None]
) -> None:
    """A task that comes by itself: done in a thread, one at a time over all workers; its lines are said."""

    async def task(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate's moment
        for line in await in_thread(do):
            say(line)

    # Who revives must not wait for a dead worker that was reviving.
    lock = None if name == REVIVE else name
    made = app.task(name=name, queue=DESK, queueing_lock=name, lock=lock)(task)
    app.periodic(cron=cron)(made)


def _look(hands: Hands) -> tuple[str, ...]:
    attempts = hands.attempts
    found = look(hands.desk(), attempts.book, attempts.clock, hands.locks)
    return tuple(f"{site}：到了检查的时间，已排队。" for site in found)


def _revive(hands: Hands) -> tuple[str, ...]:
    done = revive(hands.attempts.book, hands.attempts.clock, hands.timing.dead_after)
    again = [f"{site}：检查它的 worker 没有音讯了，重新排队。" for site in done.again]
    parked = [
        f"{site}：多次中途停掉，不再自动检查；用 gongkai queue retry {site} 重来。"
        for site in done.parked
    ]
    return (*again, *parked)


def _tidy(hands: Hands) -> tuple[str, ...]:
    attempts = hands.attempts
    return expire(hands.desk(), attempts.book.store.now(attempts.clock))


def _send(hands: Hands) -> tuple[str, ...]:
    desk = hands.desk()
    if desk.mail is None:
        return ()
    store, clock = hands.attempts.book.store, hands.attempts.clock
    done = deliver(store, desk.data, postbox_of(desk, os.environ), clock, archive=desk.archive)
    if not (done.sent or done.refused or done.put_off or done.given_up):
        return ()
    return tuple(delivered_lines(done))


def _brought(hands: Hands, audit: str) -> Path:
    """The folder of an audit, brought here where another machine has made it.  Raises OrderError, StoreError."""
    with hands.attempts.book.store.reading() as connection:
        row = audit_runs.get(connection, audit=audit)
    if row is None:
        raise OrderError(f"没有编号为 {audit} 的检查")
    return holdings_of(hands.desk()).whole(row.folder)


def _taken_back(desk: Desk, place: Path) -> None:
    """Keep the reports that were added where all machines find them.  Raises StoreError."""
    holdings_of(desk).keep_results(place.relative_to(desk.data).as_posix())


def _path(desk: Desk) -> str:
    return str(Path(desk.path).absolute())


async def _told(*words: str) -> str:
    """Run a command of ours in a process of its own; what it says.  Raises OrderError."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "audits.cli", *words),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        said, _ = await child.communicate()
    except asyncio.CancelledError:
        child.terminate()
        await child.wait()
        raise
    told = "；".join(said.decode(errors="replace").split("\n")).strip("；")
    if child.returncode not in _FINE:
        raise OrderError(told)
    return told
