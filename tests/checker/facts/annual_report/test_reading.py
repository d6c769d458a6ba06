"""Reports in both forms are read cell by cell, however a page writes their tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts.annual_report import Fault, Form, State, report_on_page, sums_of
from tests.checker.facts.annual_report import forms

STYLES = sorted(forms.STYLES)


def values(figures):
    return {key: int(figure.value or 0) for key, figure in figures.items()}


def assert_read(report, made, *, zeros_shown=True):
    assert report.state is State.READ, report.problems
    assert values(report.requests) == made.all_requests
    assert values(report.disputes) == {
        (course, end): value
        for course, five in made.disputes.items()
        for end, value in zip(("upheld", "corrected", "other", "open", "sum"), five, strict=True)
    }
    assert values(report.disclosure) == made.disclosure
    sums = sums_of(report)
    assert not sums.doubtful
    assert sums.blank_as_zero is not zeros_shown


@pytest.mark.parametrize("year", [2019, 2023])
@pytest.mark.parametrize("style", STYLES)
def test_every_cell_in_every_style(style, year):
    for seed in range(6):
        made = forms.figures(seed, year)
        report = report_on_page(forms.page(made, forms.STYLES[style]))
        assert_read(report, made, zeros_shown=style != "blank_zeros")
        assert report.form is (Form.Y2021 if year >= 2021 else Form.Y2019)
        assert (report.issuer, report.year) == ("临溪县民政局", year)
        assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(STYLES), st.integers(0, 10**6), st.floats(0, 1), st.booleans())
def test_whatever_the_figures_are(style, seed, busy, new):
    made = forms.figures(seed, 2024 if new else 2020, busy)
    report = report_on_page(forms.page(made, forms.STYLES[style]))
    assert values(report.requests) == made.all_requests
    assert values(report.disclosure) == made.disclosure
    assert not sums_of(report).doubtful


def test_a_real_report(realdata):
    page = realdata / "annual-reports" / "shuyang-fgj-2023.html"
    report = report_on_page(page.read_text(encoding="utf-8"))
    assert (report.issuer, report.year, report.form) == ("沭阳县发展和改革局", 2023, Form.Y2021)
    assert report.state is State.READ
    asked = {
        (row, column): 26
        if row in {"new", "granted", "handled"} and column in {"person", "total"}
        else 0
        for row in forms.figures(0).requests
        for column in forms.KEYS
    }
    assert values(report.requests) == asked
    assert {k: v for k, v in values(report.disputes).items() if v} == {
        ("review", "open"): 1,
        ("review", "sum"): 1,
    }
    assert {k: v for k, v in values(report.disclosure).items() if v} == {
        ("normative", "issued"): 8,
        ("normative", "in_force"): 18,
    }
    sums = sums_of(report)
    assert len(sums.identities) == 7 + 7 + 25 + 3
    assert not sums.doubtful
    assert sums.blank_as_zero


@pytest.mark.parametrize(
    "text",
    [
        "2023年政府网站工作年度报表",
        "关于做好2023年政府信息公开工作年度报告编制发布工作的通知",
        "临溪县2023年法治政府建设年度报告",
        "政府信息公开指南",
    ],
)
def test_other_pages_are_no_reports(text):
    assert report_on_page(f"<h1>{text}</h1><p>正文</p>") is None


@pytest.mark.parametrize(
    ("title", "issuer", "year"),
    [
        ("临溪县2023年政府信息公开工作年度报告", "临溪县", 2023),
        ("2023年临溪县民政局政府信息公开工作年度报告", "临溪县民政局", 2023),
        ("临溪县民政局2023年度政府信息公开年报", "临溪县民政局", 2023),
        ("青石镇人民政府二〇二三年政府信息公开工作年度报告", "青石镇人民政府", 2023),
        ("临溪县 2023 年 政府信息公开 工作年度报告", "临溪县", 2023),
        ("临溪县２０２３年政府信息公开工作年度报告", "临溪县", 2023),
    ],
)
def test_titles(title, issuer, year):
    report = report_on_page(f"<h1>{title}</h1>")
    assert (report.issuer, report.year, report.state) == (issuer, year, State.NO_TABLES)


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("上年结转", "上年度结转"),
        ("总计", "合计"),
        ("自然人", "公民"),
        ("其他", "其它"),
        ("结果维持", "维持"),
        ("结果纠正", "纠正"),
        ("没有现成信息需要另行制作", "没有现成的信息"),
        ("没有现成信息需要另行制作", "需另行制作的"),
        ("属于行政查询事项", "属于查询事项"),
        ("尚未审结", "未审结"),
    ],
)
def test_a_label_in_other_words_is_the_same_row_or_column(printed, found):
    made = forms.figures(1)
    html = forms.page(made)
    assert printed in html
    assert_read(report_on_page(html.replace(printed, found)), made)


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("四、政府信息公开行政复议、行政诉讼情况", "四、因政府信息公开工作被申请行政复议情况"),
        ("四、政府信息公开行政复议、行政诉讼情况", "四、因政府信息公开被提起行政诉讼的情况"),
        ("六、其他需要报告的事项", "六、其他需报告的事项"),
        ("六、其他需要报告的事项", "六、其他报告事项"),
        ("三、收到和处理政府信息公开申请情况", "三、依申请公开情况"),
    ],
)
def test_a_section_under_another_heading_is_the_same(printed, found):
    html = forms.page(forms.figures(1))
    assert printed in html
    report = report_on_page(html.replace(printed, found))
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "html",
    [
        "<h1>临溪县2023年政府工作报告</h1>",
        f"<p>{'根据有关规定，结合工作实际，' * 12}现公布临溪县2023年政府信息公开工作年度报告。</p>",
    ],
)
def test_what_is_no_report(html):
    assert report_on_page(html) is None


def test_tables_that_are_pictures():
    made = forms.figures(1)
    report = report_on_page(forms.page(made, lambda _: "<img src=t.png>"))
    assert report.state is State.IMAGE_ONLY


def test_what_is_missing_is_named():
    made = forms.figures(1)
    rows = forms.requests_table(made)
    html = forms.page(made).replace(forms.plain(rows), forms.plain(rows[:-1]))
    report = report_on_page(html)
    assert report.state is State.PARTIAL
    assert [(p.fault, p.message) for p in report.problems] == [
        (Fault.ROW, "表三没有读到“四、结转下年度继续办理”一行")
    ]
    for table, name in (
        (forms.disclosure_table(made), "表二"),
        (forms.requests_table(made), "表三"),
        (forms.disputes_table(made), "表四"),
    ):
        report = report_on_page(forms.page(made).replace(forms.plain(table), ""))
        assert report.state is State.PARTIAL
        assert [(p.fault, name in p.message) for p in report.problems] == [(Fault.TABLE, True)]


def test_a_row_with_too_few_cells_is_not_guessed():
    made = forms.figures(1)
    rows = forms.requests_table(made)
    html = forms.page(made, forms.spans_lost).replace(
        forms.spans_lost(rows), forms.spans_lost([*rows[:3], rows[3][:-1], *rows[4:]])
    )
    report = report_on_page(html)
    assert ("new", "person") not in report.requests
    assert "本年新收" in report.problems[0].message
    assert str(report.problems[0].place) == "第2张表第4行第1列"


def test_a_word_in_a_cell_is_named():
    made = forms.figures(1)
    html = forms.page(made).replace(
        forms.cells(forms.requests_table(made)[3]),
        forms.cells([*forms.requests_table(made)[3][:-1], ("见附件", 1, 1)]),
    )
    report = report_on_page(html)
    assert [(p.fault, "总计" in p.message) for p in report.problems] == [(Fault.CELL, True)]


def test_a_table_that_stands_twice_counts_once():
    made = forms.figures(3)
    table = forms.plain(forms.requests_table(made))
    report = report_on_page(forms.page(made).replace(table, table + table))
    assert_read(report, made)
    other = forms.figures(4)
    html = forms.page(made).replace(table, table + forms.plain(forms.requests_table(other)))
    assert Fault.TWICE in {p.fault for p in report_on_page(html).problems}


@given(st.text(), st.integers(0, 40_000), st.integers(0, 40_000))
@settings(deadline=None)
def test_never_raises_on_a_broken_page(text, start, length):
    html = forms.page(forms.figures(5), forms.word)
    report_on_page(text)
    report_on_page(html[:start] + text + html[start + length :])


def with_requests(made, rows):
    """The page of a report whose table of requests has these rows."""
    return forms.page(made).replace(forms.plain(forms.requests_table(made)), forms.plain(rows))


def test_figures_below_their_label_over_a_page_break():
    made = forms.figures(1, busy=1.0)
    rows = forms.requests_table(made)
    label, figures = rows[3][:1], rows[3][1:]
    blank, bare = [("", 1, 1)] * 7, [("", 1, 3)]
    broken = with_requests(made, [*rows[:3], label + blank, bare + figures, *rows[4:]])
    assert values(report_on_page(broken).requests) == made.all_requests
    # What follows is no rest of it: nothing but blanks, too few cells, another row's label.
    for below in (bare + blank, bare + figures[:5], [("说明", 1, 3), *figures[:3]]):
        report = report_on_page(with_requests(made, [*rows[:3], label + blank, below, *rows[4:]]))
        assert report.requests["new", "person"].value is None
        assert report.requests["carried_in", "total"].value == made.requests["carried_in"][6]


@pytest.mark.parametrize("at", [0, 7])
def test_spare_places_that_merged_cells_left_are_dropped(at):
    made = forms.figures(1)
    rows = [
        [*row[:-7], *row[-7:][:at], ("", 1, 1), *row[-7:][at:]]
        for row in forms.requests_table(made)[3:]
    ]
    report = report_on_page(with_requests(made, rows))
    assert values(report.requests) == made.all_requests


def test_a_spare_place_that_could_stand_anywhere_is_not_guessed():
    made = forms.figures(1)
    rows = [[*row[:-7], *row[-7:], ("9", 1, 1)] for row in forms.requests_table(made)[3:]]
    assert report_on_page(with_requests(made, rows)).requests == {}


def test_a_cell_that_names_two_rows_names_none():
    made = forms.figures(1)
    rows = forms.requests_table(made)
    both = ("1.信访举报投诉类申请2.重复申请", 1, 1)
    at = next(n for n, row in enumerate(rows) if ("2.重复申请", 1, 1) in row)
    read = report_on_page(with_requests(made, [*rows[:at], [both, *rows[at][1:]], *rows[at + 1 :]]))
    assert ("ignored_2", "person") not in read.requests
    assert read.requests["ignored_1", "person"].value == made.requests["ignored_1"][0]
    assert "重复申请" in read.problems[0].message


def test_the_year_is_that_of_the_figures_where_the_title_names_none():
    made = forms.figures(1, 2023)
    html = forms.page(made).replace("临溪县民政局2023年政府信息公开工作年度报告", "年度报告")
    report = report_on_page(html)
    assert (report.year, report.form) == (2023, Form.Y2021)


def test_disputes_that_stand_twice_or_hold_a_word_are_named():
    made = forms.figures(1)
    rows = forms.disputes_table(made)
    table = forms.plain(rows)
    page = forms.page(made)
    assert values(report_on_page(page.replace(table, table * 2)).disputes) == values(
        report_on_page(page).disputes
    )
    worded = forms.plain([*rows[:-1], [*rows[-1][:-1], ("若干", 1, 1)]])
    report = report_on_page(page.replace(table, worded))
    assert [(p.fault, "复议后起诉" in p.message) for p in report.problems] == [(Fault.CELL, True)]


def test_a_row_of_disputes_for_which_no_course_is_left_is_passed_over():
    """Three rows of ten cells: the third is no course of the form."""
    made = forms.figures(1)
    rows = forms.disputes_table(made)
    head = forms.cells([(end, 1, 1) for end in forms.ENDS * 2])
    ten = "".join(f"<td>{n}</td>" for n in range(10))
    more = f"<table><tr>{head}</tr><tr>{ten}</tr></table>"
    page = forms.page(made)
    table = forms.plain(rows)
    report = report_on_page(page.replace(table, table + more))
    assert values(report.disputes) == values(report_on_page(page).disputes)
