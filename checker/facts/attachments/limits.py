"""How much of a file is read.  Counts, not seconds: the same file gives the same answer everywhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one reading; what lies beyond is left out and noted."""

    body: int = 100_000_000  # bytes of the file itself
    part: int = 64_000_000  # bytes of one unpacked part
    unpacked: int = 256_000_000  # bytes of all unpacked parts together
    entries: int = 20_000  # files in an archive
    streams: int = 100_000  # in a PDF
    inner: int = 40  # files of an archive that are read themselves
    characters: int = 5_000_000
    places: int = 600_000  # places in all tables together
    pages: int = 300  # PDF, OFD, slides
    table_pages: int = 120  # PDF pages whose ruling lines are looked at
    page_characters: int = 60_000
    page_objects: int = 40_000  # what a PDF page draws
    page_points: int = 200_000  # of the lines that it draws
    tables: int = 2_000
    sheets: int = 200
    strings: int = 2_000_000  # that the sheets of a workbook share
    cpu_seconds: int = 30  # of the process that reads a PDF; only files built for it come near


DEFAULT = Limits()
