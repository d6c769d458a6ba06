"""The binary Word format (97 to 2003, and WPS .wps): pieces of text, and which runs are hidden.

After [MS-DOC]: the file information block names a table stream, whose piece table says where each
character stands; pages of 512 bytes hold the properties of runs and paragraphs.  Every number in the
file is checked before it is used; where nothing fits, ValueError is raised.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from checker.facts.attachments.archive import Encrypted

_WORD_97 = 0xA5EC
_ENCRYPTED = 0x0100
_TABLE_ONE = 0x0200
_COMPRESSED = 0x40000000
_LEAST = 0x1AA  # bytes of the file information block that are read
_PAGE = 512
_MOST_PIECES = 500_000
_MOST_PAGES = 50_000
_VANISH, _DELETED = 0x083C, 0x0800
_IN_TABLE = 0x2416
_END_OF_ROW = (0x2417, 0x244C)
_FC_MASK = 0x3FFFFFFF
# What begins with the first byte is properties that pieces share, with the second the pieces.
_SHARED, _PIECES = b"\x01", b"\x02"
_RUN, _PARAGRAPH = 1, 13  # bytes that a page keeps of each
# Lengths of what follows a property's code, by its three highest bits; 6 says it itself.
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_LONG_OPERAND = 0xD608
_LONG_LIST = 0x6646


class Unreadable(ValueError):  # noqa: N818 - says what the file is
    """A binary document of a kind that is not read here; the message (Chinese) says which."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the file information block says."""

    table_stream: str
    counts: tuple[int, ...]  # characters of text, notes, headers, macros, comments, endnotes, boxes
    clx: tuple[int, int]
    run_pages: tuple[int, int]
    paragraph_pages: tuple[int, int]


