"""Many texts made ready, so that a hundred rules can each ask which of them name a column.

Gives the texts that `names.named` could take for one of the wanted names, and leaves the decision to it:
one search for a name in all texts costs less than looking at each of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from checker.facts.names import normal


class NameIndex:
    """Texts by their numbers, in the order given."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Write each text as names are compared."""
        self._numbers: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            plain = normal(text)
            if plain:
                self._numbers.setdefault(plain, []).append(number)
        self._plain = list(self._numbers)
        self._joined = "\n".join(self._plain)
        self._starts: list[int] = []
        at = 0
        for plain in self._plain:
            self._starts.append(at)
            at += len(plain) + 1

    def holding(self, names: Sequence[str]) -> list[int]:
        """Return the numbers of the texts that hold one of the names, ascending."""
        found: set[int] = set()
        for name in dict.fromkeys(map(normal, names)):
            at = self._joined.find(name) if name else -1
            while at >= 0:
                place = bisect_right(self._starts, at) - 1
                found.update(self._numbers[self._plain[place]])
                after = self._starts[place] + len(self._plain[place])
                at = self._joined.find(name, after)
        return sorted(found)
