"""The tasks of the queue, as Procrastinate knows them.  What each does stands in a module of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from procrastinate import App, JobContext

from audits import exit_codes
from audits.desk.setup import Desk
from audits.expired import expire
from audits.mailing.delivery import deliver
from audits.mailing.told import delivered_lines
from audits.queue.attempt import Attempts, GiveBack
from audits.queue.book import DESK, RECHECK, RENDER, SCAN, SCANS
from audits.queue.looking import Locks, look
from audits.queue.reviving import revive
from audits.queue.timing import Timing
from audits.scanning.set_up import postbox_of

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
    book, clock = hands.attempts.book, hands.attempts.clock

    @app.task(name=SCAN, queue=SCANS, pass_context=True, retry=GiveBack())  # type: ignore[arg-type]
    async def scan_site(context: JobContext, site: str, period: str, claim: str) -> None:
        args = {"site": site, "period": period, "claim": claim}
        await hands.attempts.make(context.job.id or 0, args)

    async def look_now(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate's moment
        for site in await asyncio.to_thread(look, hands.desk(), book, clock, hands.locks):
            hands.say(f"{site}：到了检查的时间，已排队。")

    async def revive_now(timestamp: int) -> None:  # noqa: ARG001
        done = await asyncio.to_thread(revive, book, clock, hands.timing.dead_after)
        for site in done.again:
            hands.say(f"{site}：检查它的 worker 没有音讯了，重新排队。")
        for site in done.parked:
            hands.say(f"{site}：多次中途停掉，不再自动检查；用 gongkai queue retry {site} 重来。")

    async def send_mail(timestamp: int) -> None:  # noqa: ARG001
        for line in await asyncio.to_thread(_sent, hands):
            hands.say(line)

    async def tidy(timestamp: int) -> None:  # noqa: ARG001
        await app.job_manager.delete_old_jobs(
            nb_hours=_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )
        desk = hands.desk()
        for line in await asyncio.to_thread(lambda: expire(desk, book.store.now(clock))):
            hands.say(line)

    @app.task(name=RECHECK, queue=DESK)
    async def recheck(finding: str, who: str) -> None:
        hands.say(await _told("recheck", finding, "--who", who, "--config", _path(hands.desk())))

    @app.task(name=RENDER, queue=DESK)
    async def render(audit: str, formats: str) -> None:
        hands.say(await _told(*_rendering(hands.desk(), audit, formats)))

    timing = hands.timing
    for name, cron, task in (
        (LOOK, timing.look, look_now),
        (REVIVE, timing.revive, revive_now),
        (MAIL, timing.mail, send_mail),
        (TIDY, timing.tidy, tidy),
    ):
        _periodic(app, name, cron, task)


def _periodic(app: App, name: str, cron: str, task: Callable[[int], Awaitable[None]]) -> None:
    made = app.task(name=name, queue=DESK, queueing_lock=name, lock=name)(task)
    app.periodic(cron=cron)(made)


def _sent(hands: Hands) -> tuple[str, ...]:
    desk = hands.desk()
    if desk.mail is None:
        return ()
    store, clock = hands.attempts.book.store, hands.attempts.clock
    done = deliver(store, desk.data, postbox_of(desk, os.environ), clock)
    if not (done.sent or done.refused or done.put_off or done.given_up):
        return ()
    return tuple(delivered_lines(done))


def _rendering(desk: Desk, audit: str, formats: str) -> tuple[str, ...]:
    folder = desk.data / audit
    return ("report", str(folder), "--out", str(folder), "--format", formats)


def _path(desk: Desk) -> str:
    return str(Path(desk.path).absolute())


async def _told(*words: str) -> str:
    """Run a command of ours in a process of its own; what it says.  Raises OrderError."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "audits.cli", *words),
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


