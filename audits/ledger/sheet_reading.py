"""Reads an edited ledger back: whatever office program saved it, and whoever sent it.

The file may be anything: it is measured before it is unpacked, formulas are told and not followed, and
each cell that cannot be understood is named.  What the rows mean is decided by `merging`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel

from audits import workbook_cells
from audits.ledger.sheet_columns import DUE, EDITABLE, ENTRY, FINGERPRINT, KEYS, MARKS
from audits.refused import RefusedError
from checker.facts.attachments.archive import Encrypted, Refused, TooLarge, unpacked_once
from checker.facts.attachments.limits import Limits
from crawler.snapshot.troubles import reason

MOST_BYTES = 30_000_000
MOST_ROWS = 200_000
MOST_CELLS = 5_000_000
_MOST_COLUMNS = 100
_LIMITS = Limits(entries=500, part=120_000_000, unpacked=200_000_000)
_HEAD_ROWS = 10
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?"
)
_YEARS = range(2000, 2100)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_CARRIAGE = re.compile(r"_x000[dD]_|\r\n?")


class SheetError(RefusedError):
    """A file that is no exported ledger or cannot be read; the message (Chinese) says why and what to do."""


@dataclass(frozen=True, slots=True)
class EditedRow:
    """One row of the sheet.  `entry` is None where it has no key; `problems` name cells that say nothing."""

    line: int
    entry: int | None
    fingerprint: str
    values: Mapping[str, str]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedRow:
    """An entry as it was exported."""

    values: Mapping[str, str]
    marks: str


@dataclass(frozen=True, slots=True)
class EditedLedger:
    """What the file holds.  `exported` is empty where the hidden sheet is gone."""

    rows: tuple[EditedRow, ...]
    exported: Mapping[int, ExportedRow] = field(default_factory=dict)


def read(path: Path) -> EditedLedger:
    """Read a file.  Raises SheetError."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SheetError(
                f"{path} 超过 {MOST_BYTES // 1_000_000} MB，不像导出的台账，没有读取。请核对文件。"
            )
        body = path.read_bytes()
    except OSError as error:
        raise SheetError(f"读不到 {path}：{reason(error)}。请检查路径和权限。") from error
    _measured(body, path)
    try:
        # Links and formulas of other files are not looked at.
        book = load_workbook(BytesIO(body), read_only=True, keep_links=False)
        try:
            sheets = [(sheet.title, list(_rows(sheet))) for sheet in book.worksheets]
            epoch = book.epoch
        finally:
            book.close()
    except SheetError:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise SheetError(
            f"{path} 不是完整的 Excel 文件（{type(error).__name__}）。"
            "请用 Excel、WPS 或 LibreOffice 打开后另存为 .xlsx。"
        ) from error
    return _understood(sheets, epoch, path)


def day_written(value: object, epoch: datetime) -> str | None:
    """A day in any form that office programs keep it in, as YYYY-MM-DD; "" for none; None: no day."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return ""
    found: date | None = None
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, date):
        found = value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = _from_serial(value, epoch)
    elif isinstance(value, str) and (match := _DATE.fullmatch(value.strip().lstrip("'"))):
        year, month, day = (int(part) for part in match.groups())
        try:
            found = date(year, month, day)
        except ValueError:
            found = None
    return found.isoformat() if found and found.year in _YEARS else None


def _from_serial(value: float, epoch: datetime) -> date | None:
    try:
        made = from_excel(value, epoch)
    except (ValueError, OverflowError, TypeError):
        return None
    return made.date() if isinstance(made, datetime) else None


def _measured(body: bytes, path: Path) -> None:
    """Unpack once within limits, before a program that has none sees the file."""
    if body.startswith(_OLD_OFFICE):
        raise SheetError(f"{path} 是旧格式（.xls、.et）或加了密码。请去掉密码，另存为 .xlsx。")
    try:
        archive = unpacked_once(body, _LIMITS, workbook_cells.at_most(MOST_CELLS))
    except (TooLarge, Refused) as error:
        raise SheetError(f"{path} 解开后太大或内容异常，不像导出的台账，没有读取。") from error
    except Encrypted as error:
        raise SheetError(f"{path} 加了密码。请去掉密码再导入。") from error
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise SheetError(
            f"{path} 不是 Excel 文件（.xlsx）。请选 gongkai ledger export 导出的文件。"
        ) from error
    if archive.cut:
        raise SheetError(f"{path} 解开后太大，不像导出的台账，没有读取。")


def _rows(sheet: Any) -> Iterator[tuple[tuple[object, str], ...]]:
    """The rows of a sheet: each cell's value and type.  What a file says of its size is not believed."""
    if not hasattr(sheet, "reset_dimensions"):
        return  # a chart
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
        if number > MOST_ROWS:
            raise SheetError(f"表格超过 {MOST_ROWS} 行，不像导出的台账，没有读取。")
        yield tuple((cell.value, getattr(cell, "data_type", "n")) for cell in row)


