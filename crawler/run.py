"""Run one crawl: Scrapy on plain asyncio, one site into one snapshot folder.

Whoever gives orders to a process of its own does so through `crawler.standing` and loads none of this.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner

from crawler.fetching.pace import Lanes, Pace
from crawler.garbage import seldom_collected
from crawler.interruption import Interruption, on_signals
from crawler.job import (
    BUDGET,
    FINISHED,
    INTERRUPTED,
    ROBOTS,
    UNREACHABLE,
    CrawlBrokenError,
    CrawlError,
)
from crawler.probes import ipv6, security
from crawler.rendering.renderer import Renderer
from crawler.settings import CrawlSettings
from crawler.snapshot.lock import FolderLock, SnapshotBusyError
from crawler.snapshot.model import Fetch, Outcome, Role, SnapshotError
from crawler.snapshot.previous import PreviousSnapshot
from crawler.snapshot.reader import DiskSnapshot
from crawler.snapshot.troubles import reason
from crawler.snapshot.warc import FILE as WARC_FILE
from crawler.snapshot.warc import SnapshotCutError
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.engine import StraightCrawler
from crawler.spiders.portal import PortalSpider
from crawler.spiders.progress import Patience, Watcher, unwatched
from crawler.spiders.quiet import HeardSignals
from crawler.spiders.reader import Reader
from crawler.spiders.reader_apart import ReaderApart
from crawler.spiders.reader_later import ReaderLater
from crawler.spiders.scrapy_settings import scrapy_settings
from crawler.spiders.survey import Survey
from crawler.watch import canary

_ENDING, _A_MOMENT = 10.0, 0.1  # seconds


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """How a crawl ended; `finish` and `undrawn` as in `CrawlInfo`."""

    folder: Path
    finish: str
    home_outcome: Outcome
    undrawn: tuple[int, str] | None = None


def crawl(
    plan: CrawlSettings,
    folder: Path,
    clock: Callable[[], datetime],
    tool_version: str,
    watcher: Watcher = unwatched,
    *,
    resume: bool = False,
    previous: Path | None = None,
) -> CrawlSummary:
    """Crawl a site into `folder` (prepared), or go on with the snapshot that is there (`resume`).

    `clock` gives aware datetimes.  `previous` is an earlier snapshot of the site: what stands
    unchanged is not fetched again.  An interrupt (Ctrl-C) ends the crawl in good order.  Raises
    CrawlError where the snapshot cannot be written, SnapshotError where `previous` is of no use.
    """

    async def work() -> CrawlSummary:
        interruption = Interruption()
        renderer = Renderer(os.environ)
        surroundings = Surroundings(
            clock, tool_version, Lanes(plan.concurrency), renderer, processors=_processors()
        )
        with on_signals(interruption.come):
            try:
                return await visit(
                    plan,
                    folder,
                    surroundings,
                    watcher,
                    interruption,
                    resume=resume,
                    previous=previous,
                )
            finally:
                await renderer.close()

    with seldom_collected():
        return asyncio.run(work())


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all crawls of one process share.

    `renderer` draws the pages that only a script shows, where a crawl wants that.
    `others_at_once` is the number of requests of one crawl to all hosts but the home host;
    `processors` are the cores that a crawl may use.
    """

    clock: Callable[[], datetime]
    tool_version: str
    lanes: Lanes
    renderer: Renderer | None = None
    others_at_once: int = 64
    processors: int = 1


async def visit(
    plan: CrawlSettings,
    folder: Path,
    surroundings: Surroundings,
    watcher: Watcher,
    interruption: Interruption,
    *,
    resume: bool,
    previous: Path | None = None,
) -> CrawlSummary:
    """Crawl a site into `folder` as one of perhaps many crawls in this loop; else as `crawl`."""
    _quiet()
    before = PreviousSnapshot(previous, plan.home, folder) if previous else None
    try:
        with contextlib.closing(await _lock(folder, patient=resume)):
            return await _crawl(
                plan, folder, surroundings, watcher, interruption, before, resume=resume
            )
    except (SnapshotBusyError, SnapshotCutError) as error:
        raise CrawlError(str(error)) from error
    except (sqlite3.Error, OSError, SnapshotError) as error:
        raise CrawlBrokenError(
            f"写快照失败（{reason(error)}）：{folder / WARC_FILE}。请检查磁盘后加 --resume 接着爬；"
            "若提示没有可接的快照，说明还没来得及写下什么，请重新爬取。"
        ) from error
    finally:
        if before:
            before.close()


