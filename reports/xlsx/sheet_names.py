"""Names for sheets: what Excel takes, readable, and each given once."""

from __future__ import annotations

import re

from reports.visible import visible

_MOST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\n\t]+")
# Excel keeps this name for itself.
_RESERVED = frozenset({"history"})


class SheetNames:
    """Gives out names; two that differ in nothing but case are one to Excel."""

    def __init__(self) -> None:
        """Start with none given."""
        self._taken = set(_RESERVED)

    def take(self, wanted: str, fallback: str) -> str:
        """A new name like the one wanted, or like `fallback` where nothing of it can stand."""
        name = _clean(wanted) or fallback
        chosen, number = _cut(name, _MOST), 1
        while chosen.casefold() in self._taken:
            number += 1
            mark = f" ({number})"
            chosen = _cut(name, _MOST - len(mark)) + mark
        self._taken.add(chosen.casefold())
        return chosen


def _clean(text: str) -> str:
    """Without what Excel refuses; a quote may stand in a name, but not at its ends."""
    return " ".join(_FORBIDDEN.sub(" ", visible(text[:200])).split()).strip("'").strip()


def _cut(text: str, most: int) -> str:
    """At most so many UTF-16 units, no character in halves and no quote at the end."""
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore").strip("' ")
