"""File names from the names of units: readable, allowed on every system, each given once."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LONGEST: Final = 60
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\[\]{}%$&#;`\'\s.]+')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_HIDDEN: Final = ("C", "Z")


class FileNames:
    """Gives out names without an ending."""

    def __init__(self) -> None:
        """Start with none given."""
        self._taken: set[str] = set()

    def take(self, name: str, otherwise: str) -> str:
        """A name for a file; `otherwise` where nothing of `name` may stand in one."""
        shown = "".join(
            char
            for char in unicodedata.normalize("NFC", name[: _LONGEST * 4])
            if char == " " or not unicodedata.category(char).startswith(_HIDDEN)
        )
        clean = _FORBIDDEN.sub("_", shown).strip("_- ")[:_LONGEST] or otherwise
        if _RESERVED.fullmatch(clean):
            clean = f"{clean}_"
        given, number = clean, 1
        while given.casefold() in self._taken:
            number += 1
            given = f"{clean}_{number}"
        self._taken.add(given.casefold())
        return given
