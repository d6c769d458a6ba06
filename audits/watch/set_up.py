"""Set up a watch: who watches what in which folder, and by which plan; earlier journals are gone on with."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from audits.clock import BEIJING
from audits.many.site_list import Listed, listed
from audits.refused import RefusedError, make_writable
from crawler.settings import CrawlSettings
from crawler.snapshot.lock import FolderLock, SnapshotBusyError
from crawler.watch.journal import SUFFIX, Journal, read
from crawler.watch.lines import Plan, Series
from crawler.watch.series import journals
from crawler.watch.watcher import Watched

# The norm's limit (国办秘函〔2019〕19号): what has not opened by then did not open.
LIMIT = 15.0
PER_DAY, DAYS = 24, 7
# More often than once a minute is for test portals only, which --connect-to leads to.
MOST_PER_DAY = 1440
_TORN = 4096  # a first line that a kill tore is shorter


@dataclass(frozen=True, slots=True)
class Wish:
    """What a watch was asked for; None: as it is, or else the usual."""

    per_day: int | None
    days: int | None
    canaries: tuple[str, ...]
    tool_version: str


def homes(urls: Sequence[str], sites: Path | None, folder: Path) -> list[Listed]:
    """Return the home pages named, or else those that the folder's journals are of.

    Raises RuleErrors for what is no address, JournalError where nothing is named and nothing is there.
    """
    if urls or sites is not None:
        return listed(urls, sites)
    return listed(list(journals(folder)), None)


@contextlib.contextmanager
def opened(
    folder: Path, plans: Sequence[tuple[Listed, CrawlSettings]], wish: Wish, now: datetime
) -> Iterator[list[Watched]]:
    """Hold the folder and its journals while the block runs.

    Raises RefusedError where another watches there, or for a journal of another home page.
    """
    make_writable(folder)
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(contextlib.closing(FolderLock(folder)))
        except SnapshotBusyError:
            raise RefusedError(
                f"另一个 gongkai watch 正在往 {folder} 写监测记录。请等它结束，或先停掉它，或换一个 --out。"
            ) from None
        ready = [
            _ready(folder / f"{one.folder}{SUFFIX}", settings, wish, now) for one, settings in plans
        ]
        watched = []
        for path, plan, series in ready:
            journal = held.enter_context(Journal(path))
            if plan != series.plan:
                journal.append(plan)
            watched.append(Watched(plan, series, journal))
        yield watched


def _ready(
    path: Path, settings: CrawlSettings, wish: Wish, now: datetime
) -> tuple[Path, Plan, Series]:
    series = read(path) if path.exists() else Series()
    last = series.plan
    if last is None and series.unreadable and path.stat().st_size > _TORN:
        raise RefusedError(f"{path} 不是监测记录，没有动它。请换一个 --out。")
    if last is not None and last.home != settings.home:
        raise RefusedError(
            f"{path} 是 {last.home} 的监测记录，不是 {settings.home} 的。请核对网址，或换一个 --out。"
        )
    return path, _plan(series, settings, wish, now), series


def _plan(series: Series, settings: CrawlSettings, wish: Wish, now: datetime) -> Plan:
    """Go on with the last plan as far as it fits what is wished for."""
    first, last = series.first_plan, series.plan
    if first is None or last is None:
        per_day = wish.per_day or PER_DAY
        until = _end(now.astimezone(BEIJING).date(), wish.days or DAYS)
        return Plan(
            settings.home,
            per_day,
            now,
            until,
            LIMIT,
            wish.canaries,
            settings.user_agent,
            wish.tool_version,
        )
    per_day = wish.per_day or last.per_day
    until = last.until
    if wish.days:
        until = _end(first.begun.astimezone(BEIJING).date(), wish.days)
    begins_anew = per_day != last.per_day or (now >= last.until and until > last.until)
    return replace(
        last,
        per_day=per_day,
        until=until,
        begun=now if begins_anew else last.begun,
        canaries=wish.canaries or last.canaries,
        user_agent=settings.user_agent,
        tool_version=wish.tool_version,
    )


def _end(begun: date, days: int) -> datetime:
    """Return the end of the last of so many whole days; the day on which a watch begins is none."""
    last = begun + timedelta(days=days + 1)
    return datetime.combine(last, datetime.min.time(), BEIJING)
