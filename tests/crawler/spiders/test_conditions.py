from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching.answer import Answer
from crawler.spiders.conditions import CHECK, conditions, contradicts

CHANGED = datetime(2021, 6, 1, 8, 0, 0, tzinfo=UTC)
DATE = "Tue, 01 Jun 2021 08:00:00 GMT"
LATER = CHANGED + timedelta(days=30)


def not_modified(**headers: str) -> Answer:
    raw = tuple(
        (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
    )
    return Answer(304, "Not Modified", raw)


def test_both_marks_are_sent_as_they_came() -> None:
    assert conditions('W/"a-1"', DATE, LATER) == {
        "If-None-Match": 'W/"a-1"',
        "If-Modified-Since": DATE,
    }


@pytest.mark.parametrize(
    "etag", ["", "bare", '"a" "b"', '"a\r\nX: y"', '"' + "a" * 300 + '"', '"中"', "*"]
)
def test_a_mark_that_is_none_is_not_sent(etag: str) -> None:
    assert conditions(etag, None, LATER) == {}


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        (DATE, DATE),
        ("Tuesday, 01-Jun-21 08:00:00 GMT", DATE),
        ("Tue Jun  1 08:00:00 2021", DATE),
        ("Tue, 01 Jun 2021 16:00:00 +0800", DATE),
        ("2021年6月1日", None),
        ("0", None),
        ("Tue, 99 Jun 2021 08:00:00 GMT", None),
    ],
)
def test_dates_are_sent_in_the_one_form(text: str, sent: str | None) -> None:
    assert conditions(None, text, LATER).get("If-Modified-Since") == sent


@pytest.mark.parametrize(("after", "sent"), [(-1, False), (0, False), (1, True), (60, True)])
def test_a_page_changed_in_the_second_of_its_fetch_may_have_changed_again(
    after: int, *, sent: bool
) -> None:
    received = CHANGED + timedelta(seconds=after)
    assert ("If-Modified-Since" in conditions(None, DATE, received)) == sent


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_a_server_said_our_headers_stay_headers(etag: str, date: str) -> None:
    for value in conditions(etag, date, LATER).values():
        assert value.isascii()
        assert value.isprintable()


@pytest.mark.parametrize(
    ("answer", "etag", "date", "wrong"),
    [
        (not_modified(), '"a"', DATE, False),
        (not_modified(ETag='"a"'), '"a"', DATE, False),
        (not_modified(ETag='W/"a"'), '"a"', None, False),
        (not_modified(ETag='"a"'), '"a-gzip"', None, False),
        (not_modified(ETag='"a;gzip"'), '"a"', None, False),
        (not_modified(ETag='"b"'), '"a"', DATE, True),
        (not_modified(ETag='"b"'), None, DATE, False),
        (not_modified(Last_Modified="Wed, 02 Jun 2021 08:00:00 GMT"), None, DATE, True),
        (not_modified(Last_Modified="Mon, 31 May 2021 08:00:00 GMT"), None, DATE, False),
        (not_modified(Last_Modified="soon"), None, DATE, False),
    ],
)
def test_a_304_that_speaks_of_another_body(
    answer: Answer, etag: str | None, date: str | None, *, wrong: bool
) -> None:
    assert contradicts(answer, etag, date) == wrong


def test_the_check_is_met_by_no_server_that_looks() -> None:
    assert CHECK["If-None-Match"].startswith('"')
    assert "1990" in CHECK["If-Modified-Since"]
