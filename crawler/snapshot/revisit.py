"""WARC `revisit` records: this crawl saw that a body still stands as an earlier record holds it.

Read without warcio's record objects, since a crawl of an unchanged portal does little else.  What a
server sent is never repeated here, only pointed to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from isal import isal_zlib

from crawler.snapshot.model import RecordPlace, Sameness
from crawler.snapshot.record import http_head, kept_headers, record
from crawler.snapshot.warc import WARC_ERROR

_PROFILES = {
    Sameness.NOT_MODIFIED: "http://netpreserve.org/warc/1.0/revisit/server-not-modified",
    Sameness.SAME_BODY: "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
}
_LARGEST = 1 << 27  # no body that we keep comes near it
_GZIP = 31
_BROKEN: type[Exception] = isal_zlib.error  # type: ignore[assignment]  # its stub takes the class for an instance


@dataclass(frozen=True, slots=True)
class KeptResponse:
    """A response record as it stands in an earlier WARC file."""

    place: RecordPlace
    record_id: str
    date: str
    payload_digest: str
    status_line: str
    header_lines: bytes
    body: bytes

    @property
    def headers(self) -> Sequence[tuple[str, str]]:
        """What came with the body."""
        return _pairs(self.header_lines)


@dataclass(frozen=True, slots=True)
class Revisit:
    """That the answer to `url` was, once more, what `first` holds; headers are the new answer's."""

    url: str
    how: Sameness
    status_line: str
    headers: Sequence[tuple[str, str]]
    seen_at: datetime
    address: str | None
    first: KeptResponse


def revisit_record(revisit: Revisit) -> bytes:
    """Write a revisit record down, not yet compressed."""
    head = http_head(revisit.status_line, kept_headers(revisit.headers))
    first = revisit.first
    named = [
        ("WARC-Profile", _PROFILES[revisit.how]),
        ("WARC-Refers-To", first.record_id),
        ("WARC-Refers-To-Target-URI", revisit.url),
        ("WARC-Refers-To-Date", first.date),
        ("WARC-Payload-Digest", first.payload_digest),
    ]
    return record("revisit", revisit.url, revisit.seen_at, revisit.address, named, head)


def kept_response(packed: bytes, place: RecordPlace) -> KeptResponse:
    """Read one compressed response record.  Raises WARC_ERROR where it is none, or not whole."""
    unpacker = isal_zlib.decompressobj(_GZIP)
    try:
        whole = unpacker.decompress(packed, _LARGEST)
    except _BROKEN as error:
        raise WARC_ERROR(f"记录损坏（{error}）") from error
    if not unpacker.eof or unpacker.unused_data:
        raise WARC_ERROR("记录不完整")
    head, _, block = whole.partition(b"\r\n\r\n")
    names = _fields(head)
    try:
        block = block[: int(names["content-length"])]
        http_head, gap, body = block.partition(b"\r\n\r\n")
        if names["warc-type"] != "response" or not gap:
            raise WARC_ERROR("不是网页应答的记录")
        status_line, _, lines = http_head.partition(b"\r\n")
        return KeptResponse(
            place=place,
            record_id=_word(names["warc-record-id"]),
            date=_word(names["warc-date"]),
            payload_digest=_word(names["warc-payload-digest"]),
            status_line=status_line.decode("latin-1").partition(" ")[2],
            header_lines=lines,
            body=body,
        )
    except (KeyError, ValueError) as error:
        raise WARC_ERROR(f"记录的开头不对（{error}）") from error


def _word(value: str) -> str:
    """What goes into our own records must not be able to end a line there."""
    if not value.isascii() or not value.isprintable():
        raise ValueError(ascii(value))
    return value


def _fields(head: bytes) -> dict[str, str]:
    _, _, lines = head.partition(b"\r\n")
    return {name.lower(): value for name, value in _pairs(lines)}


def _pairs(lines: bytes) -> list[tuple[str, str]]:
    found = []
    for line in lines.decode("utf-8", "replace").split("\r\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.append((name, value.strip()))
    return found
