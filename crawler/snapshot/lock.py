"""One writer a snapshot: two crawls into one folder would ruin it.

The lock is on the folder itself, leaves no file behind, and ends with the process however that ends.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from crawler.snapshot.model import SnapshotError


class SnapshotBusyError(SnapshotError):
    """Another process is writing the snapshot."""


class FolderLock:
    """Held from its making to its closing.  Raises SnapshotBusyError where another holds it."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(self._folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._folder)
            raise SnapshotBusyError(
                f"另一个 gongkai 正在写 {folder} 的快照。请等它结束，或先停掉它。"
            ) from error
        except OSError:
            pass  # a file system without locks (some network drives): then nobody watches

    def close(self) -> None:
        """Let others write."""
        os.close(self._folder)
