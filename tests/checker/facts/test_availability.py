"""Days of measurements in a row: which week is looked at, and how many days are lacking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from checker.facts.availability import Came, Day, Try, by_day, still_needed, week

AS_OF = date(2026, 6, 30)


def tried(*days: int) -> Mapping[date, Day]:
    """One page opened on each of these days of June."""
    return by_day(Try(datetime(2026, 6, day, 4, tzinfo=UTC), Came.OPENED, 1.0) for day in days)


@pytest.mark.parametrize(
    ("days", "needed"),
    [
        ((), 7),
        ((30,), 6),
        ((27, 28, 29, 30), 3),
        ((27, 28, 29), 4),  # today is not over
        ((26, 27, 28), 7),  # yesterday is lacking
        ((27, 28, 30), 6),
        (tuple(range(20, 31)), 0),
    ],
)
def test_how_many_more_days_are_needed(days: tuple[int, ...], needed: int) -> None:
    assert still_needed(tried(*days), AS_OF, 7, 1) == needed


@pytest.mark.parametrize(
    ("days", "first", "lacking"),
    [
        (range(20, 31), 24, []),
        (range(20, 30), 23, []),  # today is not over
        (range(16, 24), 17, []),  # the week ends as much as a week ago
        ((24, 25, 27, 28, 29, 30), 24, [26]),
    ],
)
def test_the_latest_week_with_enough_is_looked_at(
    days: range, first: int, lacking: list[int]
) -> None:
    found = week(tried(*days), AS_OF, 7, 1)
    assert [day.day.day for day in found.days] == list(range(first, first + 7))
    assert [day.day.day for day in found.lacking] == lacking
