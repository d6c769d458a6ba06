"""Due dates follow the calendar of holidays, and where there is none nobody guesses."""

from datetime import date

import pytest

from audits.config import Choices
from audits.deadline import deadline
from reports.deadline import Deadline


@pytest.mark.parametrize(
    ("issued", "workdays", "due"),
    [
        (date(2022, 1, 4), 10, date(2022, 1, 18)),
        # Spring Festival: 31 January to 6 February free, the Saturday and Sunday before worked.
        (date(2022, 1, 28), 3, date(2022, 2, 7)),
        (date(2021, 12, 31), 1, date(2022, 1, 4)),
    ],
)
def test_working_days_are_counted_with_swapped_days(issued: date, workdays: int, due: date) -> None:
    told = deadline(Choices(issued_on=issued, due_workdays=workdays))
    assert told == Deadline(workdays, usual=False, issued_on=issued, due=due)


def test_ten_days_are_said_to_be_the_usual_ones() -> None:
    assert deadline(Choices()) == Deadline(10, usual=True)
    assert deadline(Choices(issued_on=date(2022, 1, 4))).usual


def test_a_year_without_a_calendar_has_no_due_date() -> None:
    told = deadline(Choices(issued_on=date(2098, 12, 20)))
    assert told.due is None
    assert told.not_known
