"""Binary workbooks (BIFF8) made up for tests, record by record."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.checker.facts.attachments.made_ole import ole

FONT, FILEPASS = 0x31, 0x2F
_GENERAL, CHINESE_DAY, DAY = 0, 15, 16  # what a cell's format is, by its number
_FORMAT = 164


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str, size: str) -> bytes:
    return struct.pack(size, len(text)) + b"\x01" + text.encode("utf-16-le")


def label(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<HHH", row, column, 15) + _text(text, "<H"))


def number(row: int, column: int, value: float, style: int = _GENERAL) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style or 17, value))


def flag(row: int, column: int, value: int, *, error: bool = False) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, 15, value, error))


def blank(row: int, column: int) -> bytes:
    return record(0x201, struct.pack("<HHH", row, column, 15))


def hidden_column(first: int, last: int) -> bytes:
    return record(0x7D, struct.pack("<HHHHH", first, last, 0, 15, 1))


def xls(
    *sheets: Sequence[bytes], user: str = "", more: bytes = b"", from_1904: bool = False
) -> bytes:
    """A workbook of sheets named 表1, 表2 …; `more` are records before those of its formats."""
    font = struct.pack("<HHHHHBBBB", 200, 0, 8, 400, 0, 0, 0, 134, 0) + _text("宋体", "<B")
    day = record(0x41E, struct.pack("<H", _FORMAT) + _text('yyyy"年"m"月"d"日"', "<H"))
    before = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0xDBB, 0x7CC, 0, 0)) + more
    before += record(0x42, b"\xb0\x04") + record(0x22, struct.pack("<H", from_1904))
    before += record(0x5C, _text(user, "<H")) if user else b""
    before += record(FONT, font) * 5 + day
    before += record(0xE0, struct.pack("<HHH14x", 0, 0, 0xFFF5)) * 15
    for shape in (_FORMAT, 14, 0):
        before += record(0xE0, struct.pack("<HHH14x", 0, shape, 1))
    bodies = [
        record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0xDBB, 0x7CC, 0, 0))
        + b"".join(cells)
        + record(0x0A)
        for cells in sheets
    ]
    names = [_text(f"表{n}", "<B") for n in range(1, len(sheets) + 1)]
    place = len(before) + sum(10 + len(name) for name in names) + 4
    listed = b""
    for name, body in zip(names, bodies, strict=True):
        listed += record(0x85, struct.pack("<iBB", place, 0, 0) + name)
        place += len(body)
    return ole({"Workbook": before + listed + record(0x0A) + b"".join(bodies)})
