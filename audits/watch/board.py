"""What a person sees of a watch: a line a home page while it runs, and a table of what was measured."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from rich.progress import TaskID

from audits.clock import BEIJING
from audits.columns import laid_out
from audits.progress import progress_bar
from audits.watch.set_up import LIMIT
from checker.checks.site_available import Params
from checker.facts.availability import COLUMNS, Came, Day, Try, by_day, rows, still_needed, tries
from crawler.reading.urls import host_of
from crawler.watch.lines import Line, Missed, Plan, Series, Tried
from crawler.watch.rounds import Wait
from crawler.watch.series import as_probes
from crawler.watch.watcher import Board, Watched, unwatched

_MOST_LINES = 15
_ALL = "全部网站"


class LiveBoard:
    """Counts what a watch does, and hands over what to show: name, tries of today, tries planned, a note."""

    def __init__(self, sites: Sequence[Watched]) -> None:
        """Begin with what the journals hold."""
        self._counts = {one.plan.home: _Counts(one.plan) for one in sites}
        for one in sites:
            for line in one.series.lines:
                self._counts[one.plan.home].take(line)

    def take(self, plan: Plan, news: Line | Wait) -> tuple[str, int, int, str]:
        """Take in what is told of a home page; return its line."""
        counts = self._counts[plan.home]
        if isinstance(news, Wait):
            counts.following = news.slot
        else:
            counts.take(news)
        return host_of(plan.home), counts.today, plan.per_day, counts.note

    def all(self) -> tuple[str, int, int, str]:
        """Return one line for all home pages together."""
        known = list(self._counts.values())
        failed = sum(one.failed for one in known)
        note = f"没打开 {failed} 次" if failed else ""
        return (
            f"{_ALL} {len(known)} 个",
            sum(one.today for one in known),
            sum(one.plan.per_day for one in known),
            note,
        )


class _Counts:
    """The tries of one home page, as they come."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.failed = self.missed = self.today = 0
        self.following: datetime | None = None
        self._day: date | None = None

    def take(self, line: Line) -> None:
        if isinstance(line, Missed):
            self.missed += 1
        if not isinstance(line, Tried):
            return
        day = line.planned.astimezone(BEIJING).date()
        self.today = self.today + 1 if day == self._day else 1
        self._day = day
        self.failed += not line.crawler.opened

    @property
    def note(self) -> str:
        said = [f"没打开 {self.failed} 次"] if self.failed else []
        said += [f"漏测 {self.missed} 次"] if self.missed else []
        if self.following is not None:
            said.append(f"下次 {self.following.astimezone(BEIJING):%H:%M}")
        return "，".join(said)


@contextlib.contextmanager
def showing(sites: Sequence[Watched], *, wanted: bool) -> Iterator[Board]:
    """Show how a watch goes while the block runs, only where stderr is a terminal."""
    if not wanted or not sys.stderr.isatty():
        yield unwatched
        return
    live = LiveBoard(sites)
    lines: dict[str, TaskID] = {}
    bar = progress_bar()
    bar.live.refresh_per_second = 1  # it goes on for days
    with bar:

        def show(plan: Plan, news: Line | Wait) -> None:
            one = live.take(plan, news)
            name, done, known, note = one if len(sites) <= _MOST_LINES else live.all()
            if name not in lines:
                lines[name] = bar.add_task(name, total=known, note="")
            bar.update(lines[name], completed=done, total=known, note=note)

        yield show


def told(found: Mapping[str, Series], today: date) -> list[str]:
    """Return the lines of a table: for each home page its days, and what is wanting for a judgement."""
    lines: list[str] = []
    for home, series in found.items():
        lines += [*_site(home, series, today), ""]
    return lines[:-1]


def _site(home: str, series: Series, today: date) -> list[str]:
    norm = Params()
    known = tries(as_probes(series), host_of(home), LIMIT)
    days = by_day(known)
    lines = [_heading(home, series)]
    if days:
        lines += laid_out([COLUMNS, *rows(list(days.values()))], COLUMNS[1:])
        lines.append(_sum(known))
    else:
        lines.append("还没有一次监测。")
    needed = still_needed(days, today, norm.days, norm.per_day)
    wanted = f"连续 {norm.days} 天、每天至少 {norm.per_day} 次有效监测"
    lines.append(
        f"还要再有 {needed} 天够数，才能判定（要求{wanted}）。"
        if needed
        else f"已满足{wanted}，可以判定：gongkai audit {home} --watch 本目录"
    )
    if needed and series.plan and series.plan.until.astimezone(BEIJING).date() <= today:
        lines.append("计划的天数已过。要接着监测，用同样的命令把 --days 改大。")
    if series.unreadable:
        lines.append(f"有 {series.unreadable} 行记录残缺（写到一半被杀或断电），没有计入。")
    if series.clocks_set:
        lines.append(f"监测期间本机时钟被改过 {series.clocks_set} 次。")
    return lines


def _heading(home: str, series: Series) -> str:
    plan = series.plan
    if plan is None:
        return home
    begun, until = (one.astimezone(BEIJING) for one in (plan.begun, plan.until))
    canary = f"，对照网址 {len(plan.canaries)} 个" if plan.canaries else "，没有设对照网址"
    return f"{home}  每天 {plan.per_day} 次，{begun:%Y-%m-%d %H:%M} 起，到 {until:%Y-%m-%d %H:%M} 止{canary}"


def _sum(known: Sequence[Try]) -> str:
    whole = Day(date.min, tuple(known))
    share = f"，占 {whole.failed / whole.valid:.1%}" if whole.valid else ""
    counts = (
        f"被拦截 {whole.count(Came.BLOCKED)} 次",
        f"无佐证 {whole.count(Came.UNVOUCHED)} 次",
        f"本机断网 {whole.count(Came.OFFLINE)} 次",
        f"漏测 {whole.count(Came.MISSED)} 次",
    )
    return f"合计：有效 {whole.valid} 次，打不开 {whole.failed} 次{share}；{'，'.join(counts)}。"
