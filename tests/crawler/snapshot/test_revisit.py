from __future__ import annotations

import gzip
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.snapshot import Sameness
from crawler.snapshot.model import RecordPlace
from crawler.snapshot.revisit import KeptResponse, Revisit, kept_response, revisit_record
from crawler.snapshot.warc import FILE, WARC_ERROR, WarcWriter

MOMENT = datetime(2021, 12, 31, 8, 0, tzinfo=UTC)
LATER = datetime(2022, 1, 31, 8, 0, tzinfo=UTC)
URL = "http://www.x.gov.cn/"
HEADERS = [
    ("Content-Type", "text/html"),
    ("ETag", '"1"'),
    ("Content-Length", "9"),
    ("X-Office", "办公室"),
]


def kept(folder: Path, body: bytes = b"body", status: str = "200 OK") -> tuple[bytes, RecordPlace]:
    writer = WarcWriter(folder)
    writer.describe("gongkai/1", MOMENT)
    place = writer.append(URL, status, HEADERS, body, MOMENT, None)
    writer.close()
    return (folder / FILE).read_bytes()[place.offset : place.offset + place.length], place


@given(body=st.binary(max_size=200))
def test_a_response_is_read_back_as_it_was_written(tmp_path_factory, body):
    packed, place = kept(tmp_path_factory.mktemp("warc"), body)
    found = kept_response(packed, place)
    assert found.body == body
    assert found.status_line == "200 OK"
    assert found.date == "2021-12-31T08:00:00Z"
    assert dict(found.headers)["X-Office"] == "办公室"


def revisit(first: KeptResponse, how: Sameness, headers=(), status="304 Not Modified") -> bytes:
    return revisit_record(Revisit(URL, how, status, headers, LATER, "203.0.113.1", first))


@pytest.mark.parametrize(
    ("how", "profile"),
    [
        (Sameness.NOT_MODIFIED, "http://netpreserve.org/warc/1.0/revisit/server-not-modified"),
        (Sameness.SAME_BODY, "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"),
    ],
)
def test_a_revisit_names_where_the_body_stands(tmp_path, how, profile):
    packed, place = kept(tmp_path)
    first = kept_response(packed, place)
    (record,) = ArchiveIterator(BytesIO(revisit(first, how, [("ETag", '"1"')])))
    say = record.rec_headers.get_header
    assert say("WARC-Type") == "revisit"
    assert say("WARC-Profile") == profile
    assert say("WARC-Target-URI") == say("WARC-Refers-To-Target-URI") == URL
    assert say("WARC-Refers-To-Date") == "2021-12-31T08:00:00Z"
    assert say("WARC-Date") == "2022-01-31T08:00:00Z"
    assert say("WARC-Refers-To") == first.record_id
    assert say("WARC-Payload-Digest") == first.payload_digest
    assert say("WARC-IP-Address") == "203.0.113.1"
    assert record.http_headers.get_statuscode() == "304"
    assert record.http_headers.get_header("ETag") == '"1"'


@given(
    status=st.text(max_size=30),
    name=st.text("abcXYZ-", min_size=1, max_size=10),
    value=st.text(max_size=40),
)
def test_hostile_headers_stay_in_their_block(tmp_path_factory, status, name, value):
    packed, place = kept(tmp_path_factory.mktemp("warc"))
    data = revisit(kept_response(packed, place), Sameness.NOT_MODIFIED, [(name, value)], status)
    records = list(ArchiveIterator(BytesIO(data + data)))
    assert [one.rec_type for one in records] == ["revisit", "revisit"]


def torn(packed: bytes) -> bytes:
    return packed[:-3]


def followed(packed: bytes) -> bytes:
    return packed + b"x"


def rewritten(old: bytes, new: bytes):
    return lambda packed: gzip.compress(gzip.decompress(packed).replace(old, new))


@pytest.mark.parametrize(
    "harm",
    [
        torn,
        followed,
        lambda _: b"",
        lambda _: b"nonsense",
        lambda _: gzip.compress(b""),
        lambda _: gzip.compress(b"WARC/1.0\r\n\r\n"),
        lambda _: gzip.compress(bytes(1 << 28)),
        rewritten(b"WARC-Type: response", b"WARC-Type: resource"),
        rewritten(b"WARC-Date: 2021", b"WARC-Date: 20\n21"),
        rewritten(b"Content-Length", b"Content-Strength"),
        rewritten(b"WARC-Record-ID", b"WARC-Record"),
        rewritten(b"Content-Length: 4\r\n\r\n", b"Content-Length: 4\r\n"),
    ],
)
def test_what_is_no_whole_response_is_refused(tmp_path, harm):
    packed, place = kept(tmp_path)
    with pytest.raises(WARC_ERROR):
        kept_response(harm(packed), place)
