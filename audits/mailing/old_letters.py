"""Letters whose time is up: sent long ago to all they were for, or never queued by a scan that was cut off.

The rows of the outbox stay: who was sent what, and when.  A letter that anybody may still be sent stays too.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from audits.archive.holdings import Holdings
from audits.desk.setup import ArchiveSetup
from audits.mailing.states import SENT
from audits.store import Store, outbox
from audits.store.places import MAIL
from audits.store.rows import Mail

_NAME = re.compile(rf"{MAIL}/[0-9a-f]{{40}}\.eml")
# Between a letter's file and its row lies no more than one transaction; between two machines' clocks, hours.
_FRESH = timedelta(days=2)
_MONTH = timedelta(days=31)


def throw_away_letters(
    store: Store,
    data: Path,
    months: int | None,
    now: datetime,
    *,
    dry: bool = False,
    archive: ArchiveSetup | None = None,
) -> int:
    """Remove the letters sent more than so many months ago (None: none), and say how many files that was.

    Here, and in the archive where one is given.  Raises StoreError, ArchiveError, OSError.
    """
    if months is None:
        return 0
    with store.reading() as connection:
        rows = outbox.listed(connection)
    old, named = _sent_before(rows, now - months * _MONTH), {row.file for row in rows}
    here = {name for name in _files(data, now - _FRESH) if name in old or name not in named}
    if not dry:
        for name in here:
            (data / name).unlink(missing_ok=True)
    there = Holdings(data, archive).archive()
    if there is None:
        return len(here)
    with there:
        kept = old.intersection(there.listed(MAIL))
        if not dry:
            for name in sorted(kept):
                there.remove(name)
    return len(here | kept)


def _sent_before(rows: Iterable[Mail], moment: datetime) -> set[str]:
    """The letters that all they were for were sent before a moment."""
    old: dict[str, bool] = {}
    for row in rows:
        gone = row.state == SENT and row.sent_at is not None and row.sent_at < moment
        old[row.file] = old.get(row.file, True) and gone
    return {name for name, all_gone in old.items() if all_gone and _NAME.fullmatch(name)}


def _files(data: Path, before: datetime) -> set[str]:
    """The letters in the data directory that nobody has filed since a moment."""
    found = set()
    with contextlib.suppress(FileNotFoundError), os.scandir(data / MAIL) as entries:
        for entry in entries:
            name = f"{MAIL}/{entry.name}"
            if _NAME.fullmatch(name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(FileNotFoundError):
                    if entry.stat().st_mtime < before.timestamp():
                        found.add(name)
    return found
