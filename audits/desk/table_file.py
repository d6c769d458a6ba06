"""Reads a table that somebody filled in, XLSX or CSV: its cells as text, by heading, each with its place.

The file may be anything: it is measured before it is unpacked, nothing in it is computed, and what is no
plain text is named by row and column.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from audits import workbook_cells
from audits.refused import RefusedError
from checker.facts.attachments.archive import Encrypted, Refused, TooLarge, unpacked_once
from checker.facts.attachments.limits import Limits
from crawler.snapshot.troubles import reason
from reports.cells import like_a_formula
from rules.problems import Problem, RuleErrors, shown

MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
_MOST_COLUMNS = 60
_MOST_CELLS = 500_000
_MOST_TEXT = 4_000
_HEAD_ROWS = 10
_LIMITS = Limits(entries=200, part=20_000_000, unpacked=40_000_000)

_WIDE = str.maketrans({"(": "（", ")": "）"})

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)

Cell = tuple[object, str]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the text of each column that the table has, and where it stands."""

    path: str
    line: int
    cells: Mapping[str, str]

    def problem(self, heading: str, message: str, remedy: str) -> Problem:
        """Something wrong in one cell."""
        return Problem(self.path, self.line, f"“{heading}”列：{message}", remedy)


def read_table(path: Path, needed: Sequence[str], known: Sequence[str]) -> list[TableRow]:
    """Read the rows below the headings; `needed` ones must be there.

    Raises RefusedError for what is no table, RuleErrors with all cells that are no plain text.
    """
    body = _bytes(path)
    if body.startswith(b"PK"):
        sheets = _xlsx(body, path)
    elif body.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedError(f"{path} 是旧格式（.xls、.et）或加了密码。请去掉密码，另存为 .xlsx。")
    else:
        sheets = [_csv(body, path)]
    for rows in sheets:
        for number, row in enumerate(rows[:_HEAD_ROWS], 1):
            headings = [_heading(cell) for cell in row]
            if set(needed) <= set(headings):
                return _below(path, number, headings, rows[number:], known)
    raise RefusedError(
        f"{path} 里没有找到表头：要有“{'、'.join(needed)}”这几列。"
        "空表可用 gongkai sites export 得到。"
    )


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RefusedError(f"读不到 {path}：{reason(error)}。请检查路径和权限。") from error
    if len(body) > MOST_BYTES:
        raise RefusedError(f"{path} 超过 {MOST_BYTES // 1_000_000} MB，不像网站名单，没有读取。")
    return body


def _xlsx(body: bytes, path: Path) -> list[list[tuple[Cell, ...]]]:
    try:
        archive = unpacked_once(body, _LIMITS, workbook_cells.at_most(_MOST_CELLS))
    except Encrypted as error:
        raise RefusedError(f"{path} 加了密码。请去掉密码再导入。") from error
    except (TooLarge, Refused) as error:
        raise RefusedError(f"{path} 解开后太大或内容异常，没有读取。") from error
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise RefusedError(f"{path} 不是完整的 Excel 文件（.xlsx）。请重新另存。") from error
    if archive.cut:
        raise RefusedError(f"{path} 解开后太大，没有读取。")
    try:
        book = load_workbook(io.BytesIO(body), read_only=True, keep_links=False)
        try:
            return [list(_rows(sheet, path)) for sheet in book.worksheets]
        finally:
            book.close()
    except RefusedError:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise RefusedError(
            f"{path} 不是完整的 Excel 文件（{type(error).__name__}）。请用 Excel 或 WPS 打开后另存为 .xlsx。"
        ) from error


def _rows(sheet: Any, path: Path) -> Iterator[tuple[Cell, ...]]:
    if not hasattr(sheet, "reset_dimensions"):
        return  # a chart
    sheet.reset_dimensions()  # what a file says of its size is not believed
    for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
        if number > MOST_ROWS:
            raise RefusedError(f"{path} 超过 {MOST_ROWS} 行，没有读取。")
        yield tuple((cell.value, getattr(cell, "data_type", "n")) for cell in row)


def _csv(body: bytes, path: Path) -> list[tuple[Cell, ...]]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = body.decode("gb18030")  # as Excel saves CSV in China
        except UnicodeDecodeError as error:
            raise RefusedError(f"{path} 既不是表格，也不是 UTF-8 或 GBK 文本。") from error
    if "\0" in text:
        raise RefusedError(f"{path} 不是文本文件。请存为 .xlsx 或 CSV。")
    found: list[tuple[Cell, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            if len(found) >= MOST_ROWS:
                raise RefusedError(f"{path} 超过 {MOST_ROWS} 行，没有读取。")
            found.append(tuple(map(_field, row[:_MOST_COLUMNS])))
    except csv.Error as error:
        raise RefusedError(
            f"{path} 第 {len(found) + 1} 行附近不是完整的 CSV（引号没有配对）。"
        ) from error
    return found


def _field(text: str) -> Cell:
    """A field of CSV; one apostrophe before it says: what follows is text."""
    if text.startswith("'"):
        return text[1:], "s"
    return text, "f" if like_a_formula(text) and not _NUMBER.fullmatch(text.strip()) else "s"


def _heading(cell: Cell) -> str:
    return "".join(str(cell[0] or "").split()).translate(_WIDE)


def _below(
    path: Path,
    head: int,
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    known: Sequence[str],
) -> list[TableRow]:
    problems: list[Problem] = []
    for heading in headings:
        if heading and heading not in known:
            what = f"不认识的列“{shown(heading)}”"
            problems.append(
                Problem(str(path), head, what, f"删去这一列；可用的列：{'、'.join(known)}")
            )
        elif heading and headings.count(heading) > 1:
            problems.append(Problem(str(path), head, f"“{heading}”列有两个", "合并成一列"))
    found = []
    for number, row in enumerate(rows, head + 1):
        cells = {
            heading: _text(TableRow(str(path), number, {}), heading, cell, problems)
            for heading, cell in zip(headings, row, strict=False)
            if heading in known
        }
        if any(cells.values()):
            found.append(TableRow(str(path), number, cells))
    if problems:
        raise RuleErrors(problems)
    return found


def _text(row: TableRow, heading: str, cell: Cell, problems: list[Problem]) -> str:
    value, kind = cell
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", str(value)).replace("_x000D_", "").replace("\r", "")
    text = text.replace("\u00a0", " ").strip(" \t\n\u3000\ufeff\u200b")
    hidden = next(
        (c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Cn"}), None
    )
    wrong: tuple[str, str] | None = None
    if kind in {"f", "e"}:
        wrong = (f"是公式（{shown(text, 30)}），没有计算", "改成文字；CSV 里在前面加一个英文单引号")
    elif len(text) > _MOST_TEXT:
        wrong = (f"超过 {_MOST_TEXT} 个字", "缩短")
    elif hidden is not None:
        wrong = (f"含有看不见的字符 U+{ord(hidden):04X}", "整格重新输入")
    if wrong:
        problems.append(row.problem(heading, *wrong))
        return ""
    return text
