"""Files as office programs write them are read whole."""

import gzip

import pytest

from checker.facts.annual_report import Material, find_report, sums_of
from checker.facts.annual_report import State as ReportState
from checker.facts.attachments import Kind, Seen, State
from checker.facts.attachments.reading import read_here as read_attachment
from tests.checker.facts.annual_report import forms
from tests.checker.facts.attachments.made import EXAMPLES, grid


def read(name):
    return read_attachment((EXAMPLES / name).read_bytes(), name)


def said(attachment):
    found = {}
    for passage in attachment.passages:
        found.setdefault(passage.seen, []).extend(passage.lines)
    return found


@pytest.mark.parametrize(
    "name",
    [
        "annual.doc",
        "annual.docx",
        "annual.rtf",
        "annual.xls",
        "annual.xlsx",
        "annual.pdf",
        "turned.pdf",
    ],
)
def test_an_annual_report_comes_out_cell_by_cell(name):
    attachment = read(name)
    assert attachment.state is State.READ
    report = find_report(Material(attachment.lines, attachment.tables))
    made = forms.figures(5, 2023)
    assert report.state is ReportState.READ, report.problems
    assert report.title == "临溪县民政局2023年政府信息公开工作年度报告"
    assert {k: int(f.value) for k, f in report.requests.items()} == made.all_requests
    assert {k: int(f.value) for k, f in report.disclosure.items()} == made.disclosure
    assert [int(f.value) for f in report.disputes.values()] == [
        value for five in made.disputes.values() for value in five
    ]
    assert not sums_of(report).doubtful
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("name", ["changes.docx", "changes.doc", "changes.rtf"])
def test_what_a_reader_does_not_see_is_read_and_marked(name):
    attachment = read(name)
    assert attachment.state is State.READ
    assert said(attachment) == {
        Seen.SHOWN: [
            "关于测试的通知",
            "公开的正文仍然可见。",
            "修订前加上的话修订后。",
            "有批注的一段。",
        ],
        Seen.HIDDEN: ["隐藏的文字"],
        Seen.DELETED: ["删掉的话"],
        Seen.COMMENT: ["这里要核实"],
        Seen.MARGIN: ["页眉文字", "页脚文字"],
    }
    assert attachment.lines == tuple(said(attachment)[Seen.SHOWN])
    if name != "changes.rtf":
        assert attachment.metadata["作者"] == "起草人"
        assert attachment.metadata["最后修改人"] == "定稿人"
    (table,) = attachment.tables
    assert grid(table)[2] == ["甲局", "3", "5"]
    if name == "changes.docx":
        assert grid(table)[:2] == [["部门", "数量", "数量"], ["部门", "上年", "本年"]]


@pytest.mark.parametrize("name", ["cells.docx", "cells.doc", "cells.rtf"])
def test_cells_of_several_paragraphs_are_whole_wherever_they_stand(name):
    attachment = read(name)
    assert attachment.state is State.READ
    assert attachment.lines == ("前文", "后文", "结束")
    assert [grid(table) for table in attachment.tables] == [
        [["00", "01"], ["10\n第二段𠀀", "11"], ["20", "21\n乙二"]],
        [["末\n二", "尾"]],
    ]


@pytest.mark.parametrize("name", ["hidden.xlsx", "hidden.xls"])
def test_hidden_rows_columns_and_sheets_are_read_and_marked(name):
    attachment = read(name)
    assert attachment.state is State.READ
    assert [(table.name, table.hidden) for table in attachment.tables] == [
        ("名单", False),
        ("底稿", True),
        ("绝密", True),
    ]
    first = attachment.tables[0]
    assert grid(first) == [
        ["2024年补助名单"] * 5,
        ["序号", "姓名", "村组", "金额", "日期"],
        ["1", "甲一", "东村", "500", "2024-03-01"],
        ["2", "乙二", "西村", "1234.5", "2024-03-02"],
        ["3", "丙三", "南村", "0", "2024-03-03"],
        ["4", "丁四", "北村", "800", "2024-03-04"],
    ]
    assert (first.hidden_rows, first.hidden_columns) == ({3}, {2})
    assert first.is_hidden(3, 0)
    assert first.is_hidden(2, 2)
    assert not first.is_hidden(2, 0)
    assert first.label(1) == "2024年补助名单 姓名"
    assert said(attachment) == {Seen.COMMENT: ["核对过"]}


def test_slides():
    attachment = read("slides.pptx")
    assert said(attachment) == {
        Seen.SHOWN: ["政策解读", "第一条", "第二条"],
        Seen.HIDDEN: ["不放映的一页"],
        Seen.COMMENT: ["讲稿备注"],
    }
    old = read_attachment(gzip.decompress((EXAMPLES / "slides.ppt.gz").read_bytes()))
    assert (old.kind, old.state) == (Kind.PPT, State.READ)
    assert old.lines[-2:] == ("政策解读", "第一条")


@pytest.mark.parametrize(
    ("name", "kind", "state"),
    [
        ("encrypted.pdf", Kind.PDF, State.ENCRYPTED),
        ("encrypted.xlsx", Kind.LOCKED, State.ENCRYPTED),
        ("scanned.pdf", Kind.PDF, State.IMAGE_ONLY),
    ],
)
def test_what_cannot_be_read_is_called_so(name, kind, state):
    attachment = read(name)
    assert (attachment.kind, attachment.state) == (kind, state)
    assert attachment.notes
    assert not attachment.passages


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("annual.*")))
def test_the_content_counts_and_not_the_name(name):
    body = (EXAMPLES / name).read_bytes()
    assert read_attachment(body, "通知.txt").kind is Kind(name.rpartition(".")[2])


def test_the_same_file_gives_the_same_reading():
    assert read("annual.pdf") == read("annual.pdf")
