"""Planned scans over months, with clocks that jump, machines that sleep, processes that die: each period once."""

from __future__ import annotations

import multiprocessing
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.desk.due import (
    DONE,
    FAILED,
    GIVEN_UP,
    MOST_TRIES,
    PASSED_OVER,
    Known,
    claim,
    due,
    fallen_due,
)
from audits.desk.holders import ProcessHolder, holding
from audits.desk.schedule_words import parse
from audits.refused import RefusedError
from audits.store import open_store, scan_turns, sites
from audits.store.rows import ScanTurn
from tests.audits.desk.desks import SHANGHAI, Someone, a_desk, at, finish
from tests.postgres.switch import place

MONTHLY = "每月1日 02:00"


@pytest.fixture
def store(tmp_path):
    with open_store(place(tmp_path)) as opened:
        yield opened


def scanned(desk, store, now, holder, *, over=True):
    """Do all that is due, as `scan --due` does; the periods that were done."""
    mine = []
    for site, period in due(desk, store, now, holder):
        with store.begin() as c:
            if claim(c, site, period, holder, now):
                mine.append((site, f"{period:%m-%d %H:%M}"))
                if over:
                    finish(c, site, period, now, state=DONE)
    return mine


def month(desk, store, holder, *moments):
    return [scanned(desk, store, at(moment), holder) for moment in moments]


def test_each_month_once_and_missed_months_once_together(tmp_path, store):
    desk, me = a_desk(tmp_path, MONTHLY), Someone("me")
    seen = month(
        desk,
        store,
        me,
        "2026-11-22 10:00",  # set up
        "2026-12-01 01:59",
        "2026-12-01 02:00",
        "2026-12-01 02:01",
        "2026-12-20 09:00",
        "2027-04-15 09:00",  # the machine slept: January to April were missed
        "2027-04-15 09:01",
        "2027-05-01 02:00",
    )
    done = [("a", "12-01 02:00")], [("a", "04-01 02:00")], [("a", "05-01 02:00")]
    assert seen == [[], [], done[0], [], [], done[1], [], done[2]]


def test_a_clock_put_back_repeats_nothing(tmp_path, store):
    desk, me = a_desk(tmp_path, MONTHLY, "每天 01:00"), Someone("me")
    month(desk, store, me, "2026-10-10 10:00", "2026-12-01 02:00")
    back = month(desk, store, me, "2026-12-01 01:30", "2026-12-01 00:30", "2026-12-01 02:00")
    assert back == [[], [], []]
    assert month(desk, store, me, "2026-12-02 01:00") == [[("b", "12-02 01:00")]]


def test_a_clock_that_ran_years_ahead_stops_nothing_afterwards(tmp_path, store):
    desk, me = a_desk(tmp_path, MONTHLY), Someone("me")
    seen = month(
        desk,
        store,
        me,
        "2026-11-22 10:00",
        "2031-06-15 10:00",
        "2026-11-22 10:05",
        "2026-12-01 02:05",
    )
    assert seen == [[], [("a", "06-01 02:00")], [], [("a", "12-01 02:00")]]


def test_a_site_first_seen_while_the_clock_ran_ahead_is_not_forgotten(tmp_path, store):
    desk, me = a_desk(tmp_path, MONTHLY), Someone("me")
    seen = month(desk, store, me, "2031-06-15 10:00", "2026-11-22 10:05", "2026-12-01 02:05")
    assert seen == [[], [], [("a", "12-01 02:00")]]


def test_a_new_site_waits_for_its_first_period_unless_that_was_just_now(tmp_path, store):
    me = Someone("me")
    assert scanned(a_desk(tmp_path, MONTHLY), store, at("2026-12-15 08:00"), me) == []
    late = scanned(a_desk(tmp_path, "手动", "15 2 15 * *"), store, at("2026-12-15 08:00"), me)
    assert late == [("b", "12-15 02:15")]


