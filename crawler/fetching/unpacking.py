"""Bodies out of their content encodings, as far as they go, and never beyond a limit."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from crawler.fetching.failures import FetchFailedError
from crawler.snapshot.model import Outcome

_GZIP = frozenset({"gzip", "x-gzip"})
_DEFLATE = "deflate"
_OTHERS = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
_DEFLATED = 8
_GZIP_HEAD = 10
_TRAILER = 8  # of a gzip member: checksum and length
_STEP = 512
_MOST_LAYERS = 3
_MOST_MEMBERS = 10_000  # some servers begin a member at every flush


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A body; `flaw` says what was wrong with its packing where it could be read all the same."""

    body: bytes
    cut: bool = False
    flaw: str | None = None


def layers(content_encoding: str) -> list[str]:
    """Return the encodings that a header names, the last applied first; made-up ones left out.

    Raises FetchFailedError where it names one that we did not ask for and cannot undo.
    """
    named = [part.strip().lower() for part in reversed(content_encoding.split(","))]
    for name in named:
        if name in _OTHERS:
            raise FetchFailedError(Outcome.PROTOCOL, f"body is packed by {name}, unasked")
    return [name for name in named if name in _GZIP or name == _DEFLATE][:_MOST_LAYERS]


def unpack(packed: bytes, content_encoding: str, limit: int) -> Unpacked:
    """Undo what a Content-Encoding header names; made-up names are ignored.

    Raises FetchFailedError where nothing can be read of it.
    """
    found = Unpacked(packed)
    for name in layers(content_encoding):
        inner = _undo(found.body, name, limit)
        found = Unpacked(inner.body, inner.cut or found.cut, found.flaw or inner.flaw)
    return found


def _undo(packed: bytes, name: str, limit: int) -> Unpacked:
    if not packed:
        return Unpacked(b"")
    found = (
        _gzip(packed, limit) if name in _GZIP else _inflate(packed, _zlib_head(packed), limit)[0]
    )
    if found is None or (found.flaw is not None and not found.body):
        raise FetchFailedError(Outcome.PROTOCOL, f"body is not {name}")
    return found


def _gzip(packed: bytes, limit: int) -> Unpacked | None:
    """Unpack all members; what stands behind the last is ignored, as are wrong checksums."""
    pieces: list[bytes] = []
    start = _gzip_head(packed, 0)
    if start is None:
        return None
    left = limit
    for _ in range(_MOST_MEMBERS):
        member, end = _inflate(packed, start, left)
        pieces.append(member.body)
        left -= len(member.body)
        if member.cut or member.flaw:
            return Unpacked(b"".join(pieces), member.cut, member.flaw)
        start = _gzip_head(packed, end + _TRAILER)
        if start is None:
            return Unpacked(b"".join(pieces))
    return Unpacked(b"".join(pieces), flaw="packing broken: pieces without number")


def _inflate(packed: bytes, start: int, limit: int) -> tuple[Unpacked, int]:
    """Inflate from `start`; also return where the packed data ended."""
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces: list[bytes] = []
    left = limit + 1
    at = start
    flaw = None
    while not machine.eof and left > 0:
        # In small steps, so that what stands before a flaw is not lost.
        step = packed[at : at + _STEP]
        at += len(step)
        if not step:
            flaw = "packing cut off"
            break
        try:
            piece = machine.decompress(step, left)
        except zlib.error as error:
            flaw = f"packing broken: {error}"
            break
        pieces.append(piece)
        left -= len(piece)
    body = b"".join(pieces)
    return Unpacked(body[:limit], len(body) > limit, flaw), at - len(machine.unused_data)


def _zlib_head(packed: bytes) -> int:
    """Return the length of zlib's head: servers send deflate with it or without."""
    with_head = len(packed) > 1 and packed[0] & 15 == _DEFLATED
    return 2 if with_head and (packed[0] * 256 + packed[1]) % 31 == 0 else 0


def _gzip_head(packed: bytes, at: int) -> int | None:
    """Return where the data of a gzip member that begins at `at` begins, None where none does."""
    head = packed[at : at + _GZIP_HEAD]
    if len(head) < _GZIP_HEAD or head[:3] != b"\x1f\x8b\x08":
        return None
    flags, at = head[3], at + _GZIP_HEAD
    if flags & 4:
        at += 2 + int.from_bytes(packed[at : at + 2], "little")
    for bit in (8, 16):
        if flags & bit:
            at = packed.find(b"\0", at) + 1 or len(packed)
    return at + (2 if flags & 2 else 0)
