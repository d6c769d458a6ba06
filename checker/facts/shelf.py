"""The facts of many pages in little memory: those used last as they are, all others packed.

Pages of one site are built alike, so they are packed with the help of a few of them: a page takes some
1.5 KB.  It reads no page and knows nothing of what is in the facts.
"""

from __future__ import annotations

import pickle
import zlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from io import BytesIO
from typing import Any

from checker.facts.page import PageFacts

MOST_OPEN = 1_024
SAMPLE = 6
_LEVEL = 1
_LONGEST_DICTIONARY = 32_768


class Shelf:
    """Facts by URL; None stands for a page that is not held."""

    def __init__(self, most_open: int = MOST_OPEN) -> None:
        """Begin empty; `most_open` are kept as they are."""
        self._most_open = most_open
        self._open: OrderedDict[str, PageFacts | None] = OrderedDict()
        self._packed: dict[str, bytes] = {}
        self.dictionary = b""

    def __contains__(self, url: object) -> bool:
        """The page was put here."""
        return url in self._open or url in self._packed

    def __getitem__(self, url: str) -> PageFacts | None:
        """Return the facts of a page that was put here."""
        if url in self._open:
            self._open.move_to_end(url)
            return self._open[url]
        facts = unpacked(self._packed[url], self.dictionary)
        self._keep(url, facts)
        return facts

    def put(self, url: str, facts: PageFacts | None) -> None:
        """Put facts here."""
        self._keep(url, facts)

    def put_packed(self, url: str, facts: bytes) -> None:
        """Put facts here that were packed with this one's dictionary."""
        self._packed[url] = facts

    def learnt(self, sample: Iterable[PageFacts | None]) -> bytes:
        """Return the dictionary that pages are packed with: made of `sample` where there is none yet."""
        if not self.dictionary:
            whole = b"".join(map(_written, sample))
            self.dictionary = whole[-_LONGEST_DICTIONARY:]
        return self.dictionary

    def _keep(self, url: str, facts: PageFacts | None) -> None:
        self._open[url] = facts
        self._open.move_to_end(url)
        while len(self._open) > self._most_open:
            dictionary = self.learnt(list(self._open.values())[:SAMPLE])
            oldest, facts = self._open.popitem(last=False)
            if oldest not in self._packed:
                self._packed[oldest] = packed(facts, dictionary)


def packed(facts: PageFacts | None, dictionary: bytes) -> bytes:
    """Pack facts; the dictionary is needed to unpack them."""
    packer = zlib.compressobj(_LEVEL, zdict=dictionary)
    return packer.compress(_written(facts)) + packer.flush()


def unpacked(facts: bytes, dictionary: bytes) -> PageFacts | None:
    """Unpack what `packed` packed, in this process or in one that it started."""
    plain = zlib.decompressobj(zdict=dictionary).decompress(facts)
    found: PageFacts | None = pickle.loads(plain)  # noqa: S301 - packed by our own program
    return found


def _written(facts: PageFacts | None) -> bytes:
    buffer = BytesIO()
    _Writer(buffer, pickle.HIGHEST_PROTOCOL).dump(facts)
    return buffer.getvalue()


class _Writer(pickle.Pickler):
    """Writes dataclasses as calls with their values, and enum members by name: read back in half the time."""

    def reducer_override(self, value: object) -> Any:
        kind = type(value)
        if is_dataclass(kind):
            return kind, tuple(getattr(value, name) for name in _names(kind))
        if isinstance(value, Enum):
            return f"{kind.__qualname__}.{value.name}"
        return NotImplemented


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
