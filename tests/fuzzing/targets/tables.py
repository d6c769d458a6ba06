"""Tables of annual reports: whatever stands in them, rows are even, and sums are of numbers that are there."""

from __future__ import annotations

from checker.facts.annual_report import claims, report_on_page, sums_of
from checker.facts.tables import read_tables
from tests.fuzzing.corpus import reports
from tests.fuzzing.target import Target, text


def check(data: bytes) -> None:
    """Read tables and the report."""
    html = text(data)
    tables = read_tables(html)
    assert tables == read_tables(html)
    for table in tables:
        assert len({len(row) for row in table.rows}) <= 1, "rows of one width"
        for row in range(len(table.rows)):
            table.row_cells(row)
            table.row_number(row)
            for column in range(table.width):
                table.text(row, column)
                table.is_hidden(row, column)
        for column in range(table.width):
            table.label(column)
        list(table.cells())
    report = report_on_page(html)
    if report is not None:
        assert sums_of(report) == sums_of(report)
        claims(report)


def seeds() -> list[bytes]:
    """Annual reports."""
    return [*reports()]


TARGET = Target("tables", check, seeds, most=40_000, examples=8, words=(b"<table>", b"<tr>", b"<td>", b"<td rowspan=0>", b"<td rowspan=65535 colspan=1000>", b"<th>", b"</table>", "本年新收政府信息公开申请数量".encode(), "自然人".encode(), "总计".encode(), "（一）予以公开".encode(), b"1.5", "１２".encode(), "—".encode(), "第二十条第（一）项".encode(), "结果维持".encode(), b"<div style=display:table-row>"), about="annual report tables")  # fmt: skip
