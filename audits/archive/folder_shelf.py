"""Objects as files of a folder: of this machine, or of a network drive that several machines have."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TypeVar
from uuid import uuid4

from audits.archive.errors import ArchiveError, MissingError
from audits.archive.shelf import Seen
from crawler.snapshot.troubles import reason

# Objects that are being written, in the same file system: a rename puts them in their place.
_WRITING = ".writing"
_TRIES = 5
T = TypeVar("T")


class FolderShelf:
    """A folder that is there.  It is not made: where a drive is not mounted, nothing is to be written."""

    def __init__(self, root: Path) -> None:
        """Raise ArchiveError where there is no such folder."""
        if not root.is_dir():
            raise ArchiveError(
                f"存档的文件夹 {root} 不存在。请先建好它；在网络盘上的，请检查网络盘是否已挂载。"
            )
        self._root = root

    @property
    def place(self) -> str:
        """The folder."""
        return str(self._root)

    def put(self, file: Path, key: str) -> None:
        """Copy a file."""
        with _told(key, self.place), file.open("rb") as source:
            self._placed(key, lambda part: shutil.copyfileobj(source, part, 1 << 20))

    def write(self, content: bytes, key: str) -> None:
        """Write a file."""
        with _told(key, self.place):
            self._placed(key, lambda part: part.write(content))

    def read(self, key: str, most: int) -> bytes:
        """Read a file's beginning."""
        with _told(key, self.place), self._opened(key) as file:
            return file.read(most)

    def get(self, key: str, file: Path) -> None:
        """Copy an object to a file."""
        with _told(key, self.place), self._opened(key) as source, file.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())

    def listed(self, prefix: str) -> Iterator[Seen]:
        """Walk through a folder; links are not followed."""
        with _told(prefix, self.place):
            for where, folders, names in os.walk(self._root / prefix, onerror=_unless_gone):
                here = Path(where)
                folders[:] = sorted(
                    each for each in folders if here != self._root or each != _WRITING
                )
                for name in sorted(names):
                    path = here / name
                    with contextlib.suppress(FileNotFoundError):
                        about = path.lstat()
                        if stat.S_ISREG(about.st_mode):
                            changed = datetime.fromtimestamp(about.st_mtime, UTC)
                            key = path.relative_to(self._root).as_posix()
                            yield Seen(key, about.st_size, changed)

    def remove(self, keys: Sequence[str]) -> None:
        """Remove files, and the folders that are empty then."""
        for key in keys:
            with _told(key, self.place):
                place = self._place(key)
                place.unlink(missing_ok=True)
                for folder in place.parents:
                    if folder == self._root:
                        break
                    try:
                        folder.rmdir()
                    except OSError:  # not empty, or another was first
                        break

    def abandon(self, before: datetime) -> int:
        """Remove old files that were never put in their place."""
        removed = 0
        with _told(_WRITING, self.place):
            for path in (self._root / _WRITING).glob("*"):
                with contextlib.suppress(FileNotFoundError):
                    if datetime.fromtimestamp(path.lstat().st_mtime, UTC) < before:
                        path.unlink()
                        removed += 1
        return removed

    def close(self) -> None:
        """There is nothing to let go of."""

    def _placed(self, key: str, fill: Callable[[BinaryIO], object]) -> None:
        """Write beside, flush, rename, flush the folder: the object is there whole or not at all."""
        place = self._place(key)
        writing = self._root / _WRITING
        writing.mkdir(exist_ok=True)
        part = writing / uuid4().hex
        try:
            with part.open("xb") as file:
                fill(file)
                file.flush()
                os.fsync(file.fileno())
            for last in [False] * (_TRIES - 1) + [True]:
                place.parent.mkdir(parents=True, exist_ok=True)
                try:
                    part.replace(place)
                    break
                except FileNotFoundError:  # another has just removed the folder, empty as it was
                    if last:
                        raise
        finally:
            part.unlink(missing_ok=True)
        for folder in place.parents:
            _flush(folder)
            if folder == self._root:
                break

    def _opened(self, key: str) -> BinaryIO:
        handle = os.open(self._place(key), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        return os.fdopen(handle, "rb")

    def _place(self, key: str) -> Path:
        place = self._root / key
        if not place.parent.resolve().is_relative_to(self._root.resolve()):
            raise ArchiveError(f"存档里的 {key} 指到了 {self._root} 之外，没有动它。")
        return place


@contextlib.contextmanager
def _told(key: str, place: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise MissingError(f"存档 {place} 里没有 {key}。") from error
    except OSError as error:
        remedy = "请检查磁盘空间、权限和网络盘"
        if error.errno in (errno.ESTALE, errno.EIO, errno.ETIMEDOUT, errno.EHOSTDOWN):
            remedy = "请检查网络盘是否正常"
        raise ArchiveError(
            f"存档 {place} 读写失败（{key}）：{reason(error)}。{remedy}。"
        ) from error


def _unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise error


def _flush(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
