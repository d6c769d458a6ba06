"""Tell which leading rows and columns of a grid name the others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.facts.tables.grid import Cell, Row
from checker.facts.tables.numbers import Kind, read_number

_MOST_ROWS = 6
_MOST_COLUMNS = 4
_SAMPLE = 40
_LONGEST_NAME = 60
_MOSTLY = 0.7
_OWN_NAMES = 0.6
# A document's index table has its names on the left, each before its value.
_INDEX = re.compile(
    r"索引号|信息索引|名称|信息名称|标题|发布机构|发文机关|文号|发文字号|发布日期|公开日期|成文日期|"
    r"生成日期|主题分类|分类|主题词|关键词|时效|有效性|公开方式|内容概述"
)


def header_rows(rows: Sequence[Row], marked: int = 0) -> int:
    """Count the rows that name columns.

    `marked` rows are the page's own head (thead).  Else rows of th cells; else the first row that
    is no title, with what its merged cells reach down to, if all of it is short words and something
    below is not.
    """
    if marked:
        return min(marked, len(rows))
    plain = 0
    for row in rows[:_MOST_ROWS]:
        cells = [cell for cell in row if cell is not None]
        if not cells or not all(cell.header for cell in cells):
            break
        plain += 1
    if plain and plain < len(rows):
        return plain
    return _guessed(rows)


def _guessed(rows: Sequence[Row]) -> int:
    left = ["".join(cell.text.split()) for row in rows[:_SAMPLE] if row and (cell := row[0])]
    if sum(bool(_INDEX.fullmatch(text)) for text in left) > 1:
        return 0
    start = 0
    while start < min(len(rows), _MOST_ROWS) and _is_title(rows[start]):
        start += 1
    end = start
    while end < len(rows) - 1 and end - start < _MOST_ROWS and _names_all(rows[end]):
        end += 1
        reach = max(cell.row + cell.row_span for cell in rows[end - 1] if cell)
        if reach <= end and _names_each(rows[end - 1]):
            return end
    return 0


def _names_all(row: Row) -> bool:
    """All that stands in the row are short words."""
    named = [cell for cell in row if cell is not None and cell.text]
    return bool(named) and all(_is_name(cell) for cell in named)


def _names_each(row: Row) -> bool:
    """Nearly every column has a name of its own."""
    names = {id(cell) for cell in row if cell is not None and cell.text}
    return len(names) >= max(2, len(row) * _OWN_NAMES)


def _is_title(row: Row) -> bool:
    cells = {id(cell) for cell in row if cell is not None and cell.text}
    return len(cells) <= 1


def _is_name(cell: Cell) -> bool:
    return len(cell.text) <= _LONGEST_NAME and read_number(cell.text).kind is Kind.TEXT


def header_columns(rows: Sequence[Row], head: int) -> int:
    """Count the leading columns that hold words where the columns after them hold numbers."""
    body = rows[head : head + _SAMPLE]
    if not body or not rows[0]:
        return 0
    marked = 0
    for column in range(min(_MOST_COLUMNS, len(rows[0]))):
        cells = [row[column] for row in body if row[column] is not None]
        if not cells or not all(cell is not None and cell.header for cell in cells):
            break
        marked += 1
    if marked:
        return marked
    count = 0
    for column in range(min(_MOST_COLUMNS, len(rows[0]) - 1)):
        if not _wordy(body, column):
            break
        count += 1
    numeric = any(_numeric(body, column) for column in range(count, len(rows[0])))
    return count if numeric else 0


def _kinds(body: Sequence[Row], column: int) -> list[Kind]:
    return [read_number(cell.text).kind for row in body if (cell := row[column]) is not None]


def _wordy(body: Sequence[Row], column: int) -> bool:
    kinds = _kinds(body, column)
    return bool(kinds) and kinds.count(Kind.TEXT) >= len(kinds) * _MOSTLY


def _numeric(body: Sequence[Row], column: int) -> bool:
    kinds = [kind for kind in _kinds(body, column) if kind is not Kind.BLANK]
    return bool(kinds) and kinds.count(Kind.TEXT) <= len(kinds) * (1 - _MOSTLY)
