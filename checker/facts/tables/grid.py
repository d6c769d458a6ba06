"""A table as a grid: every place knows the cell that covers it, whatever was merged or split.

Rows and columns count from 0.  Sizes that a page claims (rowspan=65535) never decide how much memory
is used: a table ends at MAX_ROWS, MAX_COLUMNS or MAX_PLACES, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

MAX_ROWS = 20_000
MAX_COLUMNS = 512
MAX_PLACES = 400_000
MAX_CELL_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell at its place of origin, with the places it covers."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    hidden: bool = False
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A cell as it is written, before it has a place.  A `row_span` of 0 reaches to the group's end."""

    text: str
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    hidden: bool = False
    links: tuple[str, ...] = ()


Row = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of equally long rows.  None is a place that no cell covers.

    `name` is the sheet or page it stands on, `caption` what it or the line before calls it.
    `header_rows` and `header_columns` count the leading ones that name the others.  `cut` is true
    where the table went on beyond a limit.  `row_numbers` are the sheet's own, where empty rows of it
    were left out.
    """

    rows: tuple[Row, ...]
    caption: str = ""
    name: str = ""
    header_rows: int = 0
    header_columns: int = 0
    hidden: bool = False
    hidden_rows: frozenset[int] = field(default=frozenset())
    hidden_columns: frozenset[int] = field(default=frozenset())
    depth: int = 0
    cut: bool = False
    row_numbers: tuple[int, ...] = ()

    def row_number(self, row: int) -> int:
        """The number that a reader sees beside a row, from 1 on."""
        return self.row_numbers[row] if row < len(self.row_numbers) else row + 1

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0

    def text(self, row: int, column: int) -> str:
        """What a reader sees at a place; "" where there is nothing."""
        if not (0 <= row < len(self.rows) and 0 <= column < self.width):
            return ""
        cell = self.rows[row][column]
        return cell.text if cell else ""

    def row_cells(self, row: int) -> list[Cell]:
        """The cells that a row shows, each once, from left to right."""
        found: list[Cell] = []
        for cell in self.rows[row]:
            if cell is not None and (not found or found[-1] is not cell):
                found.append(cell)
        return found

    def cells(self) -> Iterator[Cell]:
        """Every cell once, by rows."""
        for number, row in enumerate(self.rows):
            for position, cell in enumerate(row):
                if cell is not None and (cell.row, cell.column) == (number, position):
                    yield cell

    def label(self, column: int) -> str:
        """The names that stand over a column, from top to bottom, each once."""
        names: list[str] = []
        for row in range(self.header_rows):
            text = self.text(row, column)
            if text and text not in names:
                names.append(text)
        return " ".join(names)

    def is_hidden(self, row: int, column: int) -> bool:
        """A reader of the page or file does not see this place."""
        cell = self.rows[row][column] if row < len(self.rows) and column < self.width else None
        return (
            self.hidden
            or row in self.hidden_rows
            or column in self.hidden_columns
            or (cell is not None and cell.hidden)
        )


Group = Iterable[Sequence[Written]]


def lay(groups: Iterable[Group], most_places: int = MAX_PLACES) -> tuple[tuple[Row, ...], bool]:
    """Give every cell its place, as browsers do; the second value says that a limit cut the table.

    A cell never reaches out of its group (thead, tbody, tfoot).
    """
    laid: list[list[Cell | None]] = []
    cut, places = False, 0
    for group in groups:
        written: list[Sequence[Written]] = []
        for row in group:
            if len(laid) + len(written) >= MAX_ROWS or places > most_places:
                cut = True
                break
            written.append(row)
            places += len(row)
        first = len(laid)
        laid.extend([] for _ in written)
        for offset, row in enumerate(written):
            column = 0
            for one in row:
                target = laid[first + offset]
                while column < len(target) and target[column] is not None:
                    column += 1
                if column >= MAX_COLUMNS or places > most_places:
                    cut = True
                    break
                reach = len(written) - offset
                deep = reach if one.row_span == 0 else max(1, min(one.row_span, reach))
                wide = max(1, min(one.column_span, MAX_COLUMNS - column))
                places += deep * wide - 1
                if places > most_places:
                    deep = wide = 1
                    cut = True
                _cover(laid, first + offset, column, deep, wide, one)
                column += wide
    return _even(laid), cut


def _cover(
    laid: list[list[Cell | None]], row: int, column: int, deep: int, wide: int, one: Written
) -> None:
    cell = Cell(
        one.text[:MAX_CELL_TEXT], row, column, deep, wide, one.header, one.hidden, one.links
    )
    for number in range(row, row + deep):
        line = laid[number]
        if len(line) < column + wide:
            line.extend([None] * (column + wide - len(line)))
        for position in range(column, column + wide):
            if line[position] is None:  # where two cells overlap, the first one shows
                line[position] = cell


def _even(laid: list[list[Cell | None]]) -> tuple[Row, ...]:
    """Make all rows as long as the last column in which any cell begins."""
    starts = [
        position
        for number, line in enumerate(laid)
        for position, cell in enumerate(line)
        if cell is not None and (cell.row, cell.column) == (number, position)
    ]
    longest = max((len(line) for line in laid), default=0)
    begun = max(starts, default=-1) + 1
    # A title that claims colspan=1000 over four columns makes no thousand columns.
    width = longest if longest <= begun * 2 + 8 else begun
    return tuple((*line[:width], *[None] * (width - len(line))) for line in laid)
