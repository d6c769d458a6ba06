"""Make a table of a spreadsheet's cells: values by row and column, merged areas, hidden parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from checker.facts.tables.grid import MAX_CELL_TEXT, MAX_COLUMNS, MAX_ROWS, Cell, Table
from checker.facts.tables.headers import header_columns, header_rows

Area = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0
_MOST_AREAS = 20_000


@dataclass(slots=True)
class Sheet:
    """What a reader collects of one sheet.  Rows and columns count from 0."""

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    cut: bool = False

    def put(self, row: int, column: int, text: str) -> None:
        """Keep the text of a cell; what lies beyond the limits is left out."""
        if not text:
            return
        if column >= MAX_COLUMNS or (len(self.rows) >= MAX_ROWS and row not in self.rows):
            self.cut = True
            return
        self.rows.setdefault(row, {})[column] = text[:MAX_CELL_TEXT]

    def table(self, most_places: int) -> Table | None:
        """Build the table, without the rows that hold nothing."""
        numbers = sorted(self.rows)
        if not numbers:
            return None
        width = max(max(columns) for columns in self.rows.values()) + 1
        height = max(1, most_places // width)
        cut = self.cut or len(numbers) > height
        numbers = numbers[:height]
        index = {number: position for position, number in enumerate(numbers)}
        grid = _grid(numbers, self.rows, width, _spans(self.areas, index, width))
        head = header_rows(grid)
        return Table(
            grid,
            name=self.name,
            header_rows=head,
            header_columns=header_columns(grid, head),
            hidden=self.hidden,
            hidden_rows=_within(self.hidden_rows, index),
            hidden_columns=frozenset(c for c in self.hidden_columns if c < width),
            cut=cut,
            row_numbers=tuple(number + 1 for number in numbers),
        )


def _within(rows: set[int], index: Mapping[int, int]) -> frozenset[int]:
    return frozenset(index[row] for row in rows if row in index)


def _spans(
    areas: Iterable[Area], index: Mapping[int, int], width: int
) -> dict[tuple[int, int], tuple[int, int]]:
    """How far each merged cell reaches, counted in the rows that are left."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, right in list(areas)[:_MOST_AREAS]:
        if top not in index or not 0 <= left < width:
            continue
        deep = 1
        while top + deep <= bottom and index.get(top + deep) == index[top] + deep:
            deep += 1
        spans[index[top], left] = (deep, min(right, width - 1) - left + 1)
    return spans


def _grid(
    numbers: list[int],
    rows: Mapping[int, Mapping[int, str]],
    width: int,
    spans: Mapping[tuple[int, int], tuple[int, int]],
) -> tuple[tuple[Cell | None, ...], ...]:
    grid: list[list[Cell | None]] = [[None] * width for _ in numbers]
    for row, number in enumerate(numbers):
        texts = rows[number]
        for column in range(width):
            if grid[row][column] is not None:
                continue
            deep, wide = spans.get((row, column), (1, 1))
            cell = Cell(texts.get(column, ""), row, column, deep, wide)
            for down in range(row, min(row + deep, len(numbers))):
                for across in range(column, min(column + wide, width)):
                    if grid[down][across] is None:
                        grid[down][across] = cell
    return tuple(tuple(row) for row in grid)
