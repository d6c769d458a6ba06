"""From what gongkai.yaml says of the archive to an archive."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from audits.archive.archive import Archive
from audits.archive.errors import ArchiveError
from audits.archive.folder_shelf import FolderShelf
from audits.archive.shelf import Shelf
from audits.desk.setup import ArchiveSetup

_TRIAL = "config-check"


def open_archive(setup: ArchiveSetup, environment: Mapping[str, str]) -> Archive:
    """Open an archive; its secrets come from the environment or their file.  Raises ArchiveError, SecretError."""
    return Archive(_shelf(setup, environment))


def try_out(archive: Archive) -> None:
    """Write, read and remove a small object.  Raises ArchiveError."""
    key, content = f"{_TRIAL}/{secrets.token_hex(8)}", secrets.token_bytes(64)
    archive.shelf.write(content, key)
    try:
        if archive.shelf.read(key, 1000) != content:
            raise ArchiveError(f"存档 {archive.place} 读出的与写入的不同。请检查存储。")
        if not any(seen.key == key for seen in archive.shelf.listed(_TRIAL)):
            raise ArchiveError(
                f"存档 {archive.place} 列不出刚写入的 {key}。请检查列出（list）的权限。"
            )
    finally:
        archive.shelf.remove([key])


def _shelf(setup: ArchiveSetup, environment: Mapping[str, str]) -> Shelf:
    if setup.folder is not None:
        return FolderShelf(setup.folder)
    from audits.archive.s3_shelf import Bucket, S3Shelf  # noqa: PLC0415 - only where it is asked for

    assert setup.key is not None  # noqa: S101 - `archive_reading` sees to it
    assert setup.secret is not None  # noqa: S101 - the same
    bucket = Bucket(setup.bucket, setup.prefix, setup.endpoint_url, setup.region, setup.addressing)
    return S3Shelf(bucket, setup.key.secret(environment), setup.secret.secret(environment))
