"""Writes tables of columns into an XLSX file; a very long one row by row to disk, so that it takes no memory.

Text is written as text, whatever it begins with; only plain web addresses become links.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from traceback import clear_frames
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.cells import cell_text, like_a_formula
from reports.columns import Cell, Column, Row
from reports.language import Language
from reports.visible import Address, clip
from reports.xlsx.heights import fitting, height, lines
from reports.xlsx.sheet_names import SheetNames

# Excel takes 65,530 links a sheet and 1,048,576 rows; what is beyond is text, or said to be left out.
MOST_LINKS = 65_000
MOST_ROWS = 1_000_000
_A4 = 9
# Every Chinese Windows and WPS has it; no theme puts another in its place (134: GB2312).
_FONT = {"font_name": "宋体", "font_size": 10, "font_scheme": "none", "font_charset": 134}
_CELL = {**_FONT, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
_MAX_HEADER = 60
_MAX_PROPERTY = 200
# What may be done in a protected sheet: everything but to change what is not to be changed.
_ALLOWED = {
    "autofilter": True,
    "sort": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
}


class Book:
    """One workbook.  `made_at` stands in it as the time of its making; no clock is asked."""

    def __init__(
        self,
        file: BinaryIO,
        t: Language,
        title: str,
        made_at: datetime,
        tmp: str,
        *,
        many: bool = False,
    ) -> None:
        """Begin the file in the folder `tmp`; of `many` rows each waits there until `close`, not in memory."""
        self.names = SheetNames()
        self._t = t
        self._title = cell_text(title, t).replace("\n", " ")
        self._cut = t("……（未完，全文见 audit.json）")
        # The library changes what it is given: a copy.
        look = dict(_FONT)
        options = {"constant_memory": many, "tmpdir": tmp, "default_format_properties": look}
        self._book = Workbook(file, options)
        self._book.set_properties({"title": clip(self._title, _MAX_PROPERTY), "created": made_at})
        self._formats: dict[tuple[str, bool, bool], Format] = {}

    def property(self, name: str, value: str) -> None:
        """Put something down for programs that read the file."""
        self._book.set_custom_property(name, clip(cell_text(value), _MAX_PROPERTY), "text")

    def close(self) -> None:
        """Write the file.  Raises OSError."""
        try:
            self._book.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args else None
            if not isinstance(cause, OSError):
                raise OSError(str(error)) from error
            # The archive that the library leaves open is let go of while the file behind it is there.
            clear_frames(cause.__traceback__)
            raise cause from error

    def sheet(self, name: str) -> Worksheet:
        """A new sheet, set up for A4 paper on its side; `name` comes from `names`."""
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        title = clip(self._title, _MAX_HEADER).replace("&", "&&")
        sheet.set_header(f"&L{title}&R&A")
        sheet.set_footer("&C&P / &N")
        return sheet

    def hide(self, names: Sequence[str]) -> None:
        """Keep sheets that are for programs out of sight."""
        for name in names:
            self._book.get_worksheet_by_name(name).hide()

    def format(self, kind: str, *, editable: bool = False, quoted: bool = False) -> Format:
        """The look of a cell.  `quoted`: stays text even where a reader edits it."""
        key = (kind, editable, quoted)
        if key not in self._formats:
            look = _CELL | _LOOKS[kind] | {"locked": not editable, "quote_prefix": quoted}
            if editable:
                look |= {"bg_color": "#FFFBE6"}
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]

    def table(self, name: str, columns: Sequence[Column[Row]], rows: Sequence[Row]) -> None:
        """A sheet that is one table: frozen head, filters, links; only what is `editable` is open."""
        sheet = self.sheet(name)
        last = len(columns) - 1
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width, None, {"hidden": column.hidden})
            kind = "head_open" if column.editable else "head"
            sheet.write_string(0, index, column.heading, self.format(kind))
        most = max(lines(column.heading, column.width * 0.9) for column in columns)
        sheet.set_row(0, height(most))
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        end = self._rows(sheet, columns, rows[:MOST_ROWS])
        if len(rows) > MOST_ROWS:
            rest = self._t(
                "另有 {n:,} 行没有写在这里，全部见 audit.json。", n=len(rows) - MOST_ROWS
            )
            self.across(sheet, end + 1, last, rest, "notice")
        sheet.autofilter(0, 0, max(end, 1), last)
        printed = sum(column.printed and not column.hidden for column in columns)
        sheet.print_area(0, 0, max(end, 1), printed - 1)
        if any(column.editable for column in columns):
            self._open(sheet, columns, max(end, 1))

    def cell(self, sheet: Worksheet, row: int, index: int, cell: Cell, look: str = "") -> None:
        """Write one cell by its type, or with a look of its own."""
        shown = cell_text(cell, self._t) if isinstance(cell, str) else cell
        self._write(sheet, row, index, shown, look)

    def _write(
        self,
        sheet: Worksheet,
        row: int,
        index: int,
        cell: Cell,
        look: str = "",
        *,
        editable: bool = False,
    ) -> None:
        """Write a cell whose text is fit to be shown."""
        if isinstance(cell, Address) and cell.href:
            text = cell_text(cell.text, self._t)
            style = self.format("link", quoted=like_a_formula(text))
            sheet.write_url(row, index, cell.href, style, text)
            return
        if isinstance(cell, Address):
            cell = cell_text(cell.text, self._t)
        if isinstance(cell, str):
            style = self.format(look or "text", editable=editable, quoted=like_a_formula(cell))
            if cell:
                sheet.write_string(row, index, cell, style)
            else:
                sheet.write_blank(row, index, None, style)
        elif isinstance(cell, int):
            sheet.write_number(row, index, cell, self.format(look or "number", editable=editable))
        else:
            sheet.write_datetime(row, index, cell, self.format(look or "date", editable=editable))

    def across(
        self, sheet: Worksheet, row: int, last: int, text: str, look: str, *, first: int = 0
    ) -> None:
        """A text over all columns from `first` to `last`."""
        shown = cell_text(text, self._t)
        sheet.merge_range(
            row, first, row, last, shown, self.format(look, quoted=like_a_formula(shown))
        )

    def _rows(self, sheet: Worksheet, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> int:
        links = number = 0
        for number, row in enumerate(rows, 1):
            most = 1
            for index, column in enumerate(columns):
                cell = column.value(row)
                if isinstance(cell, str) and cell:
                    cell, taken = fitting(cell_text(cell, self._t), column.width, self._cut)
                    most = max(most, taken)
                elif isinstance(cell, Address):
                    links += 1
                    if links > MOST_LINKS:
                        cell = Address(cell.text)
                self._write(sheet, number, index, cell, editable=column.editable)
            sheet.set_row(number, height(most))
        return number

    def _open(self, sheet: Worksheet, columns: Sequence[Column[Row]], end: int) -> None:
        """Keep readers from changing what is not theirs by mistake; there is no password."""
        sheet.protect("", _ALLOWED)
        for index, column in enumerate(columns):
            if column.choices:
                rule: dict[str, object] = {
                    "validate": "list",
                    "source": list(column.choices),
                    "error_title": self._t("不在列表中"),
                    "error_message": self._t("请从下拉列表中选一项。"),
                }
                sheet.data_validation(1, index, end, index, rule)
            elif column.choices_from:
                offered: dict[str, object] = {
                    "validate": "list",
                    "source": column.choices_from,
                    "error_type": "warning",
                    "error_title": self._t("不在列表中"),
                    "error_message": self._t("请从下拉列表中选一项。"),
                }
                sheet.data_validation(1, index, end, index, offered)
            elif column.dated:
                sheet.data_validation(
                    1,
                    index,
                    end,
                    index,
                    {
                        "validate": "date",
                        "criteria": "between",
                        "minimum": date(2000, 1, 1),
                        "maximum": date(2099, 12, 31),
                        "error_title": self._t("不是日期"),
                        "error_message": self._t("请填写日期，例如 2026-06-30。"),
                    },
                )


_LOOKS: dict[str, dict[str, object]] = {
    "text": {},
    "link": {"font_color": "#0B5394", "underline": 1},
    "number": {"num_format": "#,##0", "align": "center"},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "head": {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DCE6F1"},
    "head_open": {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#FFE699"},
    "title": {"bold": True, "font_size": 16, "border": 0, "text_wrap": False},
    "section": {"bold": True, "font_size": 12, "border": 0, "text_wrap": False},
    "label": {"bold": True, "bg_color": "#F2F2F2"},
    "notice": {"bold": True, "bg_color": "#FFF2CC"},
}
