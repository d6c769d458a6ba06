"""Probes in the index: how one is stored, and how measurements made elsewhere are laid into a finished snapshot."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path

from crawler.snapshot import index
from crawler.snapshot.lock import FolderLock
from crawler.snapshot.model import Probe

_INSERT = "INSERT INTO probes (kind, subject, measured_at, data) VALUES (?, ?, ?, ?)"


def insert(database: sqlite3.Connection, probes: Iterable[Probe]) -> None:
    """Store probes; the caller commits."""
    database.executemany(_INSERT, map(_row, probes))


def lay_in(folder: Path, kind: str, probes: Iterable[Probe]) -> None:
    """Put probes of a kind into a finished snapshot, in place of those of that kind that it holds.

    Raises SnapshotError where there is none, or somebody writes it.
    """
    with (
        contextlib.closing(FolderLock(folder)),
        contextlib.closing(index.open_for_writing(folder)) as database,
    ):
        database.execute("DELETE FROM probes WHERE kind = ?", (kind,))
        insert(database, probes)
        database.commit()
        database.execute("PRAGMA main.journal_mode=DELETE")


def _row(probe: Probe) -> tuple[str, str, str, str]:
    data = json.dumps(probe.data, ensure_ascii=False, sort_keys=True)
    # Lone surrogates, which pages can hold, cannot be stored as UTF-8.
    stored = data if data.isprintable() else data.encode("utf-8", "replace").decode("utf-8")
    return probe.kind, probe.subject, probe.measured_at.astimezone(UTC).isoformat(), stored
