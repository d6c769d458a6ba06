"""Binary workbooks: kinds of values, days, limits, and formats that are broken."""

import pytest

from checker.facts.attachments import Kind, Limits, State
from checker.facts.attachments.reading import read_here
from tests.checker.facts.attachments.made import grid
from tests.checker.facts.attachments.made_ole import ole
from tests.checker.facts.attachments.made_xls import (
    CHINESE_DAY,
    DAY,
    FILEPASS,
    FONT,
    blank,
    flag,
    hidden_column,
    label,
    number,
    record,
    xls,
)


def test_values_of_every_kind():
    cells = [
        label(0, 0, "姓名"),
        label(0, 1, "  "),
        blank(0, 2),
        number(1, 0, 500),
        number(1, 1, 45352, DAY),
        number(1, 2, 45352, CHINESE_DAY),
        flag(2, 0, 1),
        flag(2, 1, 0),
        flag(2, 2, 0x07, error=True),
    ]
    attachment = read_here(xls(cells, user="张三"))
    assert (attachment.kind, attachment.state) == (Kind.XLS, State.READ)
    assert grid(attachment.tables[0]) == [
        ["姓名", "", ""],
        ["500", "2024-03-01", "2024-03-01"],
        ["TRUE", "FALSE", "#DIV/0!"],
    ]
    assert attachment.metadata == {"最后修改人": "张三"}


def test_days_that_count_from_1904():
    attachment = read_here(xls([number(0, 0, 43890, DAY)], from_1904=True))
    assert grid(attachment.tables[0]) == [["2024-03-01"]]
    assert attachment.metadata == {}


def test_a_column_without_width_is_hidden():
    attachment = read_here(xls([hidden_column(1, 1), label(0, 0, "甲"), label(0, 1, "乙")]))
    assert attachment.tables[0].hidden_columns == {1}


SHEET = [label(row, column, f"{row}{column}") for row in range(4) for column in range(2)]


@pytest.mark.parametrize(
    ("limits", "rows", "notes"),
    [
        (Limits(sheets=1), [4], [("第2个工作表起", "工作表数超过读取上限")]),
        (Limits(places=8), [4], [("其余工作表", "表格超过读取上限，其余未读")]),
        (
            Limits(places=4),
            [2],
            [
                ("表1", "表格超过读取上限，只读了前一部分"),
                ("其余工作表", "表格超过读取上限，其余未读"),
            ],
        ),
        (Limits(), [4, 4], []),
    ],
    ids=["sheets", "places", "within a sheet", "none"],
)
def test_what_lies_beyond_a_limit_is_noted(limits, rows, notes):
    attachment = read_here(xls(SHEET, SHEET), limits=limits)
    assert [len(table.rows) for table in attachment.tables] == rows
    assert [(note.what, note.why) for note in attachment.notes] == notes


def test_broken_formats_cost_only_what_they_tell():
    cells = [number(0, 0, 45352, DAY), number(0, 1, 500)]
    attachment = read_here(xls(cells, more=record(FONT, b"\0")))
    assert attachment.state is State.PARTIAL
    assert grid(attachment.tables[0]) == [["2024-03-01", "500"]]
    assert [note.why for note in attachment.notes] == ["格式信息损坏，读不出隐藏的行列和合并单元格"]


def test_a_locked_workbook_is_called_so():
    assert read_here(xls(SHEET, more=record(FILEPASS, bytes(6)))).state is State.ENCRYPTED


def test_a_stream_that_is_no_workbook():
    attachment = read_here(ole({"Workbook": b"no records"}))
    assert (attachment.kind, attachment.state) == (Kind.XLS, State.DAMAGED)
    assert [note.why for note in attachment.notes] == ["打不开（XLRDError）"]


def test_a_workbook_whose_end_is_missing_is_damaged():
    body = xls(SHEET)
    at = body.index(record(0x42, b"\xb0\x04"))
    attachment = read_here(body[:at] + b"\xff" * 200 + body[at + 200 :])
    assert (attachment.kind, attachment.state) == (Kind.XLS, State.DAMAGED)
