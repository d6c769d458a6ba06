from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.periods import Span, five_years, plan_periods, spans


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", [(2021, 2025, 14)]),
        ("汀沅县“十四五”综合交通运输发展规划", [(2021, 2025, 14)]),
        ("“十三五”卫生健康规划", [(2016, 2020, 13)]),
        ("十三五规划", [(2016, 2020, 13)]),
        ("十四五交通运输发展规划", [(2021, 2025, 14)]),
        ("十五五时期", [(2026, 2030, 15)]),
        ("“十五”计划", [(2001, 2005, 10)]),
        ("十五期间", [(2001, 2005, 10)]),
        ("国土空间总体规划（2021—2035年）", [(2021, 2035, None)]),
        ("水安全保障规划（2021-2025年）", [(2021, 2025, 14)]),
        ("总体规划2010年至2020年", [(2010, 2020, None)]),
        ("“十三五”评估和“十四五”展望", [(2016, 2020, 13), (2021, 2025, 14)]),
    ],
)
def test_planning_periods_are_read(text, expected):
    assert [(one.first, one.last, one.number) for one in plan_periods(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "十五年发展规划",
        "十五个重点项目计划",
        "第三十五中学发展规划",
        "三十五项规划",
        "“八五”普法规划",
        "八五普法规划",
        "2024年-2023年",
        "2021-2022-0315",
        "1949-2049",
        "电话2021-20225555",
    ],
)
def test_what_names_no_planning_period(text):
    assert [one.number for one in plan_periods(text) if one.number] == []


def test_five_year_plans_fall_where_they_fell():
    assert five_years(1) == (1953, 1957)
    assert five_years(2) == (1958, 1962)
    assert five_years(3) == (1966, 1970)
    assert five_years(12) == (2011, 2015)
    assert five_years(14) == (2021, 2025)


@given(st.text(max_size=300))
def test_any_text_gives_sound_spans_and_periods(text):
    for span in spans(text):
        assert 1 <= span.first <= span.last <= 12
        assert span.text
    for period in plan_periods(text):
        assert period.first <= period.last


@given(st.integers(2000, 2030), st.sampled_from("一二三四"), st.sampled_from(["第", ""]))
def test_every_quarter_of_every_year(year, numeral, ordinal):
    number = "一二三四".index(numeral) + 1
    (span,) = spans(f"关于{year}年{ordinal}{numeral}季度重点任务落实情况的通报")
    assert (span.year, span.quarters) == (year, (number,))
