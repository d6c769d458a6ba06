"""Folders in which something is made before it gets its place: hidden, beside it, locked by who makes it.

A process that is killed leaves its folder behind; the lock goes with the process, so that the next one that
makes something there can tell and sweep it.  Nothing else is ever removed: not by another name, not of
another owner, not what somebody holds, and nothing at all where the file system has no locks.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_KIND = ".gongkai-part"
_OURS = re.compile(rf"\..+\.[a-z0-9_]{{8}}{re.escape(_KIND)}", re.DOTALL)


@contextlib.contextmanager
def beside(place: Path) -> Iterator[Path]:
    """A folder of mode 0700 beside a place; what is left at the end goes.  It may be moved.  Raises OSError."""
    sweep(place.parent)
    folder, held = _made(place)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def sweep(folder: Path) -> None:
    """Remove what processes that are gone have left in a folder; what cannot be removed stays."""
    with contextlib.suppress(OSError):
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if _OURS.fullmatch(entry.name)]
        for name in names:
            _removed(folder / name)


def _made(place: Path) -> tuple[Path, int]:
    """A new folder and its lock."""
    while True:
        folder = Path(tempfile.mkdtemp(_KIND, f".{place.name}.", place.parent))
        try:
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue  # taken for a left one before it was locked
        try:
            with contextlib.suppress(OSError):  # without locks, nobody sweeps either
                fcntl.flock(held, fcntl.LOCK_EX)
            if _same(held, folder):
                return folder, held
        except BaseException:
            os.close(held)
            raise
        os.close(held)


def _removed(folder: Path) -> None:
    with contextlib.suppress(OSError):
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            if os.fstat(held).st_uid != os.geteuid():
                return
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _same(held, folder):  # a restored folder keeps its lock, not its name
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(held)


def _same(held: int, folder: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(held), folder.lstat())
    return False
