"""Name the way in which this program reads answers, so that what an older way found is not taken over.

The name changes with every change of the code that reads: nobody has to remember to change it.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import crawler

_ROOT = Path(crawler.__file__).parent
READING = ("reading/**/*.py", "spiders/answers.py")
_PARSERS = ("selectolax", "ada-url")


@cache
def reading_mark() -> str:
    """Return the name: a digest over the source and the parsers' versions."""
    digest = sha256()
    for name in _PARSERS:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(path for pattern in READING for path in _ROOT.glob(pattern)):
        digest.update(f"{path.relative_to(_ROOT).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
