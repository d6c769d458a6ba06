"""Working days are counted as the State Council swaps them, and never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.calendar import (
    CalendarMissing,
    WorkCalendar,
    YearDays,
    add_working_days,
    is_working_day,
    months_after,
    next_working_day,
    working_day_from,
    working_days_between,
)

D = date.fromisoformat
KNOWN = st.dates(date(2005, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("start", "twenty", "seven", "five"),
    [
        ("2025-01-10", "2025-02-13", "2025-01-21", "2025-01-17"),
        ("2025-09-15", "2025-10-17", "2025-09-24", "2025-09-22"),
        ("2026-02-10", "2026-03-16", "2026-02-26", "2026-02-24"),
        ("2026-09-10", "2026-10-14", "2026-09-20", "2026-09-17"),
        ("2024-01-25", "2024-02-27", "2024-02-04", "2024-02-01"),
    ],
)
def test_limits_across_festivals(start, twenty, seven, five):
    assert [add_working_days(D(start), n) for n in (20, 7, 5)] == [D(twenty), D(seven), D(five)]
    assert working_days_between(D(start), D(twenty)) == 20


def test_swapped_days():
    assert is_working_day(D("2026-02-14")) is True  # a Saturday that is worked
    assert is_working_day(D("2026-02-16")) is False  # a Monday in the Spring Festival
    assert next_working_day(D("2026-02-14")) == D("2026-02-24")
    assert working_day_from(D("2026-02-14")) == D("2026-02-14")
    assert working_day_from(D("2026-02-15")) == D("2026-02-24")


def test_the_day_of_the_event_is_not_counted():
    monday = D("2026-03-02")
    assert working_days_between(monday, monday) == 0
    assert working_days_between(monday, monday + timedelta(days=1)) == 1


@pytest.mark.parametrize("year", [1999, 2003, 2027, 9999])
def test_a_year_without_notice_is_not_guessed(year):
    day = date(year, 6, 1)
    missing = CalendarMissing(year)
    assert is_working_day(day) == missing
    assert next_working_day(day) == missing
    assert working_day_from(day) == missing
    assert working_days_between(day, day) == missing
    assert str(year) in missing.message


def test_a_count_that_runs_into_such_a_year_names_it():
    end = D("2026-12-20")
    assert add_working_days(end, 5) == D("2026-12-25")
    assert add_working_days(end, 20) == CalendarMissing(2027)
    assert working_days_between(end, D("2027-01-04")) == CalendarMissing(2027)
    assert working_days_between(D("2003-12-30"), D("2004-02-01")) == CalendarMissing(2003)


def test_a_notice_can_be_given():
    notice = YearDays(rest=frozenset({D("2027-01-01")}), work=frozenset({D("2027-01-03")}))
    calendar = WorkCalendar({2027: notice})
    assert next_working_day(D("2026-12-31"), calendar) == D("2027-01-03")
    assert add_working_days(D("2026-12-31"), 2, calendar) == D("2027-01-04")


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-03-16", 1, "2026-04-16"),
        ("2026-01-31", 1, "2026-02-28"),  # clamped; a Saturday that is worked
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-09-01", 1, "2026-10-08"),  # the first of October moves past the holidays
        ("2025-12-15", 2, "2026-02-24"),
    ],
)
def test_limits_of_months(start, count, due):
    assert months_after(D(start), count) == D(due)


def test_months_beyond_the_known_years():
    assert months_after(D("2026-12-05"), 1) == CalendarMissing(2027)
    assert months_after(date(9999, 12, 31), 1) == CalendarMissing(9999)


@given(KNOWN, st.integers(0, 200))
def test_adding_and_counting_agree(start, count):
    end = add_working_days(start, count)
    assert working_days_between(start, end) == count
    assert working_days_between(end, start) == -count
    assert count == 0 or is_working_day(end)


@given(KNOWN, KNOWN, KNOWN)
def test_counts_add_up(one, two, three):
    first, second, third = sorted([one, two, three])
    assert working_days_between(first, third) == working_days_between(
        first, second
    ) + working_days_between(second, third)


def test_days_are_counted_on_and_never_back() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 5, 20), -1)
