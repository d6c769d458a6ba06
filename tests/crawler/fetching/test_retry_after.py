from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching.retry_after import retry_after

NOW = datetime(2021, 12, 31, 8, 0, tzinfo=UTC)
DATE = "Fri, 31 Dec 2021 08:00:30 GMT"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30.0),
        (" 30 ", 30.0),
        ("0", 0.0),
        (DATE, 30.0),
        ("Friday, 31-Dec-21 08:00:30 GMT", 30.0),  # RFC 850
        ("Fri Dec 31 08:00:30 2021", 30.0),  # asctime
        ("Fri, 31 Dec 2021 16:00:30 +0800", 30.0),
        ("9" * 400, 1e9),
        # Nonsense is as if nothing stood there.
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("٣٠", None),
        ("Fri, 31 Dec 2021 07:59:00 GMT", None),
        ("Fri, 99 Dec 2021 08:00:30 GMT", None),
        ("Fri, 31 Dec 99999 08:00:30 GMT", None),
        ("Fri, 01 Jan 0001 00:00:00 +2359", None),
    ],
)
def test_what_is_asked_for(value, seconds):
    assert retry_after({"retry-after": value}, NOW) == seconds


def test_without_the_header():
    assert retry_after({}, NOW) is None


def test_a_date_is_measured_by_the_server_s_own_clock():
    headers = {"retry-after": DATE, "date": "Fri, 31 Dec 2021 08:00:20 GMT"}
    assert retry_after(headers, datetime(2030, 1, 1, tzinfo=UTC)) == 10.0


def test_a_server_clock_that_cannot_be_read_does_not_matter():
    assert retry_after({"retry-after": DATE, "date": "now"}, NOW) == 30.0


@given(st.text(), st.text())
def test_any_text_is_a_time_or_nothing(value, date):
    seconds = retry_after({"retry-after": value, "date": date}, NOW)
    assert seconds is None or seconds >= 0
