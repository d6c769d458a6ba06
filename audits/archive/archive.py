"""The archive: entries kept whole or not at all, fetched with every byte compared.

All objects of an upload lie under an id of their own; the manifest that names it is written last.  Two that
keep one name at once do not mix: the manifest that comes last holds.  An upload that was cut off is named by
no manifest, and what a manifest replaced stays for who is reading it: `sweeping` removes both when they are old.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from audits.archive.errors import ArchiveError, DamagedError, MissingError
from audits.archive.manifest import MOST_BYTES, FileKept, Manifest, understood
from audits.archive.names import MANIFEST, entry, entry_of_manifest, plain
from audits.archive.shelf import Shelf
from audits.asides import beside
from crawler.snapshot.troubles import reason

_AT_ONCE = 4


class Archive:
    """Entries on a shelf.  Threads may share it; a forked process opens its own."""

    def __init__(self, shelf: Shelf, token: Callable[[], str] = lambda: uuid4().hex) -> None:
        """Take a shelf; `token` gives each upload its id."""
        self.shelf = shelf
        self._token = token

    @property
    def place(self) -> str:
        """Where it is, as a person knows it."""
        return self.shelf.place

    def keep(self, folder: Path, name: str, without: Sequence[str] = ()) -> None:
        """Keep the regular files of a folder, but for folders `without` at its top; over what has that name.

        Where just this is kept already, nothing is sent.  Raises ArchiveError; then nothing has changed.
        """
        self._kept(dict(_regular(folder, without)), entry(name))

    def keep_file(self, file: Path, name: str) -> None:
        """Keep one file as an entry of its own."""
        self._kept({file.name: file}, entry(name))

    def fetch(self, name: str, to: Path, only: Sequence[str] | None = None) -> None:
        """Fetch an entry, or `only` some of its files, into a folder; whole, and every byte compared.

        Files take the place of those that are there.  Raises MissingError, DamagedError, ArchiveError; then
        the folder is as it was.
        """
        self._fetched(entry(name), lambda manifest: _wanted(manifest, name, only), to)

    def fetch_file(self, name: str, file: Path) -> None:
        """Fetch an entry that `keep_file` has kept."""
        self._fetched(entry(name), lambda manifest: _single(manifest, name, file.name), file.parent)

    def known(self, name: str) -> bool:
        """Whether an entry is there.  Raises ArchiveError where that cannot be told."""
        return self.manifest(name) is not None

    def manifest(self, name: str) -> Manifest | None:
        """What an entry holds; None where there is none.  Raises DamagedError."""
        key = f"{entry(name)}/{MANIFEST}"
        try:
            content = self.shelf.read(key, MOST_BYTES + 1)
        except MissingError:
            return None
        if len(content) > MOST_BYTES:
            raise DamagedError(f"存档里的清单 {key} 过大，没有读。")
        return understood(content, key)

    def listed(self, prefix: str = "") -> tuple[str, ...]:
        """The names of the entries below a folder."""
        seen = self.shelf.listed(entry(prefix) if prefix else "")
        return tuple(name for one in seen if (name := entry_of_manifest(one.key)) is not None)

    def remove(self, name: str) -> None:
        """Remove an entry, at once for all; one that is not there is no error."""
        manifest: Manifest | None = None
        with contextlib.suppress(DamagedError):
            manifest = self.manifest(name)
        self.shelf.remove([f"{entry(name)}/{MANIFEST}"])
        if manifest is not None:
            self.shelf.remove(_keys(name, manifest))

    def close(self) -> None:
        """Let go of the shelf."""
        self.shelf.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _kept(self, files: Mapping[str, Path], name: str) -> None:
        _refuse_odd(files, name)
        found = {path: _measured(file) for path, file in files.items()}
        there: Manifest | None = None
        with contextlib.suppress(DamagedError):  # what cannot be read is written anew
            there = self.manifest(name)
        if there is not None and there.files == found and not self._lacking(name, there):
            return
        manifest = Manifest(upload=f"files-{self._token()}", files=found)
        keys = _keys(name, manifest)
        try:
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                for _ in pool.map(self.shelf.put, files.values(), keys):
                    pass
            _refuse_changed(files, found)
            _refuse_lacking(self._lacking(name, manifest))
        except BaseException:
            with contextlib.suppress(ArchiveError):
                self.shelf.remove(keys)
            raise
        self.shelf.write(manifest.to_json(), f"{name}/{MANIFEST}")

    def _lacking(self, name: str, manifest: Manifest) -> list[str]:
        """The objects that are not there in their size."""
        there = {one.key: one.size for one in self.shelf.listed(f"{name}/{manifest.upload}")}
        wanted = zip(_keys(name, manifest), manifest.files.values(), strict=True)
        return [key for key, kept in wanted if there.get(key) != kept.size]

    def _fetched(self, name: str, choose: Callable[[Manifest], dict[str, str]], to: Path) -> None:
        manifest = self._there(name)
        while True:
            try:
                with _beside(to) as part:
                    self._copied(name, manifest, choose(manifest), part)
                    _placed(part, to)
            except MissingError:
                now = self._there(name)  # another may have kept it anew, or removed it, meanwhile
                if now.upload == manifest.upload:
                    raise
                manifest = now
            except OSError as error:
                told = f"从存档取 {name} 到 {to}：{reason(error)}。请检查磁盘空间和权限。"
                raise ArchiveError(told) from error
            else:
                return

    def _there(self, name: str) -> Manifest:
        manifest = self.manifest(name)
        if manifest is None:
            raise MissingError(f"存档 {self.place} 里没有 {name}。它可能没有存成，或已被删除。")
        return manifest

    def _copied(self, name: str, manifest: Manifest, files: Mapping[str, str], part: Path) -> None:
        def one(path: str) -> None:
            target, kept = part / files[path], manifest.files[path]
            target.parent.mkdir(parents=True, exist_ok=True)
            key = f"{name}/{manifest.upload}/{path}"
            self.shelf.get(key, target)
            if _measured(target) != kept:
                raise DamagedError(
                    f"存档 {self.place} 里的 {key} 已损坏（与存入时的校验值不符），没有使用。"
                    "其他存档不受影响；如存储有旧版本或备份，请恢复这一个对象。"
                )

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for _ in pool.map(one, files):
                pass


def _keys(name: str, manifest: Manifest) -> list[str]:
    return [f"{name}/{manifest.upload}/{path}" for path in manifest.files]


def _wanted(manifest: Manifest, name: str, only: Sequence[str] | None) -> dict[str, str]:
    wanted = list(manifest.files) if only is None else list(only)
    if lost := [path for path in wanted if path not in manifest.files]:
        raise ArchiveError(f"存档里的 {name} 没有 {lost[0]} 这个文件。")
    return {path: path for path in wanted}


def _single(manifest: Manifest, name: str, target: str) -> dict[str, str]:
    if len(manifest.files) != 1:
        raise DamagedError(f"存档里的 {name} 应当只有一个文件。")
    return dict.fromkeys(manifest.files, target)


def _regular(folder: Path, without: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """The regular files below a folder in the order of their names; links are neither followed nor kept."""
    if not folder.is_dir():
        raise ArchiveError(f"要存档的文件夹 {folder} 不存在。")
    for where, folders, names in os.walk(folder):
        here = Path(where)
        folders[:] = sorted(each for each in folders if not (here == folder and each in without))
        for name in sorted(names):
            path = here / name
            if stat.S_ISREG(path.lstat().st_mode):
                yield path.relative_to(folder).as_posix(), path


def _refuse_odd(files: Mapping[str, Path], name: str) -> None:
    for path in files:
        if not plain(f"{name}/files-/{path}"):
            shown = path[:100].encode("unicode_escape", "replace").decode("ascii", "replace")
            raise ArchiveError(f"{name} 里的文件名“{shown}”不能用在存档里。")


def _measured(file: Path) -> FileKept:
    try:
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
            return FileKept(size=opened.tell(), sha256=digest)
    except OSError as error:
        raise ArchiveError(f"{file} 读不出：{reason(error)}。") from error


def _refuse_lacking(keys: Sequence[str]) -> None:
    if keys:
        raise ArchiveError(f"存进存档的 {keys[0]} 不在，或大小不对，没有存成。请重试。")


def _refuse_changed(files: Mapping[str, Path], found: Mapping[str, FileKept]) -> None:
    """What grew or shrank while it was sent is not what its hash says."""
    for path, file in files.items():
        if not file.is_file() or file.stat().st_size != found[path].size:
            raise ArchiveError(f"{file} 在存档时被改动了，没有存成。请重试。")


@contextlib.contextmanager
def _beside(to: Path) -> Iterator[Path]:
    to.parent.mkdir(parents=True, exist_ok=True)
    with beside(to) as part:
        part.chmod(0o755)
        yield part


def _placed(part: Path, to: Path) -> None:
    """Give what was fetched its place: as a whole where nothing is there, else file by file."""
    if not to.exists():
        with contextlib.suppress(OSError):  # another has fetched it meanwhile
            part.rename(to)
            return
    for where, _, names in os.walk(part):
        for name in names:
            target = to / Path(where).relative_to(part) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            Path(where, name).replace(target)
