"""Read the text of binary presentations (.ppt, .dps): the text atoms of its records, in their order."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

from checker.facts.attachments.doc import read_ole_metadata
from checker.facts.attachments.parts import Parts

_CONTAINER = 0xF
_UNICODE, _BYTES = 0x0FA0, 0x0FA8


def read_ppt(body: bytes, parts: Parts) -> None:
    """Read into `parts`."""
    with olefile.OleFileIO(io.BytesIO(body)) as ole:
        with ole.openstream("PowerPoint Document") as stream:
            data = bytes(stream.read(parts.limits.part))
        read_ole_metadata(ole, parts)
    parts.text("幻灯片", list(_texts(data)))


def _texts(data: bytes) -> Iterator[str]:
    place = 0
    while place + 8 <= len(data):
        version, kind, size = struct.unpack_from("<HHI", data, place)
        place += 8
        if version & 0xF == _CONTAINER:
            continue  # its records follow
        if kind == _UNICODE:
            yield data[place : place + size].decode("utf-16-le", "replace").replace("\r", "\n")
        elif kind == _BYTES:
            yield data[place : place + size].decode("cp1252", "replace").replace("\r", "\n")
        place += size