def _understood(
    sheets: Sequence[tuple[str, Sequence[tuple[tuple[object, str], ...]]]],
    epoch: datetime,
    path: Path,
) -> EditedLedger:
    edited: tuple[EditedRow, ...] | None = None
    exported: dict[int, ExportedRow] = {}
    taken = ""
    for title, rows in sheets:
        head = _head(rows)
        if head is None:
            continue
        at, columns = head
        body = [(line, row) for line, row in enumerate(rows, 1) if line > at and _says(row)]
        if MARKS in columns:
            exported = dict(_base(body, columns, epoch))
        elif edited is None:
            taken = title
            edited = tuple(_edited(line, row, columns, epoch) for line, row in body)
        else:  # which of them holds the edits, nobody can say
            raise SheetError(
                f"{path} 里有两张台账（“{taken}”和“{title}”），不知道以哪一张为准，都没有导入。"
                "请把改动并到一张表里，删去另一张，再导入。"
            )
    if edited is None:
        wanted = "、".join((ENTRY, *EDITABLE))
        raise SheetError(
            f"{path} 里没有导出的台账：要有“{wanted}”这几列。"
            "请选 gongkai ledger export 导出的文件（检查报告里的 ledger.xlsx 不能导入）。"
        )
    return EditedLedger(edited, exported)


def _head(rows: Sequence[tuple[tuple[object, str], ...]]) -> tuple[int, dict[str, int]] | None:
    for number, row in enumerate(rows[:_HEAD_ROWS], 1):
        columns: dict[str, int] = {}
        for index, (value, _) in enumerate(row):
            if isinstance(value, str):
                columns.setdefault(value.strip(), index)
        if {ENTRY, FINGERPRINT, *EDITABLE} <= columns.keys():
            return number, columns
    return None


def _says(row: tuple[tuple[object, str], ...]) -> bool:
    return any(value is not None and str(value).strip() for value, _ in row)


def _edited(
    line: int, row: tuple[tuple[object, str], ...], columns: Mapping[str, int], epoch: datetime
) -> EditedRow:
    values: dict[str, str] = {}
    problems: list[str] = []
    for heading in (*EDITABLE, *KEYS):
        value, kind = _cell(row, columns, heading)
        if kind in {"f", "e"} and value is not None:
            told = "是公式" if kind == "f" else "是公式的错误值"
            problems.append(f"“{heading}”{told}（{str(value)[:60]}），请改成文字或日期")
        elif heading == DUE and (day := day_written(value, epoch)) is None:
            problems.append(f"“{heading}”不是日期（{str(value)[:60]}），请写成 2026-06-30 的样子")
        else:
            values[heading] = day if heading == DUE and day is not None else plain(value)
    key = values.get(ENTRY, "")
    number = int(key) if key.isdecimal() and len(key) < len(str(2**63)) else None
    return EditedRow(line, number, values.get(FINGERPRINT, ""), values, tuple(problems))


def _base(
    body: Sequence[tuple[int, tuple[tuple[object, str], ...]]],
    columns: Mapping[str, int],
    epoch: datetime,
) -> Iterator[tuple[int, ExportedRow]]:
    for line, row in body:
        one = _edited(line, row, columns, epoch)
        if one.entry is not None and not one.problems:
            yield one.entry, ExportedRow(one.values, plain(_cell(row, columns, MARKS)[0]))


def _cell(
    row: tuple[tuple[object, str], ...], columns: Mapping[str, int], heading: str
) -> tuple[object, str]:
    index = columns.get(heading)
    return row[index] if index is not None and index < len(row) else (None, "n")


def plain(value: object) -> str:
    """A cell as text: as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    return _CARRIAGE.sub("\n", str(value)).strip()
