"""Whatever a text holds, in a cell it is a text that can be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.cells import MAX_CELL, cell_text, inert, like_a_formula


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", " =1", "　=1"],
)
def test_what_a_spreadsheet_could_compute_gets_an_apostrophe(text: str) -> None:
    assert like_a_formula(text)
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "甲", "404", "a=1", "http://a.example/", "—", "（一）"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


def test_a_text_that_begins_with_an_apostrophe_keeps_its_own() -> None:
    assert inert("'=1") == "''=1"


@pytest.mark.parametrize("text", ["\x00=1", "\r=1", "\u202e=1", "\u200b=1", "\ufeff=1"])
def test_hidden_characters_before_a_formula_are_spelt_out(text: str) -> None:
    assert cell_text(text).startswith("[U+")


@pytest.mark.parametrize("char", ["长", "\U0010ffff", "\u202e", "😀"])
def test_a_megabyte_fits_into_a_cell_and_is_said_to_be_cut(char: str) -> None:
    text = cell_text(char * 1_000_000)
    assert len(text.encode("utf-16-le")) // 2 <= MAX_CELL
    assert "……" in text[-40:]


@given(st.text(max_size=30))
def test_an_apostrophe_taken_off_gives_the_text_back(text: str) -> None:
    shown = cell_text(text)
    assert inert(shown).removeprefix("'") == shown.removeprefix("'") or inert(shown)[1:] == shown
    assert not like_a_formula(inert(shown))