def read_header(main: bytes) -> Header:
    """Read the file information block."""
    if len(main) < _LEAST:
        raise ValueError("too short")
    magic, flags = struct.unpack_from("<H8xH", main)
    if magic != _WORD_97:
        raise Unreadable("Word 95 或更早的格式")
    if flags & _ENCRYPTED:
        raise Encrypted
    counts = struct.unpack_from("<8i", main, 0x4C)
    return Header(
        "1Table" if flags & _TABLE_ONE else "0Table",
        tuple(max(0, count) for count in counts),
        struct.unpack_from("<II", main, 0x1A2),
        struct.unpack_from("<II", main, 0xFA),
        struct.unpack_from("<II", main, 0x102),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand together: the first one's number, and where they are in the file."""

    start: int
    end: int
    offset: int
    width: int


def read_pieces(table: bytes, clx: tuple[int, int]) -> list[Piece]:
    """Read the piece table."""
    data = table[clx[0] : clx[0] + clx[1]]
    place = 0
    while data[place : place + 1] == _SHARED:
        place += 3 + _number(data, place + 1, 2)
    if data[place : place + 1] != _PIECES:
        raise ValueError("no piece table")
    size = _number(data, place + 1, 4)
    plc = data[place + 5 : place + 5 + size]
    count = min((len(plc) - 4) // 12, _MOST_PIECES)
    if count < 1:
        raise ValueError("no pieces")
    marks = struct.unpack_from(f"<{count + 1}I", plc)
    pieces = []
    for number in range(count):
        raw = struct.unpack_from("<I", plc, (count + 1) * 4 + number * 8 + 2)[0]
        start, end = marks[number], marks[number + 1]
        if end > start:
            narrow = bool(raw & _COMPRESSED)
            offset = (raw & _FC_MASK) // 2 if narrow else raw & _FC_MASK
            pieces.append(Piece(start, end, offset, 1 if narrow else 2))
    return pieces


def piece_text(main: bytes, piece: Piece) -> str:
    """The characters of a piece; as many as the file holds."""
    data = main[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
    if piece.width == 1:
        return data.decode("cp1252", "replace")
    # One character for each unit, so that numbers of characters stay right.
    units = struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])
    return "".join(map(chr, units))


@dataclass(frozen=True, slots=True)
class Ranges:
    """Stretches of the file that have a property."""

    starts: list[int]
    ends: list[int]

    def holds(self, offset: int) -> bool:
        """The byte at `offset` lies in one of them."""
        index = bisect_right(self.starts, offset) - 1
        return index >= 0 and offset < self.ends[index]

    @classmethod
    def of(cls, spans: list[tuple[int, int]]) -> Ranges:
        """Sorted, so that they can be searched."""
        ordered = sorted(spans)
        return cls([start for start, _ in ordered], [end for _, end in ordered])


def hidden_and_deleted(main: bytes, table: bytes, place: tuple[int, int]) -> tuple[Ranges, Ranges]:
    """Where text is hidden, and where a tracked change has struck it out."""
    hidden: list[tuple[int, int]] = []
    deleted: list[tuple[int, int]] = []
    for page, starts in _pages(main, table, place, _RUN):
        for number in range(len(starts) - 1):
            at = page[len(starts) * 4 + number] * 2
            if at:
                codes = dict(_properties(page[at + 1 : at + 1 + page[at]]))
                span = (starts[number], starts[number + 1])
                if _first(codes, _VANISH) & 1:
                    hidden.append(span)
                if _first(codes, _DELETED) & 1:
                    deleted.append(span)
    return Ranges.of(hidden), Ranges.of(deleted)


def in_tables(
    main: bytes, table: bytes, data: bytes, place: tuple[int, int]
) -> tuple[Ranges, Ranges]:
    """Where paragraphs stand in a table, and where the marks that end its rows.

    `data` is the stream of long property lists.
    """
    inside: list[tuple[int, int]] = []
    ends: list[tuple[int, int]] = []
    for page, starts in _pages(main, table, place, _PARAGRAPH):
        for number in range(len(starts) - 1):
            at = page[len(starts) * 4 + number * _PARAGRAPH] * 2
            if not at:
                continue
            size = page[at] * 2 - 1 if page[at] else page[at + 1] * 2
            begin = at + 1 if page[at] else at + 2
            codes = _with_long(dict(_properties(page[begin + 2 : begin + size])), data)
            span = (starts[number], starts[number + 1])
            if _first(codes, _IN_TABLE):
                inside.append(span)
            if any(_first(codes, code) for code in _END_OF_ROW):
                ends.append(span)
    return Ranges.of(inside), Ranges.of(ends)


def _pages(
    main: bytes, table: bytes, place: tuple[int, int], entry: int
) -> Iterator[tuple[bytes, tuple[int, ...]]]:
    """The property pages, each with the file offsets at which its runs begin; `entry` is what it keeps of each."""
    most = (_PAGE - 1 - 4) // (4 + entry)
    plc = table[place[0] : place[0] + place[1]]
    count = min((len(plc) - 4) // 8, _MOST_PAGES)
    for number in range(max(count, 0)):
        where = struct.unpack_from("<I", plc, (count + 1) * 4 + number * 4)[0] & 0x3FFFFF
        page = main[where * _PAGE : (where + 1) * _PAGE]
        if len(page) < _PAGE or page[-1] > most:
            continue
        starts = struct.unpack_from(f"<{page[-1] + 1}I", page)
        yield page, starts


def _first(codes: dict[int, bytes], code: int) -> int:
    """The first byte of a property's value, 0 where it is not set."""
    return codes.get(code, b"")[:1].rjust(1, b"\0")[0]


def _with_long(codes: dict[int, bytes], data: bytes) -> dict[int, bytes]:
    """A list that is too long for its page stands in another stream."""
    where = codes.get(_LONG_LIST, b"")
    if len(where) != 4:  # noqa: PLR2004 - a file offset
        return codes
    place = _number(where, 0, 4)
    size = _number(data, place, 2)
    return codes | dict(_properties(data[place + 2 : place + 2 + size]))


def _properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The codes of a property list with their values."""
    place = 0
    while place + 3 <= len(data):
        code = struct.unpack_from("<H", data, place)[0]
        place += 2
        size = _OPERANDS.get(code >> 13)
        if size is None:
            if code == _LONG_OPERAND:
                place += 1 + _number(data, place, 2)
                continue
            size = data[place] + 1
        yield code, data[place : place + size]
        place += size


def _number(data: bytes, place: int, size: int) -> int:
    """A number of so many bytes; of fewer where the data ends."""
    return int.from_bytes(data[place : place + size], "little")
