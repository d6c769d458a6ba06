"""The desk's tests on the other engine: GONGKAI_TEST_STORAGE=postgresql, and each desk has a database of its own.

open_store(place(data))          # data / "gongkai.sqlite", or the URL of a database for this folder
(folder / "gongkai.yaml").write_text(line(data) + …)
"""

from __future__ import annotations

import os
from pathlib import Path

WANTED = "GONGKAI_TEST_STORAGE"
_urls: dict[Path, str] = {}


def on_postgres() -> bool:
    """Say whether the desk's tests run on PostgreSQL."""
    return os.environ.get(WANTED) == "postgresql"


def place(data: Path) -> str | Path:
    """The storage of the desk with this data directory."""
    if not on_postgres():
        return data / "gongkai.sqlite"
    key = data.absolute()
    if key not in _urls:
        from tests.postgres.shared import fresh  # noqa: PLC0415 - only who asks pays

        _urls[key] = fresh(made=False, lasting=True)
    return _urls[key]


def line(data: Path) -> str:
    """The line of gongkai.yaml that says so."""
    return f"storage: {place(data)}\n" if on_postgres() else ""
