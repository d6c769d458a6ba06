"""Old Office files made up for tests: a container of streams, a binary document and a binary workbook."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SECTOR = 512
_LEAST = 4096  # smaller streams would stand in a container within the container
_END, _FREE, _IS_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams, filled up with zeros to their least size."""
    sectors: list[bytes] = []
    chain: list[int] = []

    def add(data: bytes) -> int:
        first = len(sectors)
        count = len(data) // _SECTOR
        sectors.extend(data[n * _SECTOR : (n + 1) * _SECTOR] for n in range(count))
        chain.extend([*range(first + 1, first + count), _END])
        return first

    entries = [_entry("Root Entry", 5, child=1, first=_END)]
    for number, (name, content) in enumerate(streams.items(), 1):
        data = content.ljust(_LEAST, b"\0")
        data += bytes(-len(data) % _SECTOR)
        after = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, after=after, first=add(data), size=len(data)))
    listing = b"".join(entries)
    directory = add(listing + bytes(-len(listing) % _SECTOR))
    size = next(n for n in range(1, 100) if n * 128 >= len(chain) + n)
    fat = [len(chain) + n for n in range(size)]
    numbers = [*chain, *[_IS_FAT] * size]
    numbers += [_FREE] * (size * 128 - len(numbers))
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, size, directory, 0, _LEAST, _END, 0, _END, 0),
    )
    head += struct.pack("<109I", *fat, *[_FREE] * (109 - size))
    return head + b"".join(sectors) + struct.pack(f"<{len(numbers)}I", *numbers)


def _entry(
    name: str, kind: int, *, child: int = _FREE, after: int = _FREE, first: int, size: int = 0
) -> bytes:
    raw = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ", raw, len(raw) + 2, kind, 1, _FREE, after, child, first, size
    )


@dataclass(frozen=True)
class Run:
    """Characters of one piece, and the properties that a page keeps of them."""

    text: str
    properties: bytes = b""


HIDDEN, DELETED = b"\x3c\x08\x01", b"\x00\x08\x01"
IN_TABLE = b"\x16\x24\x01"
END_OF_ROW = b"\x17\x24\x01"
_BODY = 0x400


@dataclass
class Doc:
    """A binary Word document; what is set after it was made goes into the file."""

    pieces: Sequence[Sequence[Run]]
    encoding: str = "utf-16-le"
    counts: Sequence[int] = ()
    magic: int = 0xA5EC
    flags: int = 0
    before_pieces: bytes = b""
    data: bytes | None = None
    paragraphs: bytes | None = None  # a page of paragraph properties, as it is
    more: Mapping[str, bytes] | None = None

    def bytes(self) -> bytes:
        narrow = self.encoding == "cp1252"
        width = 1 if narrow else 2
        body, marks, offsets, runs = b"", [0], [], []
        for piece in self.pieces:
            start = _BODY + len(body)
            offsets.append(start * 2 | 0x40000000 if narrow else start)
            for run in piece:
                raw = run.text.encode(self.encoding, "surrogatepass" if width == 2 else "strict")
                begin = _BODY + len(body)
                runs.append((begin, begin + len(raw), run.properties))
                body += raw
            marks.append(marks[-1] + sum(len(run.text) for run in piece))
        counts = [*(self.counts or [marks[-1]]), *[0] * 8][:8]
        main = struct.pack("<H8xH", self.magic, self.flags).ljust(_BODY, b"\0") + body
        main += bytes(-len(main) % _SECTOR)
        page = len(main) // _SECTOR
        main += _run_page(runs) + (self.paragraphs or _paragraph_page(runs))
        plc = struct.pack(f"<{len(marks)}I", *marks)
        plc += b"".join(struct.pack("<HIH", 0, offset, 0) for offset in offsets)
        clx = self.before_pieces + b"\x02" + struct.pack("<I", len(plc)) + plc
        pages = [struct.pack("<III", 0, 1, number) for number in (page, page + 1)]
        table = clx + b"".join(pages)
        head = bytearray(main)
        struct.pack_into("<8i", head, 0x4C, *counts)
        struct.pack_into("<II", head, 0x1A2, 0, len(clx))
        struct.pack_into("<II", head, 0xFA, len(clx), 12)
        struct.pack_into("<II", head, 0x102, len(clx) + 12, 12)
        streams = {"WordDocument": bytes(head), "0Table": table, **(self.more or {})}
        return ole(streams | ({"Data": self.data} if self.data is not None else {}))


def _run_page(runs: Sequence[tuple[int, int, bytes]]) -> bytes:
    lists = [b"" if _of_paragraph(p) else bytes([len(p)]) + p for _, _, p in runs]
    return _page(runs, lists, 1)


def _paragraph_page(runs: Sequence[tuple[int, int, bytes]]) -> bytes:
    lists = [
        b"\0" + bytes([(len(p) + 1) // 2 + 1]) + b"\0\0" + p + bytes(len(p) % 2)
        if _of_paragraph(p)
        else b""
        for _, _, p in runs
    ]
    return _page(runs, lists, 13)


def _of_paragraph(properties: bytes) -> bool:
    return int.from_bytes(properties[:2], "little") >> 10 & 7 == 1


def _page(runs: Sequence[tuple[int, int, bytes]], lists: Sequence[bytes], entry: int) -> bytes:
    """A page of 512 bytes: offsets from its start, property lists from its end."""
    page = bytearray(_SECTOR)
    page[-1] = len(runs)
    starts = [begin for begin, _, _ in runs] + [runs[-1][1]]
    struct.pack_into(f"<{len(starts)}I", page, 0, *starts)
    end = _SECTOR - 2
    for number, one in enumerate(lists):
        if one:
            end = (end - len(one)) // 2 * 2
            page[end : end + len(one)] = one
            page[len(starts) * 4 + number * entry] = end // 2
    return bytes(page)