def test_what_another_schedule_would_have_done_was_not_missed(tmp_path, store):
    me = Someone("me")
    month(
        a_desk(tmp_path, MONTHLY),
        store,
        me,
        "2026-11-22 10:00",
        "2026-12-09 09:00",
        "2026-12-09 09:50",
    )
    weekly = a_desk(tmp_path, "每周一 06:30")  # Monday was the 7th
    assert month(weekly, store, me, "2026-12-09 10:00", "2026-12-14 06:30") == [
        [],
        [("a", "12-14 06:30")],
    ]
    assert month(a_desk(tmp_path, "手动"), store, me, "2027-03-01 02:00") == [[]]
    assert month(a_desk(tmp_path, MONTHLY), store, me, "2027-03-01 03:00") == [[]]


def test_a_site_has_one_scan_at_a_time(tmp_path, store):
    """A scan that takes longer than its period is followed by one, not by all that fell due meanwhile."""
    desk, slow, other = a_desk(tmp_path, "每天 01:00"), Someone("slow"), Someone("other")
    scanned(desk, store, at("2026-12-01 08:00"), slow)
    assert scanned(desk, store, at("2026-12-02 01:00"), slow, over=False) == [("a", "12-02 01:00")]
    assert month(desk, store, other, "2026-12-03 01:00", "2026-12-04 01:00") == [[], []]
    with store.begin() as c:
        over = at("2026-12-04 05:00")
        finish(c, "a", at("2026-12-02 01:00"), over, state=FAILED, error="x")
    assert month(desk, store, other, "2026-12-04 05:00", "2026-12-04 05:01") == [
        [("a", "12-04 01:00")],
        [],
    ]


def test_the_scan_of_a_dead_process_is_gone_on_with_three_times_at_most(tmp_path, store):
    desk, dead = a_desk(tmp_path, MONTHLY), set()
    scanned(desk, store, at("2026-11-22 10:00"), Someone("zero"))
    for number in range(MOST_TRIES):
        me = Someone(f"try-{number}", dead)
        assert scanned(desk, store, at(f"2026-12-01 0{number + 2}:00"), me, over=False)
        assert not scanned(desk, store, at(f"2026-12-01 0{number + 2}:01"), Someone("other", dead))
        dead.add(me.name)
    assert month(desk, store, Someone("last", dead), "2026-12-02 02:00", "2026-12-03 02:00") == [
        [],
        [],
    ]
    with store.reading() as c:
        [turn] = scan_turns.listed(c)
    assert (turn.state, turn.tries) == (GIVEN_UP, MOST_TRIES)
    assert turn.finished_at == at("2026-12-02 02:00")
    assert month(desk, store, Someone("last", dead), "2027-01-01 02:00") == [[("a", "01-01 02:00")]]


def test_an_interrupted_scan_that_was_overtaken_is_closed(tmp_path, store):
    desk = a_desk(tmp_path, MONTHLY)
    scanned(desk, store, at("2026-11-22 10:00"), Someone("gone"))
    scanned(desk, store, at("2026-12-01 02:00"), Someone("gone"), over=False)
    me = Someone("me", {"gone"})
    assert month(desk, store, me, "2027-02-02 02:00", "2027-02-02 03:00") == [
        [("a", "02-01 02:00")],
        [],
    ]
    with store.reading() as c:
        assert [turn.state for turn in scan_turns.listed(c)] == [PASSED_OVER, DONE]


def test_sites_are_made_known_to_the_store_and_renamed(tmp_path, store):
    scanned(a_desk(tmp_path, MONTHLY), store, at("2026-11-22 10:00"), Someone("me"))
    desk = a_desk(tmp_path, MONTHLY, MONTHLY)
    renamed = desk.sites[0].__class__(
        id="a", name="新名", home="http://n.test/", choices=desk.sites[0].choices
    )
    object.__setattr__(desk, "sites", (renamed, desk.sites[1]))
    scanned(desk, store, at("2026-11-23 10:00"), Someone("me"))
    with store.reading() as c:
        assert [(site.id, site.name, site.home) for site in sites.listed(c)] == [
            ("a", "新名", "http://n.test/"),
            ("b", "县b", "http://www.b.test/"),
        ]
        assert sites.get(c, site="a").added_at == at("2026-11-22 10:00")


