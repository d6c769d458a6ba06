"""A backup brought back to a new folder.  The file may come from anywhere: nothing in it is believed.

All is written beside the folder, checked against the manifest, opened once as a store, and only then put
in place: the folder is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO

from audits.asides import beside
from audits.folder_names import SNAPSHOT
from audits.store import audit_runs, outbox, places
from audits.store.copying import readable
from audits.store.errors import StoreError
from audits.store.manifest import NAME, FileKept, Manifest, understood
from audits.store.moving import move
from audits.store.postgres_address import Storage
from audits.store.sqlite import sound
from audits.store.store import open_store
from crawler.snapshot.troubles import reason

_TOPS = frozenset({places.STORE, places.AUDITS, places.MAIL, places.ATTACHMENTS, places.CONFIG})
_PIECE = 1 << 20
_LARGEST_READ = 16 << 20  # of a header: no path is as long as that
_LARGEST_MANIFEST = 256 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, how many messages of it were not sent then, and snapshots that were not in it."""

    manifest: Manifest
    unsent: int
    without_snapshot: int


def restore(backup: Path, to: Path, *, at: datetime, storage: Storage | None = None) -> Restored:
    """Bring a backup back to a folder that is missing or empty, and its store to `storage` where that is given.

    `storage` is an empty database of another engine.  Raises StoreError, RefusedError; then nothing is there.
    """
    try:
        if to.exists() and (not to.is_dir() or any(to.iterdir())):
            raise StoreError(f"{to} 已经有内容，没有覆盖。请用 --to 指明一个新目录。")
        to.parent.mkdir(parents=True, exist_ok=True)
        with beside(to) as aside:
            with _Careful(io.FileIO(backup)) as file:
                manifest = _unpacked(file, backup, aside)
            restored = _opened(manifest, aside, backup, at)
            if storage is None:
                aside.rename(to)
            else:
                _moved(aside, to, storage)
    except OSError as error:
        raise StoreError(
            f"没有恢复（{backup} → {to}）：{reason(error)}。请检查路径、权限和磁盘空间后重试。"
        ) from error
    return restored


def _moved(folder: Path, to: Path, storage: Storage) -> None:
    """The store into its database, and all else into its folder: both or neither."""
    with beside(to) as aside:
        try:
            file = (folder / places.STORE).rename(aside / places.STORE)
            move(file, storage, lambda: folder.rename(to))
        except BaseException:
            if not folder.exists() and to.exists():
                to.rename(folder)  # to be removed: the database has refused it at the last moment
            raise


def _unpacked(file: _Careful, backup: Path, into: Path) -> Manifest:
    """Write the files of a backup, and compare them with its manifest."""
    found: dict[str, FileKept] = {}
    try:
        with tarfile.open(fileobj=file, mode="r:") as tar:
            for member in tar:
                _refuse_odd(member, found, backup)
                source = tar.extractfile(member)
                assert source is not None  # noqa: S101 - a regular file has content
                if member.name == NAME:
                    manifest = understood(_content(member, source, backup), str(backup))
                    _compare(manifest, found, backup)
                    return manifest
                found[member.name] = _written(source, into, member.name)
    except (tarfile.TarError, EOFError) as error:
        raise StoreError(f"{backup} 不是完整的备份：{error}。请换一个备份文件。") from error
    raise StoreError(f"{backup} 不是完整的备份：没有 {NAME}，可能没有传完。请换一个备份文件。")


def _refuse_odd(member: tarfile.TarInfo, found: dict[str, FileKept], backup: Path) -> None:
    """Raise StoreError for what no backup of ours holds: links, devices, holes, ways out of the folder."""
    plain = member.type in {tarfile.REGTYPE, tarfile.AREGTYPE} and not member.issparse()
    plain = plain and member.size >= 0
    known = member.name == NAME or member.name.split("/")[0] in _TOPS
    if not (plain and known and places.safe(member.name)) or member.name in found:
        shown = member.name[:100].encode("unicode_escape").decode()
        raise StoreError(
            f"{backup} 里有不该有的内容（{shown}），没有恢复。它不是 gongkai backup 写的，或被改过。"
        )


def _content(member: tarfile.TarInfo, source: IO[bytes], backup: Path) -> bytes:
    if member.size > _LARGEST_MANIFEST:
        raise StoreError(f"{backup} 里的 {NAME} 过大，没有恢复。")
    return b"".join(iter(lambda: source.read(_PIECE), b""))


def _written(source: IO[bytes], into: Path, name: str) -> FileKept:
    path = into / name
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    mode = (
        0o666 if name.startswith(f"{places.AUDITS}/") else 0o600
    )  # reports are for others to read
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as target:
        while content := source.read(_PIECE):
            digest.update(content)
            size += target.write(content)
        target.flush()
        os.fsync(target.fileno())
    return FileKept(size=size, sha256=digest.hexdigest())


def _compare(manifest: Manifest, found: dict[str, FileKept], backup: Path) -> None:
    wrong = [name for name in manifest.files | found if manifest.files.get(name) != found.get(name)]
    if wrong or places.STORE not in found:
        shown = "、".join(wrong[:3]) or places.STORE
        raise StoreError(
            f"{backup} 的内容与它的清单不符（{shown} 等 {len(wrong) or 1} 个文件），没有恢复。请换一个备份文件。"
        )


def _opened(manifest: Manifest, folder: Path, backup: Path, at: datetime) -> Restored:
    """See that the store opens, is whole, and knows which snapshots did not come along."""
    file = folder / places.STORE
    if not sound(file):
        raise StoreError(f"{backup} 里的数据库已损坏，没有恢复。请换一个备份文件。")
    with open_store(file, create=False) as store, store.begin() as connection:
        if not readable(connection):
            raise StoreError(f"{backup} 里的数据库有读不懂的内容，没有恢复。请换一个备份文件。")
        gone = [
            audit
            for audit in audit_runs.listed(connection)
            if audit.snapshot_kept
            and not manifest.archive
            and not (places.below(folder, audit.folder) / SNAPSHOT).is_dir()
        ]
        for audit in gone:
            away = replace(audit, snapshot_kept=False, snapshot_gone_at=at)
            audit_runs.update(connection, audit=away)
        unsent = sum(mail.sent_at is None for mail in outbox.listed(connection))
    return Restored(manifest, unsent, len(gone))


class _Careful(io.BufferedReader):
    """A file of which no header makes us read more at once than a header needs."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on, but not without bounds."""
        if size is None or not 0 <= size <= _LARGEST_READ:
            raise tarfile.ReadError("header too large")
        return super().read(size)
