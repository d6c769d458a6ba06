"""How much memory processes hold, where the system tells (Linux); elsewhere it is not watched."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_PROC = Path("/proc")


def resident(pids: Iterable[int]) -> int:
    """Return the bytes of memory that these processes hold together; what is gone holds none."""
    return sum(map(_resident, pids))


def _resident(pid: int) -> int:
    try:
        pages = (_PROC / str(pid) / "statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