async def _crawl(
    plan: CrawlSettings,
    folder: Path,
    surroundings: Surroundings,
    watcher: Watcher,
    interruption: Interruption,
    before: PreviousSnapshot | None,
    *,
    resume: bool,
) -> CrawlSummary:
    clock, tool_version = surroundings.clock, surroundings.tool_version
    started = clock()
    async with _writing(folder, f"gongkai/{tool_version}", started, resume=resume) as writer:
        if not resume:
            writer.describe(home=plan.home, started_at=started.isoformat())
        writer.describe(
            user_agent=plan.user_agent,
            tool_version=tool_version,
            settings=plan.recorded(),
        )
        pace = Pace(plan.manners, surroundings.lanes, clock, concurrency=plan.concurrency)
        patience = Patience(watcher, pace.waits)
        pace.tell = patience.wait_begins
        measurement = ipv6.Measurement(plan, clock, pace)

        def came_to(fetch: Fetch) -> None:
            pace.came_to(fetch)
            measurement.heard(fetch)

        survey = Survey(plan, writer, clock, patience, came_to, before)
        apart = plan.reads_apart(surroundings.processors)
        async with measurement, _reader(apart=apart, spared=before is not None) as reader:
            await _ask_everything(plan, survey, pace, surroundings, interruption, reader)
        survey.finish()
        undrawn = survey.drawings.finish()
        left = sum(writer.unasked(role, Outcome.NOT_REACHED) for role in Role)
        writer.commit()
        with contextlib.closing(DiskSnapshot(folder)) as seen:
            home = seen.resolve(plan.home).last
        home_outcome = home.outcome if home else Outcome.NOT_REACHED
        finish = _finish(home_outcome, interruption, over_budget=survey.over_budget > 0, left=left)
        vouched = await _vouch(plan, writer, clock, interruption)
        if interruption.came:
            finish = INTERRUPTED
        if finish in {FINISHED, BUDGET} and vouched:
            last = asyncio.ensure_future(_measure(plan, clock, pace, measurement, folder, writer))
            interruption.ends(last.cancel)
            try:
                await last
            except asyncio.CancelledError:
                if not interruption.came:
                    raise
                finish = INTERRUPTED
        await measurement.cancel()
        writer.describe(finished_at=clock().isoformat(), finish=finish, hosts=list(survey.hosts))
    return CrawlSummary(folder, finish, home_outcome, undrawn)


async def _measure(
    plan: CrawlSettings,
    clock: Callable[[], datetime],
    pace: Pace,
    measurement: ipv6.Measurement,
    folder: Path,
    writer: SnapshotWriter,
) -> None:
    """Make the measurements that come after the crawl, each recorded as soon as it is there."""
    gathered = await ipv6.gather(folder)
    writer.probe(await measurement.finish(gathered))
    if plan.security:
        with contextlib.closing(DiskSnapshot(folder)) as seen:
            others = security.witnesses(seen.fetches(), plan.home)
        await security.measure(plan, clock, pace, others, writer.probe)


async def _vouch(
    plan: CrawlSettings,
    writer: SnapshotWriter,
    clock: Callable[[], datetime],
    interruption: Interruption,
) -> bool:
    """Ask the canaries once more, and write down how that went; False where our network is gone.

    Also where the home page was not seen: that may be why.
    """
    if not plan.canary or interruption.came:
        return True
    asking = asyncio.ensure_future(canary.at_the_end(plan, clock))
    interruption.ends(asking.cancel)
    try:
        probe = await asking
    except asyncio.CancelledError:
        if not interruption.came:
            raise
        return False
    writer.probe(probe)
    return bool(probe.data["answered"])


async def _lock(folder: Path, *, patient: bool) -> FolderLock:
    """Lock the snapshot; a crawl that is being ended, and is to be gone on with, is waited for."""
    for _ in range(int(_ENDING / _A_MOMENT) if patient else 0):
        with contextlib.suppress(SnapshotBusyError):
            return FolderLock(folder)
        await asyncio.sleep(_A_MOMENT)
    return FolderLock(folder)


@contextlib.asynccontextmanager
async def _reader(*, apart: bool, spared: bool) -> AsyncIterator[Reader | None]:
    """Have answers read by another process, or by none; where most are spared, only if there are many."""
    if not apart:
        yield None
        return
    reader = ReaderApart()
    try:
        yield ReaderLater(reader) if spared else reader
    finally:
        await reader.close()


def _processors() -> int:
    """How many cores this process may use."""
    # macOS knows only all of them.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _finish(
    home_outcome: Outcome, interruption: Interruption, *, over_budget: bool, left: int
) -> str:
    if interruption.came:
        return INTERRUPTED
    if home_outcome is Outcome.ROBOTS:
        return ROBOTS
    if not home_outcome.answered:
        return UNREACHABLE
    if over_budget:
        return BUDGET
    return INTERRUPTED if left else FINISHED


@contextlib.asynccontextmanager
async def _writing(
    folder: Path, software: str, started: datetime, *, resume: bool
) -> AsyncIterator[SnapshotWriter]:
    begin = SnapshotWriter.create
    writer = SnapshotWriter.reopen(folder) if resume else begin(folder, software, started)
    try:
        yield writer
    finally:
        # It waits for the disk, and other crawls may run in this loop.
        await asyncio.to_thread(writer.close)


async def _ask_everything(
    plan: CrawlSettings,
    survey: Survey,
    pace: Pace,
    surroundings: Surroundings,
    interruption: Interruption,
    reader: Reader | None,
) -> None:
    """Let the spider ask until nothing is left to ask.  Raises what kept the survey from writing."""
    runner = AsyncCrawlerRunner(scrapy_settings(plan, surroundings.others_at_once))
    renderer = surroundings.renderer
    crawler = StraightCrawler(PortalSpider, runner.settings)
    crawler.signals = HeardSignals(crawler)

    def opened(spider: PortalSpider) -> None:
        interruption.ends(spider.stop)
        spider.asks_last(survey.ask_last)
        if renderer is not None and plan.render:
            spider.draws_with(renderer)
        crawler.signals.connect(spider.idle, signals.spider_idle)

    crawler.signals.connect(opened, signals.spider_opened, weak=False)
    await runner.crawl(crawler, plan=plan, survey=survey, pace=pace, reader=reader)
    spider = crawler.spider
    assert isinstance(spider, PortalSpider)  # noqa: S101 - Scrapy made what we asked for
    if spider.painting is not None:
        await spider.painting.stop()
    if spider.fatal is not None:
        raise spider.fatal


def _quiet() -> None:
    # Every failure is recorded as a fetch outcome; Scrapy's and asyncio's words on it add nothing.
    for name in ("scrapy", "asyncio", "aiohttp", "protego"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
