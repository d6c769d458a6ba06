"""Tables of the rows and cells that a document writes, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence

from checker.facts.tables import Table, Written, header_columns, header_rows, lay
from checker.facts.tables.grid import MAX_PLACES


def whole(text: str) -> str:
    """Put surrogate pairs together; a lone half is nothing that can be written."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def cell_text(text: str) -> str:
    """The lines of a cell, without blanks around them and empty ones between."""
    return "\n".join(line for raw in text.splitlines() if (line := raw.strip()))


def table_of(
    rows: Sequence[Sequence[Written]],
    most_places: int = MAX_PLACES,
    *,
    caption: str = "",
    marked: int = 0,
) -> Table | None:
    """Lay rows out as a table; None where they have no cells.  `marked` are said to be its head."""
    grid, cut = lay([rows], most_places)
    if not grid or not grid[0]:
        return None
    head = header_rows(grid, marked)
    columns = header_columns(grid, head)
    return Table(grid, caption=caption, header_rows=head, header_columns=columns, cut=cut)
