"""The coverage of documents by rules as files: an HTML page, a spreadsheet, JSON.

Only shows what `rules.coverage` found.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

from jinja2 import Environment, PackageLoader, StrictUndefined
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from reports.cells import inert
from rules.coverage import WAYS, PackCoverage, Way

_HEAD = ("文件", "条款编号", "位置", "要求", "责任单位", "原文数量时限", "判定方式", "规则", "问题")
_WIDTHS = (18, 22, 16, 36, 30, 24, 18, 34, 50)


def html_page(found: Sequence[PackCoverage]) -> bytes:
    """One self-contained page."""
    environment = Environment(
        loader=PackageLoader("audits"), autoescape=True, undefined=StrictUndefined
    )
    page = environment.get_template("coverage.html")
    return page.render(found=found, ways=list(Way), names=WAYS).encode()


def workbook(found: Sequence[PackCoverage]) -> bytes:
    """One sheet, a row for each clause, with a filter."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = "条款落实情况"
    sheet.append(_HEAD)
    for one in found:
        for row in rows(one):
            sheet.append([_cell(value) for value in row])
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def rows(one: PackCoverage) -> list[tuple[str, ...]]:
    """The lines of one document."""
    return [
        (
            one.pack.title,
            c.clause.id,
            c.clause.section,
            c.clause.title,
            "、".join(c.clause.responsible),
            c.clause.printed or "",
            WAYS[c.way],
            "、".join(rule for rule, _ in c.rules),
            c.clause.question or "",
        )
        for c in one.clauses
    ]


def _cell(value: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return inert(ILLEGAL_CHARACTERS_RE.sub("", value))


def json_text(found: Sequence[PackCoverage]) -> bytes:
    """The same as data."""
    told = [
        {
            "pack": one.pack.id,
            "title": one.pack.title,
            "clauses": len(one.clauses),
            "bound": one.bound,
            "ways": {str(way): one.counts[way] for way in Way},
            "rows": [
                {"id": c.clause.id, "way": str(c.way), "rules": [rule for rule, _ in c.rules]}
                for c in one.clauses
            ],
        }
        for one in found
    ]
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: Mapping[str, Callable[[Sequence[PackCoverage]], bytes]] = {
    "html": html_page,
    "xlsx": workbook,
    "json": json_text,
}
