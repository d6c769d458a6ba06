"""Days that come every year: what a rule may write as `by`."""

from datetime import date

import pytest
from pydantic import ValidationError

from checker.catalogue import checks
from checker.yearly_day import every_year, not_yet

WITH_A_DAY = sorted(name for name, check in checks().items() if "by" in check.params.model_fields)


def test_a_day_of_every_year_is_taken():
    assert every_year("12-31") == "12-31"


@pytest.mark.parametrize("day", ["02-29", "02-30", "13-01", "00-10", "04-31"])
def test_a_day_that_does_not_come_every_year_is_refused(day):
    with pytest.raises(ValueError, match=f"不是每年都有 {day}"):
        every_year(day)


@pytest.mark.parametrize("name", WITH_A_DAY)
def test_no_check_takes_a_day_on_which_it_would_break(name):
    with pytest.raises(ValidationError, match="不是每年都有 02-29"):
        checks()[name].params(by="02-29", names=["a"], units=["a"])


def test_there_are_such_checks():
    assert len(WITH_A_DAY) >= 5


def test_the_day_itself_has_not_passed():
    assert not_yet("03-31", date(2026, 3, 31)) == "期限 2026-03-31 未到"
    assert not_yet("03-31", date(2026, 4, 1)) is None
