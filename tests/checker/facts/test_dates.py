from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.dates import (
    Candidate,
    DateKind,
    Rank,
    date_in_url,
    first_date,
    full_dates,
    settle,
    yearless,
)
from checker.facts.stamps import chinese_stamps

MAY = date(2023, 5, 15)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2023-05-15",
            "2023/5/15",
            "2023年5月15日",
            "2023.05.15",
            "２０２３－０５－１５",
            "[2023-05-15]",
        ),
        *("发布时间：2023-05-15 09:30:26", "2023年 05月 15日", "2023-5-15T10:00"),
    ],
)
def test_every_shape_of_a_full_date(text: str) -> None:
    assert first_date(text) == MAY


@pytest.mark.parametrize(
    "text", ["2023-13-05", "2023-02-30", "3.2023.05", "2023年", "版本 1.2023", "12023-05-15"]
)
def test_what_is_no_date(text: str) -> None:
    assert full_dates(text) == []


@pytest.mark.parametrize(
    ("text", "expected"), [("[05-15]", (5, 15)), ("05/15", (5, 15)), ("5月15日", (5, 15))]
)
def test_a_date_without_year_is_seen_but_is_no_date(text: str, expected: tuple[int, int]) -> None:
    assert yearless(text) == expected
    assert first_date(text) is None


@pytest.mark.parametrize("text", ["0571-85151234", "2023-05-15", "13-45", "1-200号"])
def test_other_pairs_of_numbers_are_no_dates(text: str) -> None:
    assert yearless(text) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://x.gov.cn/a/202008/t20200805_1353179.html", date(2020, 8, 5)),
        ("http://x.gov.cn/art/2022/9/22/art_1_2.html", date(2022, 9, 22)),
        ("http://x.gov.cn/c26829/20250126/i2310545.html", date(2025, 1, 26)),
        ("http://x.gov.cn/xxgk/202404/0123456789abcdef0123456789abcdef.shtml", None),
        ("http://x.gov.cn/info/2381/644672.htm", None),
    ],
)
def test_the_day_in_a_url(url: str, expected: date | None) -> None:
    assert date_in_url(url) == expected


def test_the_body_is_trusted_first_and_a_far_date_is_a_conflict() -> None:
    body = Candidate(MAY, Rank.BODY, "")
    near = Candidate(date(2023, 6, 1), Rank.META, "")
    far = Candidate(date(2022, 1, 1), Rank.URL, "")
    assert settle([near, body]).best == body
    assert not settle([near, body]).conflict
    assert settle([near, body, far]).conflict
    assert settle([]).best is None


@given(st.text(max_size=200))
def test_any_text_may_come(text: str) -> None:
    for value in full_dates(text):
        assert 1900 <= value.year <= 2099
    yearless(text)
    date_in_url(text)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert full_dates(f"于{text}发布") == [day]


@pytest.mark.parametrize(
    "text",
    [
        "Nov 20, 2024",
        "November 20, 2024",
        "20 Nov 2024",
        "20Nov 2024",
        "20-Nov-2024",
        "Nov. 20 2024",
    ],
)
def test_english_days(text):
    assert first_date(text) == date(2024, 11, 20)


@pytest.mark.parametrize("text", ["Nov 2024", "Nov 31, 2024", "Marathon 20 2024年", "may 20240"])
def test_what_is_no_english_day(text):
    assert first_date(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二三年五月十五日", MAY),
        ("二○二三年五月十五日", MAY),
        ("二零二三年五月十五日", MAY),
        ("二OO三年十月十日", date(2003, 10, 10)),
        ("二〇二三年十二月卅一日", date(2023, 12, 31)),
        ("二〇二三年正月廿日", date(2023, 1, 20)),
        ("二〇二三年元月三日", date(2023, 1, 3)),
        ("二〇二三年二月三十日", None),
        ("二〇二三年五月日", None),
    ],
)
def test_days_in_chinese_numerals(text: str, day: date | None) -> None:
    assert [stamp.value for stamp in chinese_stamps(text)] == ([day] if day else [])


def test_numbers_that_go_on_are_versions_and_no_days() -> None:
    assert full_dates("版本 2023.5.15.2") == []
    assert full_dates("2023.5.15。2") == [MAY]
    assert yearless("02-30 03-01") == (3, 1)


def test_what_a_day_is_called_where_it_is_shown() -> None:
    made = Candidate(MAY, Rank.OTHER, "2023-05-15", DateKind.WRITTEN)
    assert made.where == "正文页标注的成文日期"
    assert not made.published
    assert Candidate(MAY, Rank.LIST, "2023-05-15").published
