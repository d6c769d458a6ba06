"""Read XLS workbooks (and WPS .et) with xlrd: values, merged areas, hidden rows, columns and sheets."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import xlrd

from checker.facts.attachments.archive import Encrypted
from checker.facts.attachments.cell_values import is_date_format, number_text
from checker.facts.attachments.model import Seen
from checker.facts.attachments.parts import Parts
from checker.facts.tables.sheet import Sheet


def read_xls(body: bytes, parts: Parts) -> None:
    """Read all sheets into `parts`."""
    book = _open(body, parts)
    try:
        if book.user_name:
            parts.metadata["最后修改人"] = str(book.user_name).strip()[:200]
        if book.nsheets > parts.limits.sheets:
            parts.note(f"第{parts.limits.sheets + 1}个工作表起", "工作表数超过读取上限")
        for index in range(min(book.nsheets, parts.limits.sheets)):
            if not parts.places_left:
                parts.note("其余工作表", "表格超过读取上限，其余未读")
                break
            read = book.sheet_by_index(index)
            sheet = Sheet(str(read.name), hidden=read.visibility != 0)
            _cells(book, read, sheet, parts.places_left)
            _shape(read, sheet)
            parts.table(sheet.table(parts.places_left))
            notes = [str(note.text) for note in read.cell_note_map.values() if note.text]
            if notes:
                parts.text(f"{read.name} 批注", notes, Seen.COMMENT)
            book.unload_sheet(index)
    finally:
        book.release_resources()


def _open(body: bytes, parts: Parts) -> Any:
    """Open with formats (they tell what is hidden); a file with broken formats, without them."""
    try:
        return _book(body, formats=True)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Encrypted from error
        first = error
    except Exception as error:  # noqa: BLE001 - xlrd stumbles over what it does not expect in many ways
        first = error
    try:
        book = _book(body, formats=False)
    except Exception:  # noqa: BLE001 - the first failure tells more
        raise first from None
    parts.note("工作簿", "格式信息损坏，读不出隐藏的行列和合并单元格")
    return book


def _book(body: bytes, *, formats: bool) -> Any:
    return xlrd.open_workbook(
        file_contents=body,
        logfile=io.StringIO(),
        formatting_info=formats,
        ragged_rows=True,  # else one cell in a far corner fills the memory
        on_demand=True,
    )


def _cells(book: Any, read: Any, sheet: Sheet, most: int) -> None:
    count = 0
    for row in range(read.nrows):
        for column, cell in enumerate(read.row(row)):
            if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
                continue
            text = _text(book, cell)
            if text:
                sheet.put(row, column, text)
                count += 1
        if count > most:
            sheet.cut = True
            return


def _text(book: Any, cell: Any) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value).strip()
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    is_date = cell.ctype == xlrd.XL_CELL_DATE or _formatted_as_date(book, cell)
    return number_text(repr(cell.value), is_date, bool(book.datemode))


def _formatted_as_date(book: Any, cell: Any) -> bool:
    """Chinese date formats that xlrd does not know as such."""
    if cell.xf_index is None or not book.formatting_info:
        return False
    style = book.xf_list[cell.xf_index]
    known: Mapping[int, Any] = book.format_map
    shape = known.get(style.format_key)
    return shape is not None and "年" in shape.format_str and is_date_format(shape.format_str)


def _shape(read: Any, sheet: Sheet) -> None:
    """What is merged and what is hidden."""
    for top, bottom, left, right in read.merged_cells:
        sheet.areas.append((top, left, bottom - 1, right - 1))
    sheet.hidden_rows |= {
        row for row, info in read.rowinfo_map.items() if info.hidden or info.height == 0
    }
    sheet.hidden_columns |= {
        column for column, info in read.colinfo_map.items() if info.hidden or info.width == 0
    }
