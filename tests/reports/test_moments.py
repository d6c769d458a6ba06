"""Times are shown in Beijing time, whatever zone they were written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.moments import day, moment


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2021-12-31T16:30:00+00:00", "2022-01-01 00:30:00"),
        ("2021-12-31T16:30:00Z", "2022-01-01 00:30:00"),
        ("2021-12-31T16:30:00.123+08:00", "2021-12-31 16:30:00"),
        ("2021-12-31T16:30:00", "2021-12-31 16:30:00"),
        ("9999-12-31T23:59:59-08:00", "9999-12-31T23:59:59-08:00"),
        ("昨天", "昨天"),
        ("", ""),
        (None, ""),
    ],
)
def test_moment(text: str | None, shown: str) -> None:
    assert moment(text) == shown


def test_day() -> None:
    assert day("2021-07-05") == "2021年7月5日"
    assert day("不详") == "不详"


@given(st.text())
def test_any_text_is_shown_somehow(text: str) -> None:
    assert len(moment(text)) < 120
    assert len(day(text)) < 120
