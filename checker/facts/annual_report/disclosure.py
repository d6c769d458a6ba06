"""Read table 2: what was published of its own accord (documents, permits, penalties, fees)."""

from __future__ import annotations

from collections.abc import Sequence

from checker.facts.annual_report.form import ITEMS, MEASURES, Label, only, plain
from checker.facts.annual_report.model import Fault, Figure, Problem
from checker.facts.annual_report.rows import TableRow, is_figure, rows_of
from checker.facts.tables import Cell, Kind, Table

_MARKS = ("信息内容", "第二十条第")


def read_disclosure(
    tables: Sequence[Table],
) -> tuple[dict[tuple[str, str], Figure], list[Problem]]:
    """Find the rows of table 2 by their labels, and their columns by the header above them."""
    figures: dict[tuple[str, str], Figure] = {}
    problems: list[Problem] = []
    measures: list[Label] = []
    inside = False
    for row in rows_of(tables):
        words = [plain(cell.text) for cell in row.cells]
        if any(mark in word for word in words for mark in _MARKS):
            inside = True
        head = [found[0] for cell in row.cells if (found := only(MEASURES, cell.text))]
        if head:
            measures = head
            continue
        item, cells = _labelled(row)
        if not inside or item is None or not measures:
            continue
        if len(cells) != len(measures):
            cells = [cell for cell in cells if cell.text] if len(cells) > len(measures) else []
        for measure, cell in zip(measures, cells, strict=False):
            figure = row.figure(cell, f"表二“{item.name}”{measure.name}")
            if (item.key, measure.key) in figures:
                continue
            figures[item.key, measure.key] = figure
            if figure.number.kind is Kind.TEXT:
                problems.append(
                    Problem(
                        Fault.CELL, f"{figure.name}不是数字：“{figure.text[:20]}”", figure.place
                    )
                )
    return figures, problems


def _labelled(row: TableRow) -> tuple[Label | None, list[Cell]]:
    for index, cell in enumerate(row.cells):
        found = only(ITEMS, cell.text)
        if found and len(plain(cell.text)) <= len(found[0].name) + 4:
            behind = list(row.cells[index + 1 :])
            return (found[0], behind) if any(map(is_figure, behind)) else (None, [])
    return None, []
