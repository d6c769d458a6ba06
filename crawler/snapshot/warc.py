"""Bodies as standard WARC: append one response record at a time, read one back by its place.

Bodies are kept as they were after content decoding (un-gzipped), so the headers that spoke of the
transfer are kept under an `X-Archive-Orig-` name, as other archiving crawlers do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from isal import igzip, isal_zlib
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.warcwriter import WARCWriter

from crawler.snapshot.model import RecordPlace, SnapshotError
from crawler.snapshot.record import response_record, warc_date

_T = TypeVar("_T")
FILE = "bodies.warc.gz"
WARC_ERROR = ArchiveLoadFailed
# Gives smaller records than zlib's level 1 for a fifth of its cost.
_LEVEL = 2
_LARGEST = 64 * 1024 * 1024  # of a body, and of a record: above every limit of fetching
_LONGEST_HEAD = 1024 * 1024
_END = b"\r\n\r\n"
_ISAL_ERROR = cast("type[Exception]", isal_zlib.error)  # its stubs take it for a text
_NAME = re.compile(r"\w[\w.-]*")


class SnapshotCutError(SnapshotError):
    """The WARC file is not there, or ends before the last record that the index knows."""


def check_length(folder: Path, end: int) -> None:
    """Raise SnapshotCutError where the WARC file does not reach to `end`.

    Who cuts it there to go on would fill up with zeros what was lost.
    """
    path = folder / FILE
    if not path.exists() or path.stat().st_size < end:
        raise SnapshotCutError(
            f"{path} 不见了或被截断，其中的网页原文已经丢失，不能接着爬取。"
            "请恢复原文件；没有备份时，换一个 --out 重新爬取。"
        )


class WarcWriter:
    """Appends records to one WARC file in `folder`.

    `resume_at` is the end of the last record that the index knows; what stands behind it (the rest
    of a record that a kill cut off) is dropped.
    """

    def __init__(self, folder: Path, resume_at: int | None = None) -> None:
        self._path = folder / FILE
        if resume_at is None:
            self._file: BinaryIO = self._path.open("xb")
        else:
            self._file = self._path.open("r+b")
            self._file.truncate(resume_at)
            self._file.seek(resume_at)

    def describe(self, software: str, started_at: datetime) -> int:
        """Write the warcinfo record with which a WARC file begins; return where it ends."""
        buffer = BytesIO()
        writer = WARCWriter(buffer, gzip=False)
        record = writer.create_warcinfo_record(
            FILE, {"software": software, "format": "WARC File Format 1.0"}
        )
        record.rec_headers.replace_header("WARC-Date", warc_date(started_at))
        writer.write_record(record)
        self._file.write(igzip.compress(buffer.getvalue(), _LEVEL, mtime=0))
        return self._file.tell()

    def append(
        self,
        url: str,
        status_line: str,
        headers: Sequence[tuple[str, str]],
        body: bytes,
        fetched_at: datetime,
        address: str | None,
    ) -> RecordPlace:
        """Append a response record and say where it stands; `status_line` is like `200 OK`."""
        return self.append_packed(
            packed_response(url, status_line, headers, body, fetched_at, address)
        )

    def append_record(self, record: bytes) -> RecordPlace:
        """Append a record that has been written down already, and say where it stands."""
        return self.append_packed(igzip.compress(record, _LEVEL, mtime=0))

    def append_packed(self, packed: bytes) -> RecordPlace:
        """Append a record that has been packed already, and say where it stands."""
        offset = self._file.tell()
        self._file.write(packed)
        return RecordPlace(FILE, offset, len(packed))

    def append_conversion(
        self, url: str, html: bytes, converted_at: datetime, original: str | None
    ) -> RecordPlace:
        """Append what a page was made into; `original` is the id of the answer's own record."""
        extra = {"WARC-Date": warc_date(converted_at)}
        if original:
            extra["WARC-Refers-To"] = original
        buffer = BytesIO()
        writer = WARCWriter(buffer, gzip=False)
        record = writer.create_warc_record(
            url,
            "conversion",
            payload=BytesIO(html),
            length=len(html),
            warc_content_type="text/html; charset=utf-8",
            warc_headers_dict=extra,
        )
        writer.write_record(record)
        return self.append_record(buffer.getvalue())

    def flush(self) -> None:
        """Hand everything written so far to the operating system."""
        self._file.flush()

    def close(self) -> None:
        """Flush and close the file."""
        self._file.close()


def packed_response(
    url: str,
    status_line: str,
    headers: Sequence[tuple[str, str]],
    body: bytes,
    fetched_at: datetime,
    address: str | None,
) -> bytes:
    """Write down a response record, packed as it stands in the file."""
    record = response_record(url, status_line, headers, body, fetched_at, address)
    return igzip.compress(record, _LEVEL, mtime=0)


def read_body(folder: Path, place: RecordPlace) -> bytes:
    """Read the body of the record at `place`.

    Raises WARC_ERROR or OSError where the record is not there, or not whole.
    """
    body = _taken(folder, place, lambda record: bytes(record.content_stream().read(_LARGEST + 1)))
    if len(body) > _LARGEST:
        raise WARC_ERROR("记录比本程序会写的大")
    return body


def record_id(folder: Path, place: RecordPlace) -> str | None:
    """Return the id of the record at `place`.  Raises as `read_body`."""
    found: str | None = _taken(
        folder, place, lambda record: record.rec_headers.get_header("WARC-Record-ID")
    )
    return found


def _taken(folder: Path, place: RecordPlace, take: Callable[[Any], _T]) -> _T:
    try:
        return take(_record(folder, place))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, _ISAL_ERROR) as error:  # fmt: skip
        raise WARC_ERROR(f"记录不完整：{error}"[:200]) from error


def _record(folder: Path, place: RecordPlace) -> Any:
    # The index may be anybody's: it names files of its own folder, and records of a size that we write.
    if not _NAME.fullmatch(place.file) or place.length > _LARGEST:
        raise WARC_ERROR("记录不在快照里")
    with (folder / place.file).open("rb") as file:
        file.seek(place.offset)
        packed = file.read(place.length)
    if len(packed) == place.length:
        record = next(iter(ArchiveIterator(BytesIO(_unpacked(packed)))), None)
        if record is not None and record.rec_type:
            return record
    raise WARC_ERROR("记录不完整")


def _unpacked(packed: bytes) -> bytes:
    """Unpack a record as far as we write one, and see that its heads end: warcio has no limits of its own."""
    machine = isal_zlib.decompressobj(31)
    plain: bytes = machine.decompress(packed, _LONGEST_HEAD)
    end = plain.find(_END)
    inner = b"application/http" in plain[: max(end, 0)]
    if end < 0 or (inner and plain.find(_END, end + len(_END)) < 0):
        raise WARC_ERROR("记录的开头没有写完")
    if machine.unconsumed_tail:
        plain += machine.decompress(machine.unconsumed_tail, _LARGEST + 1)
    return plain
