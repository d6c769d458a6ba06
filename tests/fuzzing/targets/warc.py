"""Records of a WARC file: a body that was written comes back; a harmed one is told, by the two errors that are said."""

from __future__ import annotations

import gzip
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from crawler.snapshot.model import RecordPlace
from crawler.snapshot.revisit import kept_response
from crawler.snapshot.warc import (
    FILE,
    WARC_ERROR,
    WarcWriter,
    packed_response,
    read_body,
    record_id,
)
from tests.fuzzing.target import Target, text, workplace

_AT = datetime(2026, 1, 1, tzinfo=UTC)


def check(data: bytes) -> None:
    """Read it as a record; write it as a body and a header, and read that."""
    with workplace(FILE, data) as path:
        place = RecordPlace(FILE, 0, len(data))
        for read in (read_body, record_id):
            with suppress(WARC_ERROR, OSError):
                assert read(path.parent, place) == read(path.parent, place)
    with suppress(WARC_ERROR):
        kept_response(data, RecordPlace(FILE, 0, len(data)))
    said = text(data)[:300]
    packed = packed_response("http://x.gov.cn/", f"200 {said}", [("X-Said", said), ("Content-Length", said)], data, _AT, "127.0.0.1")  # fmt: skip
    with workplace(FILE, packed) as path:
        assert read_body(path.parent, RecordPlace(FILE, 0, len(packed))) == data


def seeds() -> list[bytes]:
    """Records of ours, packed and not."""
    made = [packed_response("http://x.gov.cn/", "200 OK", [("Content-Type", "text/html"), ("ETag", '"1"')], body, _AT, None) for body in (b"", b"<p>x", "政务".encode())]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        writer = WarcWriter(Path(folder))
        writer.describe("x", _AT)
        writer.append_conversion("http://x.gov.cn/", b"<p>y", _AT, None)
        writer.close()
        made.append((Path(folder) / FILE).read_bytes())
    return [*made, *(gzip.decompress(one) for one in made)]


TARGET = Target("warc", check, seeds, most=6000, words=(b"WARC/1.0\r\n", b"WARC-Type: response\r\n", b"Content-Length: ", b"HTTP/1.1 200 OK\r\n", b"\r\n\r\n", b"\x1f\x8b\x08\x00", b"Transfer-Encoding: chunked\r\n", b"Content-Type: application/http; msgtype=response\r\n"), about="WARC records")  # fmt: skip
