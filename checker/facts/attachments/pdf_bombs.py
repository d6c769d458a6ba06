"""Look for streams in a PDF that would exhaust whoever unpacks them, before anybody does.

PDFium unpacks up to a gigabyte per stream.  This unpacks every stream up to a limit and throws the
result away; what is beyond is refused, never half read.
"""

from __future__ import annotations

import re
import zlib

from checker.facts.attachments.archive import TooLarge
from checker.facts.attachments.limits import Limits

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_DICT_REACH = 2_000
_CHUNK = 1_000_000


def check_streams(body: bytes, limits: Limits) -> None:
    """Raise TooLarge where a stream, or all together, unpack beyond the limits."""
    total = 0
    for count, mark in enumerate(_STREAM.finditer(body)):
        if count >= limits.streams:
            raise TooLarge
        head = body[max(0, mark.start() - _DICT_REACH) : mark.start()]
        head = head[max(head.rfind(b" obj"), head.rfind(b"endstream"), 0) :]
        if len(_FLATE.findall(head)) > 1:
            raise TooLarge  # packed twice: only bombs are
        size = _unpacked(body, mark.end(), limits.part)
        total += size
        if size > limits.part or total > limits.unpacked * 2:
            raise TooLarge


def _unpacked(body: bytes, start: int, most: int) -> int:
    """How much a stream unpacks to, a little beyond the limit at most; 0 where it is not deflated."""
    if body[start : start + 1] != b"\x78":
        return 0
    unpacker = zlib.decompressobj()
    data: bytes = body[start : start + _CHUNK]
    position = start + _CHUNK
    size = 0
    try:
        while data and size <= most and not unpacker.eof:
            size += len(unpacker.decompress(data, _CHUNK))
            data = unpacker.unconsumed_tail
            if not data:
                data = body[position : position + _CHUNK]
                position += _CHUNK
    except zlib.error:
        pass  # PDFium stops there too
    return size
