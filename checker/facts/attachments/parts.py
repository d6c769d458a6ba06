"""Collect what a reader finds, within the limits; readers hand everything to this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from checker.facts.attachments.limits import Limits
from checker.facts.attachments.model import Note, Passage, Seen
from checker.facts.block_text import lines as split
from checker.facts.tables import Table


@dataclass(slots=True)
class Parts:
    """The growing result of one reading."""

    limits: Limits
    passages: list[Passage] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    pages: int | None = None
    _characters: int = 0
    _places: int = 0

    @property
    def full(self) -> bool:
        """No more text is taken."""
        return self._characters >= self.limits.characters

    @property
    def places_left(self) -> int:
        """How many more places of tables are taken."""
        return max(0, self.limits.places - self._places)

    @property
    def empty(self) -> bool:
        """Nothing was found yet."""
        return not self.passages and not self.tables

    def text(self, place: str, text: str | Iterable[str], seen: Seen = Seen.SHOWN) -> None:
        """Take the lines of a place."""
        left = self.limits.characters - self._characters
        raw = text if isinstance(text, str) else "\n".join(text)
        if len(raw) > left:
            self.note(place, f"文字超过{self.limits.characters}字，其余未读")
            raw = raw[: max(left, 0)]
        self._characters += len(raw)
        found = split(raw)
        if found:
            self.passages.append(Passage(place, found, seen))

    def table(self, table: Table | None) -> None:
        """Take a table; it was built within `places_left`."""
        if table is None or not table.rows:
            return
        size = len(table.rows) * table.width
        if len(self.tables) >= self.limits.tables or size > self.places_left:
            self.note(table.name or "表格", "表格超过读取上限，其余未读")
            return
        self._places += size
        self._characters += sum(len(cell.text) for cell in table.cells())
        if table.cut:
            self.note(table.name or "表格", "表格超过读取上限，只读了前一部分")
        self.tables.append(table)

    def note(self, what: str, why: str) -> None:
        """Remember that something was not read; once for each reason."""
        note = Note(what, why)
        if note not in self.notes and len(self.notes) < 100:  # noqa: PLR2004 - enough to understand
            self.notes.append(note)
