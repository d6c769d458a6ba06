"""Scan sites side by side: lock, take up what was left, crawl in processes, finish each as soon as it is crawled.

A crawl or a finishing process that crashes costs one retry, which goes on where the first one stopped; what
befalls a site befalls no other.  Whatever fails is in what is returned, and in a letter.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from audits.asked import asked
from audits.canary import NoNetworkError, require_network
from audits.config import crawl_settings
from audits.mailing.drafts import failure_draft
from audits.mailing.outbox import About, Filed, filed, queue
from audits.pipeline import demands, formats
from audits.refused import make_writable, refuse_private_home
from audits.scanning.board import ScanBoard, unwatched
from audits.scanning.ended import End, SiteEnded
from audits.scanning.finishing import Order
from audits.scanning.finishing_process import Finishers, FinishingError
from audits.scanning.late import late_plan
from audits.scanning.leftovers import Begun, begin, set_aside, unstored
from audits.scanning.plans import SitePlan, Workplace
from audits.scanning.site_locks import SiteLocks
from audits.scanning.storing import Stored
from audits.scanning.turns import missed
from audits.store import Store, StoreError, audit_runs, open_store, sites
from audits.store.rows import Site
from audits.version import tool_version
from checker.facts.ahead import cores
from crawler.folder import comparable, prepare
from crawler.job import INTERRUPTED, UNREACHABLE, CrawlError, Ended, Job
from crawler.processes import crawl_in_processes
from crawler.settings import CrawlSettings
from crawler.snapshot import SnapshotError
from crawler.snapshot.troubles import reason
from crawler.spiders.progress import Progress
from reports.writing import ReportError

Clock: TypeAlias = Callable[[], datetime]
_SET_ASIDE = "上次没有做完的检查不能接着做，已移到 {place}，没有删除。"
_TAKEN_UP = "接着做上次（{day}）没有做完的检查。"
_MADE_BY_ANOTHER = "上次做完的检查 {run} 没有入库：那一期已由别人完成；移到 {place}，没有删除。"
_STORED_LATE = "补记了上次已做完、没来得及记入数据库的检查 {run}。"


@dataclass(slots=True)
class _Run:
    """A site under way."""

    plan: SitePlan
    crawl: CrawlSettings
    begun: Begun
    notes: list[str] = field(default_factory=list)
    tries: int = 0

    def once_more(self, begun: Begun) -> _Run:
        """The same, tried again."""
        return replace(self, begun=begun, tries=self.tries + 1)


def scan(
    plans: Sequence[SitePlan], workplace: Workplace, clock: Clock, board: ScanBoard = unwatched
) -> tuple[SiteEnded, ...]:
    """Scan sites; say of each how it ended, in their order.  `clock` goes through pickle.

    Raises NoNetworkError where none of their canaries answers (nothing was done then), RouteError, RuleErrors,
    UnknownPackError, TemplateError and RefusedError for settings that cannot be (before anything is done),
    StoreError where there is no store.
    """
    settings = {plan.site: _settings(plan) for plan in plans}
    _refuse_wrong(plans)
    make_writable(workplace.data)
    blind = _without_network(plans, settings, clock)
    with open_store(workplace.storage) as store:
        _remember(store, plans, clock())
        work = _Work(workplace, store, clock, board, settings)
        try:
            work.over([plan for plan in plans if plan.site not in blind])
            for plan in plans:
                if plan.site in blind:
                    work.fail(plan, blind[plan.site])
        finally:
            work.close()
    return tuple(work.ended[plan.site] for plan in plans)


class _Work:
    """One scan: its locks, its processes, and how its sites have ended so far."""

    def __init__(
        self,
        workplace: Workplace,
        store: Store,
        clock: Clock,
        board: ScanBoard,
        settings: Mapping[str, CrawlSettings],
    ) -> None:
        self._workplace, self._store, self._clock, self._board = workplace, store, clock, board
        self._settings = settings
        self._locks = SiteLocks(store, clock)
        self._finishers = Finishers()
        self._at_once = min(cores(), max(1, len(settings)))
        self._pool = ThreadPoolExecutor(self._at_once)
        self._ending = threading.Lock()
        self._interrupted = False
        self.ended: dict[str, SiteEnded] = {}

    def over(self, plans: Sequence[SitePlan]) -> None:
        """Scan them all."""
        runs = [run for plan in plans if (run := self._begin(plan)) is not None]
        waiting: list[Future[None]] = [
            self._pool.submit(self._finish, run) for run in runs if run.begun.crawled
        ]
        todo = [run for run in runs if not run.begun.crawled]
        while todo and not self._interrupted:
            todo = self._crawl(todo, waiting)
        for run in todo:
            self._cut_off(run)
        for one in waiting:
            one.result()

    def close(self) -> None:
        """End what runs, and give the locks back."""
        self._interrupted = True
        self._finishers.stop()
        self._pool.shutdown()
        self._locks.close()

    def fail(self, plan: SitePlan, why: str, notes: Iterable[str] = ()) -> None:
        """A site that has no audit: keep why, and write to those who wait for one."""
        ended = SiteEnded(plan=plan, end=End.FAILED, why=why, notes=tuple(notes))
        try:
            self._write_of(plan, why)
        except (StoreError, ReportError, OSError) as error:
            ended = ended.noted(f"没能写好通知邮件：{str(error).rstrip('。')}。")
        self._end(plan, ended)

    def _begin(self, plan: SitePlan) -> _Run | None:
        folder = self._workplace.folder(plan.site)
        try:
            other = self._locks.take(plan.site, folder)
            if other is not None:
                why = f"另一个 gongkai 正在检查它（{other}），这次没有检查。"
                self._end(plan, SiteEnded(plan=plan, end=End.BUSY, why=why))
                return None
            notes, late = self._late(plan, folder)
            if late is not None:
                done = SiteEnded(plan=plan, end=End.DONE, stored=late, notes=tuple(notes))
                self._end(plan, done)  # it is the very scan that fell due
                return None
            begun, aside = begin(folder, plan.home, self._clock(), turn=plan.turn)
            if aside is not None:
                notes.append(_SET_ASIDE.format(place=aside))
            if begun.resume:
                notes.append(_TAKEN_UP.format(day=begun.started_at.date()))
        except OSError as error:
            self.fail(plan, f"{folder} 读写失败：{reason(error)}。请检查磁盘空间和权限")
            return None
        except FinishingError as error:
            self._unfinished(plan, error, ())
            return None
        except StoreError as error:
            self.fail(plan, str(error))
            return None
        return _Run(plan, self._settings[plan.site], begun, notes)

    def _late(self, plan: SitePlan, folder: Path) -> tuple[list[str], Stored | None]:
        """Store what an earlier scan had finished and not stored; the audit that is the very one to be made now."""
        with self._store.reading() as connection:
            known = {Path(row.folder).name for row in audit_runs.listed(connection, site=plan.site)}
        notes, late = [], None
        for whole in unstored(folder, known):
            with self._store.reading() as connection:
                by = late_plan(connection, plan, whole)
            if by is None:
                notes.append(_MADE_BY_ANOTHER.format(run=whole.name, place=set_aside(whole)))
                continue
            stored = self._apart(Order(by, self._workplace, self._clock, whole=whole))
            notes.append(_STORED_LATE.format(run=whole.name))
            late = stored if plan.turn is not None and by.turn == plan.turn else late
        return notes, late

    def _unfinished(self, plan: SitePlan, error: FinishingError, notes: Iterable[str]) -> None:
        if error.lost:
            self._end(plan, SiteEnded(plan=plan, end=End.LOST, why=str(error), notes=tuple(notes)))
        else:
            self.fail(plan, str(error), notes)

    def _crawl(self, wanted: Sequence[_Run], waiting: list[Future[None]]) -> list[_Run]:
        """Crawl; what comes to an end goes on to be finished.  Returns what is to be tried once more."""
        again: list[_Run] = []
        ready = [(run, job) for run in wanted if (job := self._job(run)) is not None]
        runs = [run for run, _ in ready]

        def came(number: int, state: Progress | Ended) -> None:
            run = runs[number]
            self._board.crawling(run.plan.site, state)
            if isinstance(state, Ended) and state.finish not in (None, INTERRUPTED):
                if state.finish == UNREACHABLE and not run.tries:
                    again.append(run.once_more(replace(run.begun, resume=False)))
                else:
                    waiting.append(self._pool.submit(self._finish, run))

        processes = min(self._workplace.processes, self._workplace.sites_at_once)
        ended = crawl_in_processes(
            [job for _, job in ready],
            processes,
            self._clock,
            tool_version(),
            came,
            at_once=max(1, self._workplace.sites_at_once // processes),
            apart=True,
        )
        for run, one in zip(runs, ended, strict=True):
            if one.finish == INTERRUPTED:
                self._interrupted = True
                self._cut_off(run)
            elif one.error is not None and run.tries:
                self.fail(run.plan, f"爬取两次都没有成功：{one.error}", run.notes)
            elif one.error is not None:
                again += self._resumed(run, one.error)
        return again

    def _resumed(self, run: _Run, error: str) -> list[_Run]:
        """Go on with a crawl that failed; where it had been gone on with already, begin anew."""
        folder = self._workplace.folder(run.plan.site)
        try:
            begun, aside = begin(
                folder,
                run.plan.home,
                self._clock(),
                afresh=run.begun.resume,
                turn=run.plan.turn,
            )
        except OSError as wrong:
            self.fail(run.plan, f"{error.rstrip('。')}；{reason(wrong)}", run.notes)
            return []
        if aside is not None:
            run.notes.append(_SET_ASIDE.format(place=aside))
        return [run.once_more(begun)]

    def _job(self, run: _Run) -> Job | None:
        snapshot = run.begun.snapshot
        try:
            if not run.begun.resume:
                prepare(snapshot)
            previous = self._previous(run)
        except (CrawlError, StoreError) as error:
            self.fail(run.plan, str(error), run.notes)
            return None
        return Job(run.crawl, snapshot, resume=run.begun.resume, previous=previous)

    def _previous(self, run: _Run) -> Path | None:
        """The last snapshot of the site that is kept and of use."""
        with self._store.reading() as connection:
            rows = audit_runs.listed(connection, site=run.plan.site)
        for row in reversed(rows):
            if row.snapshot_kept:
                with contextlib.suppress(SnapshotError):
                    return comparable(self._workplace.data / row.folder, run.crawl.home)
        return None

    def _finish(self, run: _Run) -> None:
        jobs = max(1, cores() // self._at_once)
        order = Order(run.plan, self._workplace, self._clock, begun=run.begun, jobs=jobs)
        try:
            stored = self._apart(order)
        except FinishingError as error:
            if self._interrupted and error.crashed:
                self._cut_off(run)
            else:
                self._unfinished(run.plan, error, run.notes)
            return
        except (StoreError, OSError) as error:
            self.fail(run.plan, str(error), run.notes)
            return
        ended = SiteEnded(plan=run.plan, end=End.DONE, stored=stored, notes=tuple(run.notes))
        self._end(run.plan, ended)

    def _cut_off(self, run: _Run) -> None:
        ended = SiteEnded(plan=run.plan, end=End.INTERRUPTED, why=_GO_ON, notes=tuple(run.notes))
        self._end(run.plan, ended)

    def _apart(self, order: Order) -> Stored:
        """Finish a run; where its process crashes, once more from where that stopped."""
        try:
            return self._finishers.finish_apart(order)
        except FinishingError as error:
            if not error.crashed or self._interrupted:
                raise
        folder = self._workplace.folder(order.plan.site)
        if order.begun is not None and not order.begun.folder.exists():
            with self._store.reading() as connection:
                rows = audit_runs.listed(connection, site=order.plan.site)
            known = {Path(row.folder).name for row in rows[:-1]}
            order = replace(order, begun=None, whole=max(unstored(folder, known), key=_made))
        return self._finishers.finish_apart(order)

    def _write_of(self, plan: SitePlan, why: str) -> None:
        to, now = plan.addressees.recipients, self._clock()
        letters: tuple[Filed, ...] = ()
        if self._workplace.attaching is not None and to:
            day = now.date().isoformat()
            draft = failure_draft(plan.name, plan.home, day, why, asked(plan.choices, ()), to)
            letters = filed(self._workplace.data, [draft])
        with self._store.begin() as connection:
            queue(connection, letters, About(plan.site, attempt=now.isoformat()), now)
            missed(connection, plan, now, why)

    def _end(self, plan: SitePlan, ended: SiteEnded) -> None:
        with self._ending:
            self.ended[plan.site] = ended
        self._board.over(plan.site, ended)
        with contextlib.suppress(StoreError, OSError):  # the lock ends with us at the latest
            self._locks.release(plan.site)


_GO_ON = "被中断，已抓到的都在；下次检查这个网站时接着做。"


def _made(folder: Path) -> float:
    return folder.stat().st_mtime


def _settings(plan: SitePlan) -> CrawlSettings:
    settings = crawl_settings(plan.home, plan.choices)
    refuse_private_home(settings)
    return settings


def _refuse_wrong(plans: Sequence[SitePlan]) -> None:
    """Load what they are judged by, each once: better now than after hours of crawling."""
    seen: list[object] = []
    for plan in plans:
        choices = plan.choices
        wanted = (choices.pack, choices.no_base, choices.rules, choices.format, choices.template)
        if wanted not in seen:
            seen.append(wanted)
            demands(choices)
            formats(choices)


def _without_network(
    plans: Sequence[SitePlan], settings: Mapping[str, CrawlSettings], clock: Clock
) -> dict[str, str]:
    """Ask each set of canaries once; say why not of the sites whose canaries do not answer."""
    told: dict[tuple[str, ...], str] = {}
    for plan in plans:
        wanted = settings[plan.site]
        if wanted.canary and wanted.canary not in told:
            try:
                require_network(wanted, clock)
                told[wanted.canary] = ""
            except NoNetworkError as error:
                told[wanted.canary] = str(error)
    blind = {plan.site: why for plan in plans if (why := told.get(settings[plan.site].canary, ""))}
    if plans and len(blind) == len(plans):
        raise NoNetworkError(next(iter(blind.values())))
    return blind


def _remember(store: Store, plans: Sequence[SitePlan], now: datetime) -> None:
    """Give each site its row, as it is called now."""
    with store.begin() as connection:
        for plan in plans:
            known = sites.get(connection, site=plan.site)
            row = Site(
                id=plan.site,
                name=plan.name,
                home=plan.home,
                added_at=known.added_at if known else now,
            )
            if known is None:
                sites.add(connection, site=row)
            elif row != known:
                sites.update(connection, site=row)
