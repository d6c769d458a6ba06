from __future__ import annotations

import gzip
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.snapshot.model import RecordPlace
from crawler.snapshot.warc import (
    FILE,
    WARC_ERROR,
    SnapshotCutError,
    WarcWriter,
    check_length,
    read_body,
    record_id,
)
from tests.crawler.snapshot.sample import write

MOMENT = datetime(2021, 12, 31, 8, 0, tzinfo=UTC)
URL = "http://www.x.gov.cn/"


def append(folder: Path, body: bytes, status="200 OK", headers=()):
    writer = WarcWriter(folder)
    try:
        writer.describe("gongkai/1", MOMENT)
        return writer.append(URL, status, headers, body, MOMENT, "203.0.113.1")
    finally:
        writer.close()


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(folder / FILE)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_warcio_check_passes_every_record(tmp_path):
    write(tmp_path)
    done = checked(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("digest pass") == 9


def test_warcio_check_would_see_a_change(tmp_path):
    append(tmp_path, b"the fine is 100 yuan")
    whole = gzip.decompress((tmp_path / FILE).read_bytes())
    (tmp_path / FILE).write_bytes(gzip.compress(whole.replace(b"100 yuan", b"999 yuan")))
    assert checked(tmp_path).returncode != 0


@given(body=st.binary(max_size=300))
def test_a_body_comes_back_byte_by_byte(tmp_path_factory, body):
    folder = tmp_path_factory.mktemp("warc")
    assert read_body(folder, append(folder, body)) == body


@pytest.mark.parametrize(
    "status",
    [
        pytest.param("404 没有找到", id="Chinese"),
        pytest.param("200 \udcb9\udcab", id="GBK bytes"),
        pytest.param("200 OK\r\nX: y", id="line break"),
        pytest.param("200 ", id="no phrase"),
        pytest.param("999 Unknown", id="unknown"),
    ],
)
def test_status_lines_that_servers_make_up(tmp_path, status):
    assert read_body(tmp_path, append(tmp_path, b"x", status)) == b"x"
    assert checked(tmp_path).returncode == 0


HEADERS = [
    ("Content-Encoding", "gzip"),
    ("content-length", "9"),
    ("Transfer-Encoding", "chunked"),
    ("X-Office", "县政府办公室"),
    ("X-Broken", "a\r\nb\nc"),
    ("X-Surrogate", "\udcb9"),
    ("Set-Cookie", "a=1"),
    ("Set-Cookie", "b=2"),
    ("Location", "/a b?公=\ufffd"),
    ("X-Empty", ""),
]


def test_headers_that_speak_of_the_transfer_are_set_aside(tmp_path):
    place = append(tmp_path, b"whole body", headers=HEADERS)
    assert read_body(tmp_path, place) == b"whole body"
    with (tmp_path / FILE).open("rb") as file:
        kinds = [(record.rec_type, record.http_headers) for record in ArchiveIterator(file)]
    assert [kind for kind, _ in kinds] == ["warcinfo", "response"]
    headers = kinds[1][1]
    assert headers.get_header("Content-Length") == "10"
    assert headers.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert headers.get_header("X-Archive-Orig-Transfer-Encoding") == "chunked"
    assert not headers.get_header("Content-Encoding")
    assert [value for name, value in headers.headers if name == "Set-Cookie"] == ["a=1", "b=2"]
    assert headers.get_header("X-Broken") == "a  b c"
    assert checked(tmp_path).returncode == 0


def test_records_know_when_where_and_from_whom(tmp_path):
    append(tmp_path, b"x")
    with (tmp_path / FILE).open("rb") as file:
        records = [record.rec_headers for record in ArchiveIterator(file)]
    assert (
        records[0].get_header("WARC-Date")
        == records[1].get_header("WARC-Date")
        == "2021-12-31T08:00:00Z"
    )
    assert records[1].get_header("WARC-Target-URI") == URL
    assert records[1].get_header("WARC-IP-Address") == "203.0.113.1"


def test_going_on_after_a_kill_drops_what_was_cut_off(tmp_path):
    place = append(tmp_path, b"kept")
    with (tmp_path / FILE).open("ab") as file:
        file.write(b"\x1f\x8b the rest of a record")
    writer = WarcWriter(tmp_path, resume_at=place.offset + place.length)
    second = writer.append(URL + "2", "200 OK", [], b"new", MOMENT, None)
    writer.close()
    assert second.offset == place.offset + place.length
    assert [read_body(tmp_path, place), read_body(tmp_path, second)] == [b"kept", b"new"]
    assert checked(tmp_path).returncode == 0


def test_an_earlier_file_is_not_written_over(tmp_path):
    append(tmp_path, b"x")
    with pytest.raises(FileExistsError):
        WarcWriter(tmp_path)


@pytest.mark.parametrize("file", ["../bodies.warc.gz", "/etc/hostname", "sub/bodies.warc.gz"])
def test_an_index_of_a_stranger_points_at_no_other_file(tmp_path, file):
    inside = tmp_path / "snapshot"
    inside.mkdir()
    place = append(tmp_path, b"of another site")
    with pytest.raises(WARC_ERROR):
        read_body(inside, replace(place, file=file))


def test_a_record_larger_than_we_write_one_is_not_read(tmp_path, monkeypatch):
    place = append(tmp_path, bytes(5000))
    monkeypatch.setattr("crawler.snapshot.warc._LARGEST", 1000)
    with pytest.raises(WARC_ERROR, match="大"):
        read_body(tmp_path, place)


@pytest.mark.parametrize(
    "plain", [b"", b"\r\n\r\n", b"WARC/1.0\r\nWARC-Type: response", b"\r\n" * 9], ids=repr
)
def test_what_is_no_record_is_said_to_be_none(tmp_path, plain):
    packed = gzip.compress(plain)
    (tmp_path / FILE).write_bytes(packed)
    with pytest.raises(WARC_ERROR):
        read_body(tmp_path, RecordPlace(FILE, 0, len(packed)))


def test_an_archive_that_lost_its_end_is_not_gone_on_with(tmp_path):
    place = append(tmp_path, b"x")
    end = place.offset + place.length
    check_length(tmp_path, end)
    with pytest.raises(SnapshotCutError, match="不能接着爬取"):
        check_length(tmp_path, end + 1)
    (tmp_path / FILE).unlink()
    with pytest.raises(SnapshotCutError, match="不见了"):
        check_length(tmp_path, 0)


@pytest.mark.parametrize("original", [None, "<urn:uuid:1>"])
def test_what_a_page_was_made_into_names_the_answer_where_that_is_known(tmp_path, original):
    writer = WarcWriter(tmp_path)
    place = writer.append_conversion(URL, b"<html>", MOMENT, original)
    writer.close()
    with (tmp_path / FILE).open("rb") as file:
        (headers,) = [record.rec_headers for record in ArchiveIterator(file)]
    assert headers.get_header("WARC-Refers-To") == original
    assert record_id(tmp_path, place) == headers.get_header("WARC-Record-ID")
