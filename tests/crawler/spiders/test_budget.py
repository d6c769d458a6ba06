from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.worth import Tier, level
from crawler.spiders.backlog import Turn
from crawler.spiders.budget import Budget

GOOD, POOR = level(Tier.COLUMN), level(Tier.REST)


def test_without_a_limit_everything_has_its_turn():
    budget = Budget(None)
    assert all(budget.admits(worth) for worth in (GOOD, POOR) * 100)
    assert {budget.turn(worth) for worth in (GOOD, POOR)} == {Turn.NOW}
    assert not budget.is_spent


def test_the_better_keep_their_places():
    budget = Budget(3)
    assert [budget.admits(POOR) for _ in range(5)] == [True, True, True, False, False]
    assert [budget.admits(GOOD) for _ in range(3)] == [True, True, True]
    assert budget.turn(POOR) is Turn.LATER
    assert [budget.turn(GOOD) for _ in range(3)] == [Turn.NOW] * 3
    assert budget.is_spent
    assert budget.turn(POOR) is Turn.NEVER


def test_the_rest_takes_no_more_than_half_while_better_ones_wait():
    budget = Budget(20)
    assert budget.admits(GOOD)
    assert all(budget.admits(POOR) for _ in range(19))
    assert [budget.turn(POOR) for _ in range(11)] == [Turn.NOW] * 10 + [Turn.LATER]
    assert budget.turn(GOOD) is Turn.NOW
    assert budget.turn(POOR) is Turn.NOW


def test_what_is_given_back_can_be_taken_again():
    budget = Budget(1)
    budget.took()
    assert not budget.admits(GOOD)
    budget.give_back()
    assert budget.admits(GOOD)
    assert budget.turn(GOOD) is Turn.NOW


@given(st.integers(1, 30), st.lists(st.integers(16, 159), max_size=80))
def test_never_more_than_the_limit_and_the_best_of_what_waits(most, worths):
    budget = Budget(most)
    waiting = [worth for worth in worths if budget.admits(worth)]
    taken = []
    while waiting:
        waiting.sort(reverse=True)
        worth = waiting.pop(0)
        turn = budget.turn(worth)
        assert turn is not Turn.LATER  # the best has its turn, or none has
        if turn is Turn.NOW:
            taken.append(worth)
    assert len(taken) == min(most, len(worths))
    assert taken == sorted(worths, reverse=True)[:most]
