"""Numbers for URLs and links, given in the order in which they come.  A million keys take some 50 MB, however long.

A key is known by its 64-bit hash alone: that two of a million share one happens in one crawl of
thirty million.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from preshed.maps import PreshMap

_UNSIGNED = (1 << 64) - 1


class Numbers:
    """Gives each key a number, the first one 1.  Its length is the last number given."""

    def __init__(self) -> None:
        self._numbers = PreshMap()
        self._last = 0

    def __len__(self) -> int:
        return self._last

    def __contains__(self, key: Hashable) -> bool:
        return hash(key) & _UNSIGNED in self._numbers

    def of(self, key: Hashable) -> int | None:
        """Return the number of a key, None where it has none."""
        number: int | None = self._numbers[hash(key) & _UNSIGNED]
        return number

    def of_all(self, keys: Iterable[Hashable]) -> list[int | None]:
        """Return the numbers of keys, None for those that have none."""
        numbers = self._numbers
        return [numbers[hash(key) & _UNSIGNED] for key in keys]

    def take_all(self, keys: Iterable[Hashable]) -> list[tuple[int, bool]]:
        """Return the numbers of keys, and whether each is new: then it has been given the next one."""
        numbers, last = self._numbers, self._last
        taken = []
        for key in keys:
            spelled = hash(key) & _UNSIGNED
            number: int | None = numbers[spelled]
            if number is None:
                last += 1
                numbers[spelled] = last
                taken.append((last, True))
            else:
                taken.append((number, False))
        self._last = last
        return taken

    def give(self, key: Hashable) -> int:
        """Give a key that has none the next number."""
        self._last += 1
        self._numbers[hash(key) & _UNSIGNED] = self._last
        return self._last

    def put(self, key: Hashable, number: int) -> None:
        """Let a key have a number that it had before; the next ones come behind it."""
        self._last = max(self._last, number)
        self._numbers[hash(key) & _UNSIGNED] = number

    def skip_to(self, number: int) -> None:
        """Give no number any more that is not behind this one."""
        self._last = max(self._last, number)
