"""Read table 4: reviews and lawsuits, fifteen cells in one row (or five by five, where it was split)."""

from __future__ import annotations

from collections.abc import Sequence

from checker.facts.annual_report.form import COURSES, ENDS, Label, only
from checker.facts.annual_report.model import Fault, Figure, Problem
from checker.facts.annual_report.rows import TableRow, is_figure
from checker.facts.tables import Cell, Kind, Table

_FEW = len(ENDS)
_SIZES = frozenset({_FEW, _FEW * 2, _FEW * 3})
_LEAST_ENDS = 3
_MOST_WORDS = 1


def read_disputes(
    tables: Sequence[Table],
) -> tuple[dict[tuple[str, str], Figure], list[Problem]]:
    """Find the figures under the header that names courses and ends."""
    figures: dict[tuple[str, str], Figure] = {}
    problems: list[Problem] = []
    courses: list[Label] = []  # those named since the last figures
    for index, table in enumerate(tables):
        ends = 0
        for number in range(len(table.rows)):
            row = TableRow(index, number, tuple(table.row_cells(number)))
            courses += [c for c in _courses(row) if c not in courses]
            ends += sum(bool(only(ENDS[:-1], c.text)) for c in row.cells if c.row == number)
            cells = _values(row)
            if ends < _LEAST_ENDS or not cells:
                continue
            named = _order(courses, len(cells) // _FEW, figures)
            _keep(row, named, cells, figures, problems)
            courses, ends = [], 0
    return figures, problems


def _courses(row: TableRow) -> list[Label]:
    found = []
    for cell in row.cells:
        labels = only(COURSES, cell.text)
        if labels:
            # "未经复议直接起诉" and "复议后起诉" are told by their own words.
            found.append(labels[0])
    return found


def _values(row: TableRow) -> list[Cell]:
    """The figures of a row that has at most one label before them; a word may stand for one of them."""
    cells = list(row.cells)
    if cells and len(cells) not in _SIZES and not is_figure(cells[0]):
        cells = cells[1:]
    words = [cell for cell in cells if not is_figure(cell)]
    labels = any(only(ENDS, cell.text) or only(COURSES, cell.text) for cell in words)
    if labels or len(words) > _MOST_WORDS or len(cells) not in _SIZES:
        return []
    return cells if any(cell.text for cell in cells) else []


def _order(
    courses: list[Label], count: int, figures: dict[tuple[str, str], Figure]
) -> list[Label] | None:
    """Which courses a row of figures is about, in the order of the form."""
    named = [course for course in COURSES if course in courses]
    left = [course for course in COURSES if (course.key, ENDS[0].key) not in figures]
    if count == len(COURSES):
        return list(COURSES)
    return named if len(named) == count else left[:count] if len(left) >= count else None


def _keep(
    row: TableRow,
    courses: list[Label] | None,
    cells: list[Cell],
    figures: dict[tuple[str, str], Figure],
    problems: list[Problem],
) -> None:
    if courses is None:
        return
    wanted = [(course, end) for course in courses for end in ENDS]
    for (course, end), cell in zip(wanted, cells, strict=True):
        if (course.key, end.key) in figures:
            continue
        figure = row.figure(cell, f"表四“{course.name}”{end.name}")
        figures[course.key, end.key] = figure
        if figure.number.kind is Kind.TEXT:
            problems.append(
                Problem(Fault.CELL, f"{figure.name}不是数字：“{figure.text[:20]}”", figure.place)
            )
