"""How many processes read pages at a time, unless somebody says otherwise.  Loads nothing that reads."""

from __future__ import annotations

import os

_MOST = 8


def cores() -> int:
    """The cores that this process may use, as far as more of them still help."""
    return min(len(os.sched_getaffinity(0)), _MOST)
