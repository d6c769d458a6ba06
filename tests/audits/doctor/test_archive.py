"""Shared storage that works, a folder that is not there, and a bucket that is not asked offline."""

from __future__ import annotations

from pathlib import Path

from audits.doctor.archive import archive
from audits.doctor.seen import State
from audits.doctor.surroundings import Reach
from tests.audits.doctor.machines import around


def test_a_folder_is_tried_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "存档").mkdir()
    (seen,) = archive(around(tmp_path, f"archive: {tmp_path / '存档'}\n"))
    assert seen.state is State.OK, seen
    assert not [path for path in (tmp_path / "存档").rglob("*") if path.is_file()]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (seen,) = archive(around(tmp_path, f"archive: {tmp_path / 'nfs'}\n"))
    assert seen.state is State.BROKEN
    assert "nfs" in seen.seen
    assert seen.remedy


def test_a_bucket_whose_server_does_not_answer_and_one_that_is_not_asked(tmp_path: Path) -> None:
    text = (
        "archive: s3://gongkai/a\narchive_options:\n  endpoint_url: http://127.0.0.1:9\n"
        "  key_env: S3_KEY\n  secret_env: S3_SECRET\n"
    )
    secrets = {"S3_KEY": "key", "S3_SECRET": "hidden words"}
    (seen,) = archive(around(tmp_path, text, secrets, reach=Reach.NONE))
    assert seen.state is State.SKIPPED
    (seen,) = archive(around(tmp_path, text, secrets))
    assert seen.state is State.BROKEN
    assert "hidden words" not in repr(seen)


def test_without_one(tmp_path: Path) -> None:
    (seen,) = archive(around(tmp_path, "data: d\n"))
    assert seen.state is State.SKIPPED
