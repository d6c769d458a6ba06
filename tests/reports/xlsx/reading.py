"""Reads a workbook back as text, a sheet after the other, for snapshots and for comparisons."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def dump(content: bytes) -> str:
    return "\n".join(line for sheet in opened(content) for line in [*_sheet(sheet), ""])


def shown(cell: Cell) -> str:
    """What a reader sees in a cell."""
    value = cell.value
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def printed(sheet: Worksheet) -> Iterator[str]:
    """The text of each cell that goes on paper."""
    area = sheet[sheet.print_area.rpartition("!")[2]] if sheet.print_area else sheet.iter_rows()
    for row in area:
        yield from filter(None, map(shown, row))


def table(sheet: Worksheet) -> list[dict[str, str]]:
    head, *rows = sheet.iter_rows()
    headings = [shown(cell) for cell in head]
    return [dict(zip(headings, map(shown, row), strict=True)) for row in rows]


def _sheet(sheet: Worksheet) -> Iterator[str]:
    yield f"===== {sheet.title}"
    if sheet.freeze_panes is None:
        for row in sheet.iter_rows():
            cells = [shown(cell) for cell in row]
            yield " | ".join(cells).rstrip(" |")
        return
    hidden = [name for name, column in sheet.column_dimensions.items() if column.hidden]
    yield f"frozen {sheet.freeze_panes}, filter {sheet.auto_filter.ref}, print {sheet.print_area}"
    yield f"hidden {hidden}, protected {sheet.protection.sheet}"
    for rule in sheet.data_validations.dataValidation:
        yield f"{rule.sqref}: {rule.type} {rule.formula1}..{rule.formula2 or ''}"
    head, *rows = sheet.iter_rows()
    for row in rows:
        yield "-----"
        for name, cell in zip(head, row, strict=True):
            if cell.value is not None or not cell.protection.locked:
                open_ = "" if cell.protection.locked else " (open)"
                link = f" -> {cell.hyperlink.target}" if cell.hyperlink else ""
                yield f"{shown(name)}{open_}: {shown(cell)}{link}".rstrip()
