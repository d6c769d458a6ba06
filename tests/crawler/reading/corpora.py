"""Public test collections for HTML, URLs and encodings, where they are at hand.

They are not part of this repository: they lie beside it, and the tests on them skip where they do not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "realdata" / "generic-html"


def corpus(name: str) -> Path:
    """Return a collection's folder; skips the test (or its module) where it is missing."""
    folder = FOLDER / name
    if not folder.is_dir():
        pytest.skip(f"the public collection {name} is not at hand", allow_module_level=True)
    return folder
