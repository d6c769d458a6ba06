"""Who holds a claim, and whether that process lives: a lock of the system on a file of the data directory.

The kernel lets go of the lock however the process ends; no clock and no heartbeat is asked.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from audits.refused import DATA, unwritable

# Claims of the queue of many machines: who is on one machine cannot tell whether they live.
OF_THE_QUEUE = "job-"
_NAME = re.compile(r"[0-9a-z-]{1,64}")


class Holder(Protocol):
    """One who claims.  `name` is its own alone, also over restarts."""

    @property
    def name(self) -> str:
        """The name that stands in claims."""

    def alive(self, other: str) -> bool:
        """Say whether the holder of this name is still there."""


class ProcessHolder:
    """The process that runs, until `close`."""

    def __init__(self, data: Path) -> None:
        """Take a name.  Raises RefusedError where the data directory cannot be written."""
        self._folder = data / "locks"
        self.name = f"{os.getpid()}-{secrets.token_hex(8)}"
        self._path = self._folder / f"{self.name}.lock"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise unwritable(self._folder, error, DATA) from error
        with contextlib.suppress(OSError):  # a drive without locks: `alive` says yes there
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def alive(self, other: str) -> bool:
        """Say whether a holder lives; where nobody can tell, it does."""
        if other == self.name or other.startswith(OF_THE_QUEUE):
            return True
        if not _NAME.fullmatch(other):
            return False
        path = self._folder / f"{other}.lock"
        try:
            file = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        else:
            path.unlink(missing_ok=True)
            return False
        finally:
            os.close(file)

    def close(self) -> None:
        """Be gone."""
        self._path.unlink(missing_ok=True)
        os.close(self._file)


@contextlib.contextmanager
def holding(data: Path) -> Iterator[ProcessHolder]:
    """Be a holder while the block runs.  A forked child that lives on holds the lock too."""
    holder = ProcessHolder(data)
    try:
        yield holder
    finally:
        holder.close()
