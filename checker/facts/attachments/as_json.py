"""An attachment as plain values that JSON can carry, and back: what crosses from the process that reads to ours.

Texts stand once, however many cells show them.  What comes back is checked by its types alone: who wrote it has
handled strangers' bytes, and must be able to do nothing but lie about them.
"""

from __future__ import annotations

from typing import Any

from checker.facts.attachments.model import Attachment, Kind, Note, Passage, Seen, State
from checker.facts.tables import Cell, Table

_PLAIN = 3  # text, row and column; what follows differs from what a cell mostly is


def to_values(one: Attachment) -> dict[str, Any]:
    """Return the values of an attachment."""
    return {
        "name": one.name,
        "kind": one.kind.value,
        "state": one.state.value,
        "passages": [[part.place, list(part.lines), part.seen.value] for part in one.passages],
        "tables": [_table_values(table) for table in one.tables],
        "metadata": one.metadata,
        "pages": one.pages,
        "members": list(one.members),
        "inner": [to_values(inner) for inner in one.inner],
        "notes": [[note.what, note.why] for note in one.notes],
    }


def from_values(values: dict[str, Any]) -> Attachment:
    """Return the attachment.  Raises LookupError, TypeError, ValueError and their like for what is none."""
    pages = values["pages"]
    return Attachment(
        str(values["name"]),
        Kind(values["kind"]),
        State(values["state"]),
        tuple(
            Passage(str(place), tuple(map(str, lines)), Seen(seen))
            for place, lines, seen in values["passages"]
        ),
        tuple(map(_table, values["tables"])),
        {str(key): str(value) for key, value in values["metadata"].items()},
        None if pages is None else int(pages),
        tuple(map(str, values["members"])),
        tuple(map(from_values, values["inner"])),
        tuple(Note(str(what), str(why)) for what, why in values["notes"]),
    )


def _table_values(table: Table) -> dict[str, Any]:
    texts: dict[str, int] = {}
    numbers: dict[int, int] = {}
    cells: list[list[Any]] = []
    rows: list[list[int]] = []
    for row in table.rows:
        line: list[int] = []
        for cell in row:
            if cell is None:
                line.append(-1)
                continue
            number = numbers.get(id(cell))
            if number is None:
                number = numbers[id(cell)] = len(cells)
                text = texts.setdefault(cell.text, len(texts))
                cells.append([text, cell.row, cell.column, *_uncommon(cell)])
            line.append(number)
        rows.append(line)
    return {
        "texts": list(texts),
        "cells": cells,
        "rows": rows,
        "caption": table.caption,
        "name": table.name,
        "header_rows": table.header_rows,
        "header_columns": table.header_columns,
        "hidden": table.hidden,
        "hidden_rows": sorted(table.hidden_rows),
        "hidden_columns": sorted(table.hidden_columns),
        "depth": table.depth,
        "cut": table.cut,
        "row_numbers": list(table.row_numbers),
    }


def _uncommon(cell: Cell) -> list[Any]:
    rest = [cell.row_span, cell.column_span, cell.header, cell.hidden, list(cell.links)]
    return [] if rest == [1, 1, False, False, []] else rest


def _table(values: dict[str, Any]) -> Table:
    texts = [str(text) for text in values["texts"]]
    cells: list[Cell | None] = [_cell(one, texts) for one in values["cells"]]
    cells.append(None)  # -1, where no cell is
    return Table(
        tuple(tuple([cells[number] for number in line]) for line in values["rows"]),
        str(values["caption"]),
        str(values["name"]),
        int(values["header_rows"]),
        int(values["header_columns"]),
        bool(values["hidden"]),
        frozenset(map(int, values["hidden_rows"])),
        frozenset(map(int, values["hidden_columns"])),
        int(values["depth"]),
        bool(values["cut"]),
        tuple(map(int, values["row_numbers"])),
    )


def _cell(one: list[Any], texts: list[str]) -> Cell:
    text, row, column = texts[one[0]], int(one[1]), int(one[2])
    if len(one) == _PLAIN:
        return Cell(text, row, column)
    down, wide, header, hidden, links = one[_PLAIN:]
    linked = tuple(map(str, links))
    return Cell(text, row, column, int(down), int(wide), bool(header), bool(hidden), linked)
