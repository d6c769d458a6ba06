"""An archive in a folder, and one in a bucket of a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from audits.archive.archive import Archive
from audits.archive.opening import open_archive
from audits.desk.secrets import SecretPlace
from audits.desk.setup import ArchiveSetup
from tests.objects.shared import endpoint
from tests.objects.weed import KEY, SECRET, client

ENVIRONMENT = {"S3_KEY": KEY, "S3_SECRET": SECRET}


def in_bucket(where: str, bucket: str, prefix: str = "政务 公开/甲") -> ArchiveSetup:
    return ArchiveSetup(
        bucket=bucket,
        prefix=prefix,
        endpoint_url=where,
        key=SecretPlace(env="S3_KEY"),
        secret=SecretPlace(env="S3_SECRET", file_key="secret_file"),
    )


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> str:
    return endpoint(tmp_path_factory)


@pytest.fixture(scope="session")
def bucket(server: str) -> str:
    """A bucket of this worker's own."""
    name = f"gongkai-{uuid4().hex[:12]}"
    client(server).call_s3("create_bucket", Bucket=name)
    return name


@pytest.fixture(params=["folder", "s3"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    """An archive that nothing is in."""
    if request.param == "folder":
        (tmp_path / "存档").mkdir()
        setup = ArchiveSetup(folder=tmp_path / "存档")
    else:
        where, name = request.getfixturevalue("server"), request.getfixturevalue("bucket")
        setup = in_bucket(where, name, f"政务 公开/{uuid4().hex}")
    with open_archive(setup, ENVIRONMENT) as opened:
        yield opened


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A folder as a finished run is one."""
    folder = tmp_path / "run"
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


FILES = {
    "audit.json": b'{"run": 1}',
    "report.html": "<p>报告</p>".encode(),
    "docx/检查通报 (1).docx": b"PK\x03\x04" * 300,
    "evidence/3f9a.html": b"",
    "snapshot/index.sqlite": bytes(range(256)) * 40,
    "snapshot/pages.warc.gz": b"\x1f\x8b" + b"w" * 20_000,
}


def content(folder: Path) -> dict[str, bytes]:
    """What a folder holds."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
