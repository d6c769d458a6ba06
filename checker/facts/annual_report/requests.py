"""Read table 3: requests received and handled, seven columns by 23 or 25 rows."""

from __future__ import annotations

from collections.abc import Sequence

from checker.facts.annual_report.form import ANY_ROW, COLUMNS, ENDS, Label, only
from checker.facts.annual_report.model import Fault, Figure, Place, Problem
from checker.facts.annual_report.rows import TableRow, columns_of, is_figure, rows_of
from checker.facts.tables import Cell, Kind, Table, read_number

_WIDTH = len(COLUMNS)
_LEAST = 5


class RequestsReader:
    """Goes through the rows of all tables once; a table may be split at any row."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.figures: dict[tuple[str, str], Figure] = {}
        self.problems: list[Problem] = []
        self._columns = {index: columns_of(table) for index, table in enumerate(tables)}
        self._waiting: Label | None = None
        for row in rows_of(tables):
            self._read(row)

    def _read(self, row: TableRow) -> None:
        label, behind = self._labelled(row)
        if label is None:
            self._continued(row)
            return
        cells = self._seven(row, behind)
        if cells is None:
            self.problems.append(
                Problem(
                    Fault.ROW,
                    f"表三“{label.name}”一行有{len(behind)}个数据格，应为{_WIDTH}个，无法对应到列",
                    Place(row.table, row.number, 0),
                )
            )
            return
        self._keep(label, row, cells)
        empty = all(read_number(cell.text).kind is Kind.BLANK for cell in cells)
        self._waiting = label if empty else None

    def _labelled(self, row: TableRow) -> tuple[Label | None, tuple[Cell, ...]]:
        """The last label of the row that has figures behind it."""
        if any(len(_named(head, row)) > 1 for head in (ENDS[:-1], COLUMNS)):
            return None, ()  # a head, which has totals too
        for index in range(len(row.cells) - 1, -1, -1):
            if is_figure(row.cells[index]):
                continue
            behind = row.cells[index + 1 :]
            fitting = only(ANY_ROW, row.cells[index].text)
            mostly = len(behind) >= _LEAST and sum(map(is_figure, behind)) * 2 > len(behind)
            if len(fitting) == 1 and mostly:
                return fitting[0], behind
        return None, ()

    def _seven(self, row: TableRow, behind: tuple[Cell, ...]) -> tuple[Cell, ...] | None:
        """The seven cells of the columns."""
        if len(behind) == _WIDTH:
            return behind
        columns = self._columns.get(row.table)
        if columns:
            at = {cell.column: cell for cell in behind}
            by_header = [at.get(place) for place in columns.values()]
            cells = tuple(cell for cell in by_header if cell is not None)
            return cells if len(cells) == _WIDTH else None
        return _trimmed(behind) if len(behind) > _WIDTH else None

    def _keep(self, label: Label, row: TableRow, cells: tuple[Cell, ...]) -> None:
        read = {
            (label.key, column.key): row.figure(cell, f"表三“{label.name}”{column.name}")
            for column, cell in zip(COLUMNS, cells, strict=True)
        }
        known = {key: self.figures[key] for key in read if key in self.figures}
        if known:
            if any(known[key].number != read[key].number for key in known):
                self.problems.append(
                    Problem(
                        Fault.TWICE,
                        f"表三“{label.name}”一行出现两次且数据不同",
                        Place(row.table, row.number, 0),
                    )
                )
            return
        self.figures |= read
        for figure in read.values():
            if figure.number.kind is Kind.TEXT:
                self.problems.append(
                    Problem(
                        Fault.CELL, f"{figure.name}不是数字：“{figure.text[:20]}”", figure.place
                    )
                )

    def _continued(self, row: TableRow) -> None:
        """A page break can leave a label above and its figures below."""
        label, self._waiting = self._waiting, None
        if label is None:
            return
        cells = row.cells[-_WIDTH:]
        rest = row.cells[:-_WIDTH]
        numbers = [cell for cell in cells if read_number(cell.text).kind is Kind.NUMBER]
        if len(cells) < _WIDTH or not numbers or not all(map(is_figure, cells)):
            return
        if any(only(ANY_ROW, cell.text) for cell in rest):
            return
        for column in COLUMNS:
            del self.figures[label.key, column.key]
        self._keep(label, row, cells)


def _named(head: tuple[Label, ...], row: TableRow) -> set[str]:
    """Which labels of a head stand in the row."""
    return {label.key for cell in row.cells for label in only(head, cell.text)}


def _trimmed(behind: tuple[Cell, ...]) -> tuple[Cell, ...] | None:
    """Drop the empty places that merged cells left before or behind the figures."""
    spare = len(behind) - _WIDTH
    before, after = behind[:spare], behind[_WIDTH:]
    if not any(cell.text for cell in before) and behind[-1].text:
        return behind[spare:]
    if not any(cell.text for cell in after) and behind[0].text:
        return behind[:_WIDTH]
    return None
