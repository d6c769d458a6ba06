"""A week of watching on a clock that tests turn: sleep, restarts, clocks that are set; never a burst."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.watch.journal import Journal, JournalBrokenError, read
from crawler.watch.lines import ClockSet, Line, Plan, Series
from crawler.watch.watcher import Watched, watch, watch_once
from tests.crawler.watch.clocks import BEGUN, TurnedClock, plan

HALF = 1800.0


def watched(folder: Path, turned: TurnedClock, of: Plan, *, once: bool = False) -> Series:
    path = folder / "journal.jsonl"
    series = read(path) if path.exists() else Series()
    with Journal(path) as journal:
        if series.plan != of:
            journal.append(of)
        work = watch_once if once else watch
        asyncio.run(work([Watched(of, series, journal)], turned.probe, turned.clock()))
    return read(path)


def closest(series: Series) -> float:
    moments = sorted(one.at for one in series.tried)
    return min((later - earlier).total_seconds() for earlier, later in pairwise(moments))


def test_a_week_has_all_its_tries(tmp_path: Path) -> None:
    turned = TurnedClock()
    series = watched(tmp_path, turned, plan())
    whole_days = [one for one in series.tried if one.planned.day != BEGUN.day]
    assert len(whole_days) == 7 * 24
    assert not series.missed
    assert all((one.at - one.planned).total_seconds() < 31 for one in series.tried)
    assert turned.time < plan().until  # it ends with its last slot


def test_what_a_sleeping_machine_missed_is_told_and_not_caught_up(tmp_path: Path) -> None:
    turned = TurnedClock()
    turned.events.append((BEGUN + timedelta(hours=2), turned.sleeps(6)))
    series = watched(tmp_path, turned, plan(days=1))
    assert len(series.missed) in {5, 6}
    assert closest(series) >= HALF
    slots = [one.planned for one in series.tried] + [one.planned for one in series.missed]
    assert len(slots) == len(set(slots))
    assert not series.clocks_set


@pytest.mark.parametrize("hours", [-3.0, -30.0, 5.0])
def test_a_clock_that_is_set_is_told_and_makes_no_burst(tmp_path: Path, hours: float) -> None:
    turned = TurnedClock()
    turned.events.append((BEGUN + timedelta(hours=4, minutes=10), turned.is_set(hours)))
    steady: list[float] = []
    probe = turned.probe

    async def noting(of: Plan, slot: object) -> object:
        steady.append(turned.steady)
        return await probe(of, slot)  # type: ignore[arg-type]

    turned.probe = noting  # type: ignore[method-assign,assignment]
    series = watched(tmp_path, turned, plan(days=1))
    assert series.clocks_set == 1
    (told,) = (line for line in series.lines if isinstance(line, ClockSet))
    assert round((told.at - told.expected).total_seconds() / 3600) == hours
    assert min(later - earlier for earlier, later in pairwise(steady)) >= HALF
    assert len({one.planned for one in series.tried}) == len(series.tried)
    assert len(series.missed) == (0 if hours < 0 else 4)


def test_a_restart_goes_on_where_the_journal_ends(tmp_path: Path) -> None:
    turned, of = TurnedClock(), plan(days=1)
    for _ in range(3):
        watched(tmp_path, turned, of, once=True)
        watched(tmp_path, turned, of, once=True)  # nothing more is due
        turned.pass_by(3600)
    turned.pass_by(2 * 3600)  # nobody watched
    series = watched(tmp_path, turned, of)
    slots = sorted([one.planned for one in series.tried] + [one.planned for one in series.missed])
    assert len(slots) == len(set(slots))
    assert 24 + 14 <= len(slots) <= 24 + 15
    assert len(series.missed) in {1, 2}
    assert closest(series) >= HALF


def test_cron_every_ten_minutes_makes_every_try(tmp_path: Path) -> None:
    turned, of = TurnedClock(), plan(days=1)
    for _ in range(38 * 6 + 3):
        watched(tmp_path, turned, of, once=True)
        turned.pass_by(600 - 1)
    series = read(tmp_path / "journal.jsonl")
    assert not series.missed
    assert sum(one.planned.day != BEGUN.day for one in series.tried) == 24


def test_a_journal_that_cannot_be_written_ends_the_watch(tmp_path: Path) -> None:
    turned = TurnedClock()

    class Full(Journal):
        def append(self, _: Line) -> None:
            raise JournalBrokenError("磁盘满")

    with Full(tmp_path / "journal.jsonl") as journal:
        sites = [Watched(plan(), Series(), journal), Watched(plan(), Series(), journal)]
        with pytest.raises(JournalBrokenError, match="磁盘满"):
            asyncio.run(watch(sites, turned.probe, turned.clock()))
