"""How many cells a stranger's workbook has, counted before openpyxl, which has no limit, builds each of them."""

from __future__ import annotations

import re
from collections.abc import Callable

from checker.facts.attachments.archive import Refused, TooLarge

_CELL = re.compile(rb"<(?:[^\s<>/:]{1,60}:)?c[\s/>]")
_ENCODING = re.compile(rb"""[^>]{0,200}?\sencoding\s*=\s*["']([^"']{0,40})""")
# What office programs write; in another encoding a cell could be spelt otherwise.
_ENCODINGS = frozenset({b"utf-8", b"utf-16", b"us-ascii"})


def at_most(cells: int) -> Callable[[bytes], None]:
    """Return what takes one part after the other, and raises TooLarge beyond so many cells in all.

    Raises Refused for a part that says it is in an encoding which no office program writes.
    """
    counted = 0

    def look(part: bytes) -> None:
        nonlocal counted
        text = part.replace(b"\0", b"")  # UTF-16, as far as tags go
        declared = _ENCODING.match(text)
        if declared and declared[1].lower() not in _ENCODINGS:
            raise Refused
        counted += sum(1 for _ in _CELL.finditer(text))
        if counted > cells:
            raise TooLarge

    return look
