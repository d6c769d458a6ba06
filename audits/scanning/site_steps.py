"""The steps of the scan of one site that touch disk and store: they wait, and are done in threads.

Take up what was left, make the crawl's order, decide what comes after a crawl, finish, write of a failure.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from audits.archive.errors import ArchiveError
from audits.scanning.ended import End, SiteEnded
from audits.scanning.finishers import Finishers, FinishingError
from audits.scanning.late import late_plan
from audits.scanning.leftovers import Begun, begin, set_aside, unstored
from audits.scanning.order import Order, Stored
from audits.scanning.plans import SitePlan, Workplace
from audits.scanning.site_locks import SiteLocks
from audits.store import Store, StoreError, UnreachableError, audit_runs
from crawler.folder import comparable, prepare
from crawler.job import INTERRUPTED, UNREACHABLE, CrawlError, Ended, Job
from crawler.settings import CrawlSettings
from crawler.snapshot import SnapshotError
from crawler.snapshot.troubles import reason
from reports.writing import ReportError

Clock: TypeAlias = Callable[[], datetime]
_SET_ASIDE = "上次没有做完的检查不能接着做，已移到 {place}，没有删除。"
_TAKEN_UP = "接着做上次（{day}）没有做完的检查。"
_MADE_BY_ANOTHER = "上次做完的检查 {run} 没有入库：那一期已由别人完成；移到 {place}，没有删除。"
_STORED_LATE = "补记了上次已做完、没来得及记入数据库的检查 {run}。"
_TAKEN_OVER = "检查做完时，这一期已由别人接手；结果已放到一边，没有入库"
_GO_ON = "被中断，已抓到的都在；下次检查这个网站时接着做。"


@dataclass(slots=True)
class Run:
    """A site under way."""

    plan: SitePlan
    crawl: CrawlSettings
    begun: Begun
    notes: list[str] = field(default_factory=list)
    tries: int = 0

    def once_more(self, begun: Begun) -> Run:
        """The same, tried again."""
        return replace(self, begun=begun, tries=self.tries + 1)

    def cut_off(self) -> SiteEnded:
        """It ends here, to be gone on with."""
        return cut_off(self.plan, self.notes)


def cut_off(plan: SitePlan, notes: Iterable[str] = ()) -> SiteEnded:
    """A scan that was interrupted."""
    return SiteEnded(plan=plan, end=End.INTERRUPTED, why=_GO_ON, notes=tuple(notes))


@dataclass(frozen=True, slots=True)
class Steps:
    """What the steps work with.  `jobs` processes may read pages for one site; threads may share it.

    With `waits`, who asked waits for a store that cannot be reached, and comes again: nothing is closed for it.
    """

    workplace: Workplace
    clock: Clock
    store: Store
    locks: SiteLocks
    finishers: Finishers
    jobs: int = 1
    waits: bool = False

    def begin(self, plan: SitePlan, crawl: CrawlSettings) -> Run | SiteEnded:
        """Lock the site and take up what was left of it; or say why there is nothing to be done."""
        folder = self.workplace.folder(plan.site)
        try:
            other = self.locks.take(plan.site, folder)
            if other is not None:
                why = f"另一个 gongkai 正在检查它（{other}），这次没有检查。"
                return SiteEnded(plan=plan, end=End.BUSY, why=why)
            notes, late = self._late(plan, folder)
            if late is not None:  # it is the very scan that fell due
                return SiteEnded(plan=plan, end=End.DONE, stored=late, notes=tuple(notes))
            begun, aside = begin(folder, plan.home, self.clock(), turn=plan.turn)
            if aside is not None:
                notes.append(_SET_ASIDE.format(place=aside))
            if begun.resume:
                notes.append(_TAKEN_UP.format(day=begun.started_at.date()))
        except OSError as error:
            return self.fail(plan, f"{folder} 读写失败：{reason(error)}。请检查磁盘空间和权限")
        except FinishingError as error:
            return self._unfinished(plan, error, ())
        except StoreError as error:
            return self._refused(plan, error, ())
        return Run(plan, crawl, begun, notes)

    def job(self, run: Run) -> Job | SiteEnded:
        """The order of a crawl."""
        snapshot = run.begun.snapshot
        try:
            if not run.begun.resume:
                prepare(snapshot)
            previous = self._previous(run)
        except CrawlError as error:
            return self.fail(run.plan, str(error), run.notes)
        except StoreError as error:
            return self._refused(run.plan, error, run.notes)
        return Job(run.crawl, snapshot, resume=run.begun.resume, previous=previous)

    def after(self, run: Run, ended: Ended) -> Run | SiteEnded:
        """What comes after a crawl: it is `crawled`, or to be tried once more, or over."""
        if ended.finish == INTERRUPTED:
            return run.cut_off()
        if ended.error is None:
            if ended.finish == UNREACHABLE and not run.tries:
                return run.once_more(replace(run.begun, resume=False))
            return replace(run, begun=replace(run.begun, crawled=True))
        if run.tries:
            return self.fail(run.plan, f"爬取两次都没有成功：{ended.error}", run.notes)
        return self._resumed(run, ended.error)

    def finish(self, run: Run) -> SiteEnded:
        """Judge, keep and store what was crawled."""
        order = Order(run.plan, self.workplace, self.clock, begun=run.begun, jobs=self.jobs)
        try:
            stored = self._apart(order)
        except FinishingError as error:
            if error.crashed and self.finishers.over:
                return run.cut_off()
            return self._unfinished(run.plan, error, run.notes)
        except StoreError as error:
            return self._refused(run.plan, error, run.notes)
        except OSError as error:
            return self.fail(run.plan, str(error), run.notes)
        return SiteEnded(plan=run.plan, end=End.DONE, stored=stored, notes=tuple(run.notes))

    def fail(self, plan: SitePlan, why: str, notes: Iterable[str] = ()) -> SiteEnded:
        """A site that has no audit: keep why, and write to those who wait for one."""
        ended = SiteEnded(plan=plan, end=End.FAILED, why=why, notes=tuple(notes))
        try:
            # Letters take what reports are made of: loaded where there is one to write.
            import_module("audits.scanning.failure").write_of(
                self.store, self.workplace, plan, why, self.clock()
            )
        except (StoreError, ReportError, OSError) as error:
            if self.waits and isinstance(error, UnreachableError):
                return self._away(plan, str(error), notes)
            ended = ended.noted(f"没能写好通知邮件：{str(error).rstrip('。')}。")
        return ended

    def release(self, plan: SitePlan) -> None:
        """Give the site back."""
        with contextlib.suppress(StoreError, OSError):  # the lock ends with us at the latest
            self.locks.release(plan.site)

    def _late(self, plan: SitePlan, folder: Path) -> tuple[list[str], Stored | None]:
        """Store what an earlier scan had finished and not stored; the audit that is the very one to be made now."""
        with self.store.reading() as connection:
            known = {Path(row.folder).name for row in audit_runs.listed(connection, site=plan.site)}
        notes, late = [], None
        for whole in unstored(folder, known):
            with self.store.reading() as connection:
                by = late_plan(connection, plan, whole)
            if by is None:
                notes.append(_MADE_BY_ANOTHER.format(run=whole.name, place=set_aside(whole)))
                continue
            stored = self._apart(Order(by, self.workplace, self.clock, whole=whole))
            notes.append(_STORED_LATE.format(run=whole.name))
            late = stored if plan.turn is not None and by.turn == plan.turn else late
        return notes, late

    def _unfinished(self, plan: SitePlan, error: FinishingError, notes: Iterable[str]) -> SiteEnded:
        if error.lost:
            return SiteEnded(plan=plan, end=End.LOST, why=str(error), notes=tuple(notes))
        if error.away and self.waits:
            return self._away(plan, str(error), notes)
        return self.fail(plan, str(error), notes)

    def _refused(self, plan: SitePlan, error: StoreError, notes: Iterable[str]) -> SiteEnded:
        if self.waits and isinstance(error, UnreachableError):
            return self._away(plan, str(error), notes)
        return self.fail(plan, str(error), notes)

    def _away(self, plan: SitePlan, why: str, notes: Iterable[str]) -> SiteEnded:
        return SiteEnded(plan=plan, end=End.AWAY, why=why, notes=tuple(notes))

    def _resumed(self, run: Run, error: str) -> Run | SiteEnded:
        """Go on with a crawl that failed; where it had been gone on with already, begin anew."""
        folder, plan = self.workplace.folder(run.plan.site), run.plan
        afresh = run.begun.resume
        try:
            begun, aside = begin(folder, plan.home, self.clock(), afresh=afresh, turn=plan.turn)
        except OSError as wrong:
            return self.fail(plan, f"{error.rstrip('。')}；{reason(wrong)}", run.notes)
        if aside is not None:
            run.notes.append(_SET_ASIDE.format(place=aside))
        return run.once_more(begun)

    def _previous(self, run: Run) -> Path | None:
        """The last snapshot of the site that is kept and of use."""
        with self.store.reading() as connection:
            rows = audit_runs.listed(connection, site=run.plan.site)
        for row in reversed(rows):
            if row.snapshot_kept:
                with contextlib.suppress(SnapshotError, ArchiveError):
                    snapshot = self.workplace.holdings.snapshot(row.folder)
                    return comparable(snapshot, run.crawl.home)
        return None

    def _apart(self, order: Order) -> Stored:
        """Finish a run; where its process crashes, once more from where that stopped."""
        try:
            return self.finishers.finish_apart(order)
        except FinishingError as error:
            if not error.crashed or self.finishers.over:
                raise
        folder = self.workplace.folder(order.plan.site)
        if order.begun is not None and not order.begun.folder.exists():
            with self.store.reading() as connection:
                rows = audit_runs.listed(connection, site=order.plan.site)
            left = unstored(folder, {Path(row.folder).name for row in rows[:-1]})
            if not left:  # it was set aside, and its process ended before it said so
                raise FinishingError(_TAKEN_OVER, lost=True)
            order = replace(order, begun=None, whole=max(left, key=_made))
        return self.finishers.finish_apart(order)


def _made(folder: Path) -> float:
    return folder.stat().st_mtime
