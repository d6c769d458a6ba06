"""Evidence files: copied into the data directory under their own digest, so that nothing changes them later."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from audits.asides import beside
from audits.refused import RefusedError
from audits.store.places import private
from crawler.snapshot.troubles import reason

FOLDER = "attachments"
MOST_BYTES = 100_000_000
_UNSAFE = re.compile(r"[^\w.()（）\-]+")
_MOST_NAME = 60


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept file: its path below the data directory, and the SHA-256 of its bytes."""

    path: str
    sha256: str


def keep(file: Path, data: Path) -> Kept:
    """Copy a file; the same bytes are kept once.  It is on the disk before anything refers to it.

    Raises RefusedError.
    """
    try:
        if not file.is_file():
            raise RefusedError(f"没有证据文件 {file}。请检查 --evidence 的路径。")
        if file.stat().st_size > MOST_BYTES:
            raise RefusedError(
                f"证据文件 {file} 超过 {MOST_BYTES // 1_000_000} MB。请压缩，或只取有关的部分。"
            )
        body = file.read_bytes()
        digest = sha256(body).hexdigest()
        stem = _UNSAFE.sub("_", file.stem)[:_MOST_NAME] or "file"
        suffix = _UNSAFE.sub("", file.suffix)[:10]
        folder = private(data / FOLDER)
        place = folder / f"{digest[:16]}-{stem}{suffix}"
        if not (place.is_file() and sha256(place.read_bytes()).hexdigest() == digest):
            _written(place, body)
    except OSError as error:
        raise RefusedError(
            f"证据文件 {file} 没有存下来：{reason(error)}。请检查权限和磁盘空间后重试。"
        ) from error
    return Kept(f"{FOLDER}/{place.name}", digest)


def _written(place: Path, body: bytes) -> None:
    with beside(place) as aside:
        part = aside / "part"
        with part.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