JUMPS = st.lists(
    st.one_of(
        st.integers(1, 3 * 24 * 60),
        st.integers(1, 120 * 24 * 60),
        st.integers(-20 * 60, -1),
    ),
    min_size=5,
    max_size=60,
)


@given(
    JUMPS,
    st.sampled_from([MONTHLY, "每天 01:00", "每周一 06:30", "0 */6 * * *"]),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60)
def test_whatever_the_clock_does_no_period_comes_twice_and_the_last_one_is_not_missed(
    jumps, text, chance
):
    """Two schedulers look at moments that jump; scans end at once, or their process dies."""
    schedule, start = parse(text), datetime(2026, 1, 10, 12, tzinfo=SHANGHAI)
    now, furthest, turns, dead = start, start, {}, set()
    for number, minutes in enumerate(jumps):
        now = max(now + timedelta(minutes=minutes), start)
        known = Known(start, tuple(turns.values()))
        period = fallen_due(schedule, SHANGHAI, known, now, lambda name: name not in dead)
        if period is not None:
            assert start < period <= now
            before = turns.get(period)
            assert before is None or (before.finished_at is None and before.holder in dead)
            crashes = chance.random() < 0.2
            turns[period] = ScanTurn(
                site="a",
                due_at=period,
                holder=str(number),
                taken_at=now,
                tries=before.tries + 1 if before else 1,
                finished_at=None if crashes else now,
            )
            dead.add(str(number))
            # Right afterwards nothing is due, but for what died.
            again = fallen_due(
                schedule, SHANGHAI, Known(start, tuple(turns.values())), now, lambda _: True
            )
            assert again is None
        if now >= furthest:
            furthest = now
            last = schedule.latest(now, SHANGHAI)
            assert (
                last is None or last <= start or last in turns or any(day > last for day in turns)
            )


def _race(place, folder, day, results):
    desk = a_desk(folder, MONTHLY, MONTHLY, MONTHLY)
    with open_store(place) as store, holding(folder) as holder:
        results.put(scanned(desk, store, day, holder))


def test_of_processes_that_race_for_one_file_each_site_is_scanned_by_one(tmp_path, store):
    desk = a_desk(tmp_path, MONTHLY, MONTHLY, MONTHLY)
    there = place(tmp_path)
    scanned(desk, store, at("2026-11-22 10:00"), Someone("me"))
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    racers = [
        context.Process(target=_race, args=(there, tmp_path, at("2026-12-01 02:00"), results))
        for _ in range(2)
    ]
    for racer in racers:
        racer.start()
    done = [results.get(timeout=120) for _ in racers]
    for racer in racers:
        racer.join()
    assert sorted(site for one in done for site, _ in one) == ["a", "b", "c"]


def test_a_data_folder_that_cannot_be_written_is_told_by_its_key(tmp_path):
    (tmp_path / "data").touch()
    with (
        pytest.raises(RefusedError, match=r"gongkai\.yaml 的 data") as caught,
        holding(tmp_path / "data"),
    ):
        pass
    assert "--out" not in str(caught.value)


def _hold(folder, results):
    holder = ProcessHolder(folder)
    results.put(holder.name)
    results.close()
    results.join_thread()
    multiprocessing.Event().wait()


def test_a_holder_lives_as_long_as_its_process(tmp_path):
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    process = context.Process(target=_hold, args=(tmp_path, results))
    process.start()
    name = results.get(timeout=120)
    with holding(tmp_path) as me:
        assert me.alive(me.name)
        assert me.alive(name)
        assert me.alive(name)
        process.kill()
        process.join()
        assert not me.alive(name)
        assert not me.alive(name)
        assert not me.alive("../../etc/passwd")
        with holding(tmp_path) as other:
            assert other.name != me.name
            assert me.alive(other.name)
        assert not me.alive(other.name)
    assert list((tmp_path / "locks").iterdir()) == []
