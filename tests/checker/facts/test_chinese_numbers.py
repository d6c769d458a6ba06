from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.chinese_numbers import NUMERALS, chinese_number

DIGITS = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("30", 30),
        ("３０", 30),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("廿一", 21),
        ("三十", 30),
        ("一百二十", 120),
        ("一百零五", 105),
        ("两千", 2000),
        ("二〇二四", 2024),
        ("二○二四", 2024),
        ("二O二四", 2024),
        ("零", 0),
    ],
)
def test_numerals_are_read(text, number):
    assert chinese_number(text) == number


@pytest.mark.parametrize("text", ["", "日", "十百", "五六十", "3十", "-1", "1" * 13, "²"])
def test_what_is_no_number_is_none(text):
    assert chinese_number(text) is None


@given(st.integers(1, 99))
def test_every_day_and_count_as_it_is_written(number):
    tens, ones = divmod(number, 10)
    text = ("" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十") + (
        DIGITS[ones] if ones else ""
    )
    assert chinese_number(text) == number


@given(st.text(alphabet=NUMERALS + "0123日", max_size=14))
def test_anything_gives_a_number_or_none(text):
    number = chinese_number(text)
    assert number is None or number >= 0
