"""One attempt at a planned scan: the job `scan_site`, from its claim to what is told of it.

It ends in one of four ways: stored (or given up by the scanner, with a letter); lost to another attempt;
given back, because this worker ends or the site is busy; or left by order.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar

from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from audits.canary import NoNetworkError
from audits.desk.due import GIVEN_UP, MOST_TRIES
from audits.desk.setup import Desk
from audits.queue.book import Book
from audits.queue.threads import in_thread
from audits.queue.timing import Timing
from audits.scanning.ended import End, SiteEnded
from audits.scanning.plans import SitePlan
from audits.scanning.set_up import plan_of
from audits.scanning.turns import TurnLostError, held, missed
from audits.store import UnreachableError, scan_turns

A = TypeVar("A")
Say = Callable[[str], None]
_ANEW = 3
_FIRST_PAUSE = 0.2
_OVER_MEANWHILE = "和数据库断开的时候，这一期已经结束或由别人接手"


class Scanner(Protocol):
    """What scans one site; cancelled, it ends in good order what it has begun."""

    async def scan(self, plan: SitePlan) -> SiteEnded:
        """Scan a site and store its audit."""

    async def close(self) -> None:
        """End what is under way."""


class GivenBackError(Exception):
    """The job is to wait again, for whoever comes; after `seconds`."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class GiveBack(BaseRetryStrategy):
    """Procrastinate's way to let a job wait again."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002 - as its base has it
        """Only where the attempt says so."""
        if not isinstance(exception, GivenBackError):
            return None
        if not exception.seconds:
            return RetryDecision()
        return RetryDecision(retry_in={"milliseconds": int(exception.seconds * 1000)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """How a worker makes attempts.  `lost` are the jobs that are no longer its own."""

    book: Book
    desk: Callable[[], Desk]
    clock: Callable[[], datetime]
    scanner: Scanner
    say: Say
    timing: Timing
    stopping: Callable[[], bool]
    lost: Callable[[int], bool]

    async def make(self, job: int, args: Mapping[str, str]) -> None:
        """Make an attempt.  Raises GivenBackError, JobAborted."""
        name, period, claim = args["site"], datetime.fromisoformat(args["period"]), args["claim"]
        site = self.desk().site(name)
        plan = SitePlan(site=name, name=name, home="") if site is None else plan_of(site)
        plan = replace(plan, turn=(period, claim))
        if not await self._ours(plan):
            self.say(f"{name}：这一期已由别人接手或已经结束，不再检查。")
            return
        if site is None:
            await self._missed(plan, "做它的机器上，gongkai.yaml 里没有这个网站")
            return
        self.say(f"{name}：开始检查 {site.name}。")
        try:
            ended = await self._scanned(plan)
        except GivenBackError:
            raise
        except Exception as error:
            await self._broken(plan, f"程序出错：{type(error).__name__}: {error}")
            raise
        await self._over(job, plan, ended)

    async def _scanned(self, plan: SitePlan) -> SiteEnded:
        """Scan; while only the database is away, wait for it and go on with what is there."""
        tries, pause = 0, _FIRST_PAUSE
        while True:
            try:
                ended = await self._until_ended(plan)
            except NoNetworkError as error:
                self.say(f"{plan.site}：{str(error).rstrip('。')}。这台机器暂不检查它，交回队列。")
                raise GivenBackError(self.timing.no_network) from error
            except UnreachableError as error:
                ended = SiteEnded(plan=plan, end=End.AWAY, why=str(error))
            tries += ended.end is End.FAILED
            if ended.end is End.AWAY:
                self.say(
                    f"{plan.site}：{ended.why.rstrip('。')}。已做的都在，等数据库恢复后接着做。"
                )
            elif ended.end is not End.FAILED or not await self._ours(plan):
                return ended
            elif tries == _ANEW:
                await self._missed(plan, ended.why)
                return ended
            try:
                await asyncio.sleep(pause)
                if not await self._ours(plan):
                    return SiteEnded(plan=plan, end=End.LOST, why=_OVER_MEANWHILE)
            except asyncio.CancelledError:
                return SiteEnded(plan=plan, end=End.INTERRUPTED)
            pause = min(pause * 2, self.timing.longest_pause)

    async def _until_ended(self, plan: SitePlan) -> SiteEnded:
        scan = asyncio.ensure_future(self.scanner.scan(plan))
        try:
            return await asyncio.shield(scan)
        except asyncio.CancelledError:
            scan.cancel()
            with suppress(asyncio.CancelledError):
                return await scan
            return SiteEnded(plan=plan, end=End.INTERRUPTED)

    async def _over(self, job: int, plan: SitePlan, ended: SiteEnded) -> None:
        site = plan.site
        for note in ended.notes:
            self.say(f"{site}：{note}")
        if ended.end is End.DONE:
            assert ended.stored is not None  # noqa: S101 - a scan that is done has its audit
            self.say(f"{site}：检查完成，编号 {ended.stored.audit.id}。")
        elif ended.end is End.BUSY:
            self.say(f"{site}：{ended.why.rstrip('。')}。{self.timing.busy:g} 秒后再试。")
            raise GivenBackError(self.timing.busy)
        elif ended.end is not End.INTERRUPTED:
            self.say(f"{site}：{ended.end.value}：{ended.why}")
        elif self.lost(job):
            self.say(f"{site}：和数据库断开太久，这个网站已交给别人，这里不再检查。")
        elif self.stopping() or await self._ours(plan):
            self.say(f"{site}：中断，交回队列；已抓到的都在。")
            raise GivenBackError
        else:
            self.say(f"{site}：按要求取消，已抓到的都在。")
            raise JobAborted

    async def _ours(self, plan: SitePlan) -> bool:
        def asked() -> bool:
            with self.book.store.reading() as connection:
                try:
                    return held(connection, plan) is not None
                except TurnLostError:
                    return False

        return await self.patiently(asked)

    async def _missed(self, plan: SitePlan, why: str) -> None:
        def written() -> None:
            with suppress(TurnLostError), self.book.store.begin() as connection:
                missed(connection, plan, self.book.store.moment(connection, self.clock), why)

        self.say(f"{plan.site}：没有检查成：{why}")
        await self.patiently(written)

    async def _broken(self, plan: SitePlan, why: str) -> None:
        """Its last try: parked, with its reason.  Otherwise the next look tries again."""

        def written() -> None:
            with suppress(TurnLostError), self.book.store.begin() as connection:
                turn = held(connection, plan)
                if turn is None or turn.tries < MOST_TRIES:
                    return
                at = self.book.store.moment(connection, self.clock)
                over = replace(turn, state=GIVEN_UP, error=why, finished_at=at)
                scan_turns.finish(connection, turn=over)

        await self.patiently(written)

    async def patiently(self, ask: Callable[[], A]) -> A:
        """Ask the store in a thread; while it is away, again and again.  Raises StoreError for all else."""
        pause = _FIRST_PAUSE
        while True:
            try:
                return await in_thread(ask)
            except UnreachableError:
                await asyncio.sleep(pause)
            pause = min(pause * 2, self.timing.longest_pause)
