"""Slots: so many a day, spread evenly, always the same, and not all home pages at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.watch.schedule import CHINA, Schedule

DAY = date(2026, 6, 30)
MIDNIGHT = datetime(2026, 6, 30, tzinfo=CHINA)
SCHEDULES = st.builds(
    Schedule, st.sampled_from(["http://a.cn/", "http://b.cn/"]), st.integers(20, 300)
)


@given(SCHEDULES)
@settings(max_examples=20)
def test_a_day_has_its_slots_in_order_and_evenly_spread(schedule: Schedule) -> None:
    slots = [schedule.slot(DAY, number) for number in range(schedule.per_day)]
    assert slots == sorted(set(slots))
    assert all(slot.astimezone(CHINA).date() == DAY for slot in slots)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(slots)]
    assert min(gaps) > schedule.interval * 0.75
    assert max(gaps) < schedule.interval * 1.25


@given(SCHEDULES, st.integers(0, 2 * 86_400_000))
@settings(max_examples=50)
def test_the_current_slot_is_the_latest_and_the_next_follows_it(
    schedule: Schedule, milliseconds: int
) -> None:
    now = MIDNIGHT + timedelta(milliseconds=milliseconds)
    current = schedule.current(now)
    following = next(schedule.after(now))
    assert current <= now < following
    assert next(schedule.after(current)) == following


def test_no_slot_is_left_out_from_day_to_day() -> None:
    schedule = Schedule("http://a.cn/", 24)
    days = [schedule.slot(DAY + timedelta(days=d), n) for d in range(3) for n in range(24)]
    before = MIDNIGHT - timedelta(seconds=1)
    assert list(islice(schedule.after(before), 72)) == days


def test_two_home_pages_have_moments_of_their_own() -> None:
    ours, theirs = (Schedule(home, 24).slot(DAY, 3) for home in ("http://a.cn/", "http://b.cn/"))
    assert ours != theirs
    assert ours == Schedule("http://a.cn/", 24).slot(DAY, 3)
