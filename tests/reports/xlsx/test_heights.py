"""Rows are high enough for their text, and no text is higher than a row can be."""

from hypothesis import example, given
from hypothesis import strategies as st

from reports.xlsx.heights import MOST_LINES, fitting, height, lines


def test_chinese_is_twice_as_wide_as_latin() -> None:
    assert lines("a" * 16, 20) == 1
    assert lines("县" * 8, 20) == 1
    assert lines("县" * 9, 20) == 2
    assert lines("甲\n乙\n", 20) == 3
    assert lines("", 20) == 1


def test_no_row_is_higher_than_excel_lets_it_be() -> None:
    assert height(1_000) == height(MOST_LINES) < 409


@given(st.text(max_size=400), st.integers(6, 60))
@example("\x80\x80\x80" + "\U00010000" * 4, 17)  # wider than two each
def test_what_does_not_fit_is_cut_and_said_to_be(text: str, width: int) -> None:
    shown, taken = fitting(text, width, "……未完")
    assert lines(shown, width) <= taken <= MOST_LINES
    assert shown == text or (shown.endswith("……未完") and text.startswith(shown[:-4]))
