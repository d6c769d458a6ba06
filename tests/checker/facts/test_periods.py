from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.periods import Span, spans


def parts(text: str) -> list[tuple[int | None, int, int]]:
    return [(one.year, one.first, one.last) for one in spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年第一季度重点任务推进情况", [(2024, 1, 3)]),
        ("2024年三季度", [(2024, 7, 9)]),
        ("2024年度第3季度", [(2024, 7, 9)]),
        ("二〇二四年四季度", [(2024, 10, 12)]),
        ("2024年上半年《政府工作报告》任务进展", [(2024, 1, 6)]),
        ("2023年下半年", [(2023, 7, 12)]),
        ("2024年前三季度重点工作进展", [(2024, 1, 9)]),
        ("2023年1—10月重点项目进展", [(2023, 1, 10)]),
        ("2023年１－１０月", [(2023, 1, 10)]),
        ("2023年1月至10月", [(2023, 1, 10)]),
        ("2023年1-12月", [(2023, 1, 12)]),
        ("2023年全年完成情况", [(2023, 1, 12)]),
        ("截至11月底民生实事完成情况", [(None, 1, 11)]),
        ("截止2024年6月底", [(2024, 1, 6)]),
        ("截至2024年6月30日", []),  # a day, not a part of a year
        ("2024年重点工作第三季度进展", [(2024, 7, 9)]),
        ("第二季度工作情况", [(None, 4, 6)]),
        ("2023年4季度与2024年1季度", [(2023, 10, 12), (2024, 1, 3)]),
        ("2024年第一季度至2024年第一季度", [(2024, 1, 3)]),
    ],
)
def test_parts_of_a_year_are_read(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2024年工作总结",
        "十五个季度",
        "2-1月",
        "13-14月",
        "0-3月",
        "3—5月龄",
        "第五季度",
        "换季",
        "半年会",
    ],
)
def test_what_names_no_part_of_a_year(text):
    assert parts(text) == []


def test_a_span_says_which_quarters_it_covers_and_when_it_ends():
    assert Span(2024, 1, 9, "").quarters == (1, 2, 3)
    assert Span(2024, 1, 10, "").quarters == (1, 2, 3)
    assert Span(2024, 1, 2, "").quarters == ()
    assert Span(2024, 7, 12, "").quarters == (3, 4)
    assert Span(2024, 1, 2, "").ends == date(2024, 2, 29)
    assert Span(2024, 10, 12, "").ends == date(2024, 12, 31)
    assert Span(None, 1, 3, "").ends is None


@given(st.text(max_size=300))
def test_any_text_gives_sound_spans(text):
    for span in spans(text):
        assert 1 <= span.first <= span.last <= 12
        assert span.text


@given(st.integers(2000, 2030), st.sampled_from("一二三四"), st.sampled_from(["第", ""]))
def test_every_quarter_of_every_year(year, numeral, ordinal):
    number = "一二三四".index(numeral) + 1
    (span,) = spans(f"关于{year}年{ordinal}{numeral}季度重点任务落实情况的通报")
    assert (span.year, span.quarters) == (year, (number,))
