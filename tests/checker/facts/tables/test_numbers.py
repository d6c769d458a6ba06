"""Cells are read as numbers only where they surely are numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.tables import Kind, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("26", 26),
        ("２６", 26),
        (" 2 6 ", 26),
        ("1,234", 1234),
        ("1，234，567", 1234567),
        ("1 234", 1234),
        ("3.50", "3.5"),
        ("-4", -4),
        ("−4", -4),
        ("1.2万", 12000),
        ("0.5亿元", 50_000_000),
        ("26件", 26),
        ("26\u00a0件", 26),
        ("97%", 97),
        ("\u200b7\ufeff", 7),
        ("0.0", 0),
    ],
)
def test_numbers(text, value):
    number = read_number(text)
    assert (number.kind, number.value) == (Kind.NUMBER, Decimal(value))


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u3000", "\n\u200b"])
def test_blanks(text):
    assert read_number(text).kind is Kind.BLANK


@pytest.mark.parametrize("text", ["-", "—", "——", "/", "－", "／", "–"])
def test_dashes(text):
    assert read_number(text).kind is Kind.DASH
    assert read_number(text).missing


@pytest.mark.parametrize(
    "text",
    ["1,23", "3/5", "约20", "无", "12 34", "1.2.3", "2024-01-02", "0527-83593059", "1e5", "二"],
)
def test_words_and_what_is_no_sure_number(text):
    assert read_number(text).kind is Kind.TEXT
    assert not read_number(text).missing


def test_whole_numbers():
    assert read_number("3.0").count == 3
    assert read_number("3.5").count is None
    assert read_number("x").count is None


@given(st.integers(-(10**15), 10**15))
def test_an_integer_is_itself_however_it_is_written(value):
    assert read_number(str(value)).value == value
    assert read_number(f"{value:,}").value == value


@given(st.text(max_size=200))
def test_never_raises(text):
    number = read_number(text)
    assert (number.value is not None) == (number.kind is Kind.NUMBER)
