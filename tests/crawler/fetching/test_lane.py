"""When a host may be asked next.  Moments are plain numbers: nothing waits here."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching.lane import BackOff, Lane, Manners
from crawler.snapshot import Outcome

BACK_OFF = BackOff(
    longest_pause=100.0, first_pause=2.0, slowest=8.0, least_delay=0.5, limits=3, walls=5
)
MANNERS = Manners(1.0, BACK_OFF)


def limited(lane: Lane, now: float, asked: float | None) -> None:
    lane.limited(now, asked, BACK_OFF)


def test_a_delay_from_one_question_to_the_next():
    lane = Lane()
    assert lane.ready_at(MANNERS) == -math.inf
    lane.began(10.0)
    assert lane.ready_at(MANNERS) == 11.0
    assert lane.ready_at(Manners(0.0, BACK_OFF)) == 10.0


def test_a_pause_that_is_asked_for():
    lane = Lane()
    lane.began(10.0)
    limited(lane, 10.5, 30.0)
    assert lane.ready_at(MANNERS) == 40.5
    assert lane.asked_to_wait


def test_no_server_makes_us_wait_for_longer_than_we_are_willing_to():
    lane = Lane()
    limited(lane, 0.0, 1e9)
    assert lane.ready_at(MANNERS) == 100.0


def test_a_pause_of_our_own_where_none_is_asked_for_doubled_each_time():
    lane = Lane()
    limited(lane, 0.0, None)
    assert lane.ready_at(MANNERS) == 2.0
    assert not lane.asked_to_wait
    limited(lane, 3.0, None)
    assert lane.ready_at(MANNERS) == 7.0


def test_answers_that_were_under_way_when_the_pause_began_count_once():
    lane = Lane()
    for _ in range(9):
        limited(lane, 0.0, 30.0)
    assert lane.left_alone is None
    assert lane.delay(MANNERS) == 2.0
    limited(lane, 1.0, 60.0)  # but the longest of their pauses holds
    assert lane.ready_at(MANNERS) == 61.0


def test_slower_after_a_limit_and_slowly_quicker_again():
    lane = Lane()
    limited(lane, 0.0, 1.0)
    assert lane.delay(MANNERS) == 2.0
    limited(lane, 2.0, 1.0)
    assert lane.delay(MANNERS) == 4.0
    delays = []
    for _ in range(20):
        lane.welcomed()
        delays.append(lane.delay(MANNERS))
    assert delays[0] == pytest.approx(3.6)
    assert delays == sorted(delays, reverse=True)
    assert delays[9] > 1.0
    assert delays[-1] == 1.0


def test_a_short_delay_becomes_a_noticeable_one():
    lane = Lane()
    limited(lane, 0.0, 1.0)
    assert lane.delay(Manners(0.0, BACK_OFF)) == 1.0


def test_no_delay_grows_beyond_the_slowest_and_a_longer_one_stays():
    lane = Lane()
    for now in range(0, 1000, 100):
        limited(lane, float(now), 1.0)
    assert lane.delay(MANNERS) == 8.0
    assert lane.delay(Manners(20.0, BACK_OFF)) == 20.0


def test_a_host_that_limits_every_question_is_left_alone():
    lane = Lane()
    for now in (0.0, 100.0, 200.0):
        assert lane.left_alone is None
        limited(lane, now, 5.0)
    assert lane.left_alone is not None
    assert lane.left_alone.outcome is Outcome.RATE_LIMITED
    assert "3 times" in lane.left_alone.detail


def test_a_host_that_limits_now_and_then_is_not():
    lane = Lane()
    for now in range(0, 1000, 100):
        limited(lane, float(now), 5.0)
        lane.welcomed()
    assert lane.left_alone is None


def test_walls_slow_down_then_pause_then_one_more_question_then_left_alone():
    lane = Lane()
    for now in range(2):
        lane.walled(float(now), "412", BACK_OFF)
    assert lane.delay(MANNERS) == 1.0, "two walls may be two pages"
    lane.walled(2.0, "412", BACK_OFF)
    assert lane.delay(MANNERS) == 2.0
    lane.walled(3.0, "412", BACK_OFF)
    lane.walled(4.0, "412", BACK_OFF)
    assert lane.ready_at(MANNERS) == 34.0
    assert not lane.asked_to_wait
    assert lane.left_alone is None
    lane.walled(35.0, "412", BACK_OFF)
    assert lane.left_alone is not None
    assert lane.left_alone.outcome is Outcome.BLOCKED
    assert "412" in lane.left_alone.detail


def test_a_page_behind_the_walls_begins_the_count_anew():
    lane = Lane()
    for now in range(5):
        lane.walled(float(now), "412", BACK_OFF)
    lane.welcomed()
    lane.walled(40.0, "412", BACK_OFF)
    assert lane.left_alone is None


def test_answers_that_come_more_and_more_slowly_slow_us_down():
    lane = Lane()
    for _ in range(20):
        lane.took(0.1)
    assert lane.delay(MANNERS) == 1.0
    for _ in range(10):
        lane.took(6.0)
    assert lane.delay(MANNERS) > 2.0
    for _ in range(20):
        lane.took(0.1)
    assert lane.delay(MANNERS) == 1.0


def test_a_server_that_was_always_slow_is_asked_as_ever():
    lane = Lane()
    for _ in range(50):
        lane.took(5.0)
    assert lane.delay(MANNERS) == 1.0


def test_without_politeness_slow_answers_are_nobody_s_strain():
    lane = Lane()
    lane.took(0.01)
    for _ in range(20):
        lane.took(9.0)
    assert lane.delay(Manners(0.0, BACK_OFF)) == 0.0


EVENTS = st.one_of(
    st.tuples(st.just("limited"), st.none() | st.floats(0, 1e9)),
    st.tuples(st.just("walled"), st.none()),
    st.tuples(st.just("welcomed"), st.none()),
    st.tuples(st.just("took"), st.floats(0, 1e6)),
)


@given(st.lists(st.tuples(st.floats(0, 1000), EVENTS), max_size=60), st.floats(0, 60))
def test_whatever_happens_the_next_question_is_never_sooner_than_the_delay_nor_for_ever_away(
    events, delay
):
    manners = Manners(delay, BACK_OFF)
    lane, now = Lane(), 0.0
    for passed, (what, value) in events:
        now += passed
        lane.began(now)
        if what == "limited":
            lane.limited(now, value, BACK_OFF)
        elif what == "walled":
            lane.walled(now, "403", BACK_OFF)
        elif what == "welcomed":
            lane.welcomed()
        else:
            lane.took(value)
        assert now + delay <= lane.ready_at(manners)
        assert lane.ready_at(manners) <= now + max(delay, 8.0, 100.0) + 1e-6
