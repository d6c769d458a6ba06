"""The journal of one watched home page: a file that only ever grows, one line a measurement.

A line is on the disk before the next try is made, so a kill costs at most the try under way.  A line
that a kill tore is left where it stands, and ended: nothing is ever rewritten (docs/decisions/).
"""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path
from typing import Self

from crawler.snapshot.troubles import reason
from crawler.watch.lines import Line, Series, understood, written

SUFFIX = ".jsonl"
_MOST = 256 * 1024 * 1024  # a hundred years of one site


class JournalError(Exception):
    """A journal that cannot be read or written; the message (Chinese) says what is wrong and what to do."""


class JournalBrokenError(JournalError):
    """Writing failed: what was written before is there."""


class Journal:
    """Appends lines.  Its folder must be locked by whoever opens it."""

    def __init__(self, path: Path) -> None:
        """Open a journal, or begin one.  Raises JournalBrokenError."""
        self._path = path
        try:
            begins = not path.exists()
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
            if begins:
                _settle(path.parent)
            self._end_torn_line()
        except OSError as error:
            raise _unwritable(path, error) from error

    def _end_torn_line(self) -> None:
        size = os.fstat(self._file).st_size
        if size and os.pread(self._file, 1, size - 1) != b"\n":
            self._put(b"\n")

    def append(self, line: Line) -> None:
        """Write a line, and wait until the disk has it.  Raises JournalBrokenError."""
        try:
            self._put(written(line))
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def _put(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._file, data) :]
        os.fsync(self._file)

    def close(self) -> None:
        """Close; every line is on the disk already."""
        os.close(self._file)

    def __enter__(self) -> Self:
        """Return the journal itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


def read(path: Path) -> Series:
    """Read a journal, also one that is being written.  Raises JournalError where it cannot be read."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):
            raise JournalError(f"{path} 不是普通文件，没有读。请确认路径。")
        if about.st_size > _MOST:
            raise JournalError(f"{path} 大得不像监测记录（超过 256 MB），没有读。请确认路径。")
        raw = path.read_bytes().removeprefix(codecs.BOM_UTF8)  # an editor's
    except OSError as error:
        raise JournalError(f"读不到监测记录 {path}：{reason(error)}。请检查路径和权限。") from error
    whole, _, torn = raw.rpartition(b"\n")
    pieces = [piece for piece in whole.split(b"\n") if piece.strip()]
    lines = [understood(piece) for piece in pieces]
    known = tuple(line for line in lines if line is not None)
    return Series(known, len(lines) - len(known) + bool(torn))


def _settle(folder: Path) -> None:
    """Let the disk know of a new file's name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(path: Path, error: OSError) -> JournalBrokenError:
    return JournalBrokenError(
        f"不能写监测记录 {path}：{reason(error)}。已写入的都在；请检查磁盘和权限后用同样的命令接着监测。"
    )
