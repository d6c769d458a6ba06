from datetime import date

import pytest

from checker.facts.calendar import CalendarMissing
from checker.limits import Unit, last_day


@pytest.mark.parametrize(
    ("start", "limit", "unit", "last"),
    [
        (date(2021, 9, 27), 5, Unit.WORKDAY, date(2021, 10, 9)),  # National Day, a working Saturday
        (date(2022, 9, 22), 1, Unit.WORKDAY, date(2022, 9, 23)),
        (date(2021, 5, 31), 1, Unit.CALENDAR_MONTH, date(2021, 6, 30)),
        (date(2021, 4, 1), 1, Unit.CALENDAR_MONTH, date(2021, 5, 6)),  # ends in a holiday
        (date(2021, 11, 30), 3, Unit.CALENDAR_MONTH, date(2022, 2, 28)),
        (date(2021, 6, 1), 20, Unit.DAY, date(2021, 6, 21)),
    ],
)
def test_the_last_day_that_is_allowed(start, limit, unit, last):
    assert last_day(start, limit, unit) == last


def test_a_year_whose_holidays_are_not_known_has_no_working_days():
    assert isinstance(last_day(date(2099, 3, 2), 5, Unit.WORKDAY), CalendarMissing)


def test_months_are_measured_in_days():
    assert [(unit.said, unit.measured) for unit in Unit] == [
        ("个工作日", "个工作日"),
        ("个月", "天"),
        ("天", "天"),
    ]
