"""Take a table's rows apart: label cells on the left, figures behind them.

Merged cells may have been lost on the way (a copied page, a split table), so figures are found by
the label that stands before them, and by the table's own header where that is whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.facts.annual_report.form import COLUMNS, only
from checker.facts.annual_report.model import Figure, Place
from checker.facts.tables import Cell, Kind, Table, read_number

_HEADER_REACH = 8


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its cells from left to right, each once."""

    table: int
    number: int
    cells: tuple[Cell, ...]

    def figure(self, cell: Cell, name: str) -> Figure:
        """Read a cell as a figure of the form."""
        return Figure(
            name, cell.text, read_number(cell.text), Place(self.table, self.number, cell.column)
        )


def rows_of(tables: Sequence[Table]) -> list[TableRow]:
    """All rows of all tables in their order."""
    return [
        TableRow(index, number, tuple(table.row_cells(number)))
        for index, table in enumerate(tables)
        for number in range(len(table.rows))
    ]


def is_figure(cell: Cell) -> bool:
    """A number, or nothing where one could stand."""
    return read_number(cell.text).kind is not Kind.TEXT


def columns_of(table: Table) -> dict[str, int] | None:
    """The seven columns of table 3 by the table's own header; None where that is not whole."""
    found: dict[str, int] = {}
    for number in range(min(_HEADER_REACH, len(table.rows))):
        for cell in table.row_cells(number):
            if cell.row == number and cell.column_span == 1:
                for label in only(COLUMNS, cell.text):
                    found.setdefault(label.key, cell.column)
    places = [found.get(column.key) for column in COLUMNS]
    known = [place for place in places if place is not None]
    whole = len(known) == len(places) and known == sorted(set(known))
    return (
        {column.key: place for column, place in zip(COLUMNS, known, strict=True)} if whole else None
    )
