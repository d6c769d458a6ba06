"""A backup: one tar file with the store, its files and a manifest; written whole or not at all.

Others may go on writing: the store is copied as of one moment, and of audits only those that it knows,
which are finished.  The manifest comes last, so that a file that was cut off has none.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import stat
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from audits.asides import beside
from audits.folder_names import SNAPSHOT
from audits.store import audit_runs, places
from audits.store.errors import StoreError
from audits.store.manifest import NAME, Depth, FileKept, Manifest
from audits.store.store import Store, open_store
from crawler.snapshot.troubles import reason


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What was written where, and the folders of audits that are in the store but not on the disk."""

    file: Path
    manifest: Manifest
    size: int
    missing: tuple[str, ...]


def back_up(  # noqa: PLR0913 - what a backup is made of, in its parts
    store: Store,
    out: Path,
    *,
    data: Path,
    made_at: datetime,
    tool_version: str,
    depth: Depth = Depth.RESULTS,
    config: Sequence[Path] = (),
    archive: str = "",
) -> BackedUp:
    """Write a backup of the store, and of what lies in its data directory, to a new file of mode 0600.

    `config` are files to be kept beside it; `archive` says where the rest is.  Raises StoreError; then there is none.
    """
    if out.exists():
        raise StoreError(f"{out} 已经存在，没有覆盖。请换一个文件名，或先把它移走。")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with beside(out) as aside:
            part, copied = aside / "part", aside / places.STORE
            store.copy_to(copied)
            packed = _Packed(part, aside)
            with part.open("xb") as file:
                part.chmod(0o600)
                with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                    packed.add(tar, places.STORE, copied)
                    revision, missing = _pack_audits(packed, tar, copied, data, depth)
                    for folder in (places.MAIL, places.ATTACHMENTS):
                        packed.add_folder(tar, folder, data / folder)
                    for each in config:
                        packed.add(tar, f"{places.CONFIG}/{each.name}", each)
                    manifest = Manifest(
                        made_at=made_at,
                        tool_version=tool_version,
                        revision=revision,
                        audits=depth,
                        archive=archive,
                        files=packed.files,
                    )
                    _add_bytes(tar, NAME, manifest.to_json())
                file.flush()
                os.fsync(file.fileno())
            size = part.stat().st_size
            part.rename(out)
    except OSError as error:
        raise StoreError(
            f"备份没有写成（{out}）：{reason(error)}。请检查路径、权限和磁盘空间后重试；没有留下半个文件。"
        ) from error
    return BackedUp(out, manifest, size, missing)


def _pack_audits(
    packed: _Packed, tar: tarfile.TarFile, copied: Path, data: Path, depth: Depth
) -> tuple[str, tuple[str, ...]]:
    """Add the folders of the audits that the copy knows; return its revision, and which are not there."""
    missing = []
    with open_store(copied, create=False) as copy, copy.reading() as connection:
        revision = copy.revision()
        audits = audit_runs.listed(connection) if depth is not Depth.NONE else ()
    for audit in audits:
        folder = places.below(data, audit.folder)
        if folder.is_dir():
            without = () if depth is Depth.ALL else (SNAPSHOT,)
            packed.add_folder(tar, audit.folder, folder, without)
        else:
            missing.append(audit.folder)
    return revision, tuple(missing)


@dataclass(slots=True)
class _Packed:
    """The files of a backup that is being written, by their path in it."""

    part: Path
    beside: Path
    files: dict[str, FileKept] = field(default_factory=dict)

    def add_folder(
        self, tar: tarfile.TarFile, name: str, folder: Path, without: Sequence[str] = ()
    ) -> None:
        """Add the regular files of a folder, without folders of these names at its top."""
        for path in _regular(folder, without):
            inside = f"{name}/{path.relative_to(folder).as_posix()}"
            if self.beside in path.parents:
                continue
            with contextlib.suppress(FileNotFoundError):  # renamed or removed since it was listed
                self.add(tar, inside, path)

    def add(self, tar: tarfile.TarFile, name: str, path: Path) -> None:
        """Add a file once, and note what it held."""
        if name in self.files:
            return
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            member = tarfile.TarInfo(name)
            member.size, member.mtime, member.mode = status.st_size, int(status.st_mtime), 0o600
            reader = _Hashing(file)
            tar.addfile(member, reader)
        self.files[name] = FileKept(size=member.size, sha256=reader.digest.hexdigest())


class _Hashing:
    """Reads a file and works out the hash of what was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        content = self._file.read(size)
        self.digest.update(content)
        return content


def _regular(folder: Path, without: Sequence[str]) -> Iterator[Path]:
    """The regular files below a folder in the order of their names; links are neither followed nor kept."""
    for where, folders, names in os.walk(folder):
        here = Path(where)
        folders[:] = sorted(each for each in folders if not (here == folder and each in without))
        for name in sorted(names):
            with contextlib.suppress(FileNotFoundError):
                if stat.S_ISREG((here / name).lstat().st_mode):
                    yield here / name


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))
