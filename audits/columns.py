"""Tables on a terminal: rows laid out in columns, where a Chinese character takes two."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.cells import cell_len


def laid_out(rows: Sequence[Sequence[str]], right: Collection[str] = ()) -> list[str]:
    """Return rows as lines; the first holds the headings, those in `right` stand flush right."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    flush = [heading in right for heading in rows[0]]
    return ["  ".join(map(_padded, row, widths, flush)).rstrip() for row in rows]


def _padded(text: str, width: int, flush_right: bool) -> str:  # noqa: FBT001 - mapped over columns
    blanks = " " * (width - cell_len(text))
    return blanks + text if flush_right else text + blanks
