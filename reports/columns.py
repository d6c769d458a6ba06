"""What a column of a table is, for spreadsheets and CSV alike: heading, width, how a row gives its cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from reports.visible import Address

Row = TypeVar("Row")
Cell = str | int | date | Address


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.  `key` is its name for programs, the same in every language.

    `width` counts Latin characters; a Chinese one is two wide.  Only `printed` columns go on paper,
    and they come first; `hidden` ones are kept for the way back.  A reader may change what is
    `editable`, and where there are `choices`, to one of them; `dated` takes days.  `clickable`: says
    nothing that no other column says, and stands only where it can be clicked on.
    """

    key: str
    heading: str
    width: int
    value: Callable[[Row], Cell]
    printed: bool = True
    hidden: bool = False
    editable: bool = False
    dated: bool = False
    clickable: bool = False
    choices: tuple[str, ...] = ()
    choices_from: str = ""
