"""What goes wrong with a bucket is told in Chinese with what to do, and never with a secret."""

from __future__ import annotations

import hashlib
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from audits.archive.archive import Archive
from audits.archive.errors import ArchiveError, MissingError
from audits.archive.opening import open_archive, try_out
from audits.archive.s3_errors import explained
from audits.desk.secrets import SecretError
from tests.audits.archive.conftest import ENVIRONMENT, in_bucket
from tests.objects.weed import KEY, READER, READER_SECRET, SECRET, client


def test_an_archive_that_works_is_tried_out(archive: Archive) -> None:
    try_out(archive)
    assert list(archive.shelf.listed("")) == []


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"S3_KEY": "NOBODY", "S3_SECRET": SECRET}, "不认得这个访问密钥"),
        ({"S3_KEY": KEY, "S3_SECRET": "wrong-secret"}, "密钥与密文不符"),
        ({"S3_KEY": READER, "S3_SECRET": READER_SECRET}, "没有权限"),
    ],
)
def test_wrong_keys_are_told(
    server: str, bucket: str, environment: dict[str, str], told: str
) -> None:
    with open_archive(in_bucket(server, bucket), environment) as archive:
        with pytest.raises(ArchiveError, match=told) as raised:
            try_out(archive)
        assert environment["S3_SECRET"] not in str(raised.value)


def test_a_bucket_that_is_not_there_is_told(server: str) -> None:
    with (
        open_archive(in_bucket(server, "no-such-bucket"), ENVIRONMENT) as archive,
        pytest.raises(ArchiveError, match="没有这个存储桶"),
    ):
        try_out(archive)


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        where = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with (
            open_archive(in_bucket(where, "bucket"), ENVIRONMENT) as archive,
            pytest.raises(ArchiveError, match="连不上服务器"),
        ):
            try_out(archive)


def test_secrets_come_from_the_environment_only() -> None:
    setup = in_bucket("http://127.0.0.1:1", "bucket")
    with pytest.raises(SecretError, match=r"S3_SECRET 没有设置.*secret_file"):
        open_archive(setup, {"S3_KEY": "key"})
    assert "key" not in str(setup)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("RequestTimeTooSkewed", "校准本机的时间"),
        ("QuotaExceeded", "配额已用完"),
        ("SlowDown", "稍后再试"),
        ("SomethingNew", "服务器回答 SomethingNew"),
    ],
)
def test_answers_are_explained(code: str, told: str) -> None:
    error = ClientError({"Error": {"Code": code, "Message": SECRET}}, "PutObject")
    found = explained(error, "s3://b", "x")
    assert told in str(found)
    assert SECRET not in str(found)
    assert not isinstance(found, MissingError)


@pytest.mark.soak
def test_a_large_file_goes_in_parts(server: str, bucket: str, tmp_path: Path) -> None:
    file = tmp_path / "large.warc.gz"
    block = os.urandom(1 << 20)
    with file.open("wb") as out:
        for _ in range(40):
            out.write(block)
        out.write(b"end")
    with open_archive(in_bucket(server, bucket, "large"), ENVIRONMENT) as archive:
        archive.keep_file(file, "snapshots/x")
        archive.fetch_file("snapshots/x", tmp_path / "back")
        assert _digest(tmp_path / "back") == _digest(file)
        key = client(server).glob(f"{bucket}/large/snapshots/x/files-*/*")[0]
        assert client(server).info(key)["ETag"].strip('"').endswith("-3")


def test_parts_of_an_upload_that_was_cut_off_are_given_up(server: str, bucket: str) -> None:
    system = client(server)
    system.call_s3("create_multipart_upload", Bucket=bucket, Key="parts/甲/x")
    with open_archive(in_bucket(server, bucket, "parts"), ENVIRONMENT) as archive:
        now = datetime.now(UTC)
        assert archive.shelf.abandon(now - timedelta(days=1)) == 0
        assert archive.shelf.abandon(now + timedelta(days=1)) == 1
        assert archive.shelf.abandon(now + timedelta(days=1)) == 0


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
