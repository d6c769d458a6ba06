"""What a process that handles strangers' bytes knows of ours: where the code is, how text is written, and no secret."""

from __future__ import annotations

import os
import sys

# Paths are written as here only where both sides agree on their encoding; the seed orders sets.
_KEPT = frozenset({
    "PATH", "LD_LIBRARY_PATH", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONUTF8", "PYTHONHASHSEED",
})  # fmt: skip
_MEASURING = "COVERAGE_"


def surroundings() -> dict[str, str]:
    """The environment for such a process."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or name.startswith(_MEASURING)
    }
    return {**kept, "PYTHONPATH": path}
