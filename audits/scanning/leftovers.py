"""What a scan that was killed left behind in the folder of a site, and what is to become of it.

A run that is not whole stands in `.running`; `begun.json` in it says of what.  It is gone on with where it
fits, or set aside, never removed.  Nothing here reads the store.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from audits.archive.holdings import BEGUN as _BEGUN
from audits.folder_names import RESULTS, SNAPSHOT
from crawler.snapshot import CrawlInfo, DiskSnapshot, SnapshotError

RUNNING = ".running"
_ASIDE = ".aside"
# As `CrawlInfo.finish` has it; what finishes runs does without the crawler.
_CRAWLED = frozenset({"finished", "budget"})
# Pages that are older would not be those of the day that the audit speaks of.
FRESH = timedelta(hours=36)
# A planned scan: when it fell due, and by which claim it was taken.
Turn: TypeAlias = tuple[datetime, str]


@dataclass(frozen=True, slots=True)
class Begun:
    """A run that has begun: of which home page, when, for which planned scan, and how far its crawl is."""

    folder: Path
    home: str
    started_at: datetime
    resume: bool = False
    crawled: bool = False
    turn: Turn | None = None

    @property
    def snapshot(self) -> Path:
        """Its snapshot."""
        return self.folder / SNAPSHOT


def begin(
    site: Path, home: str, now: datetime, *, afresh: bool = False, turn: Turn | None = None
) -> tuple[Begun, Path | None]:
    """The run of a site to work on: one that was left and fits, or a new one; and what was set aside.

    With `afresh`, nothing that was left fits.  `turn`: the planned scan it is for from now on.  Raises OSError.
    """
    folder, aside = site / RUNNING, None
    left = None if afresh else _left(folder)
    if left is not None and left.home == home and abs(now - left.started_at) < FRESH:
        left = replace(left, turn=turn)
        _write(left)
        return left, None
    if folder.exists():
        aside = set_aside(folder)
    folder.mkdir(parents=True)
    begun = Begun(folder, home, now, turn=turn)
    _write(begun)
    return begun, aside


def turn_of(run: Path) -> Turn | None:
    """The planned scan that a run was made for: when it fell due, and by which claim."""
    try:
        return _turn(json.loads((run / _BEGUN).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def set_aside(run: Path) -> Path:
    """Put a run where nobody takes it up, and return where that is.  Raises OSError."""
    site, number = run.parent, 1
    while (site / _ASIDE / f"{number:03d}").exists():
        number += 1
    target = site / _ASIDE / f"{number:03d}"
    target.parent.mkdir(exist_ok=True)
    run.rename(target)
    return target


def unstored(site: Path, stored: set[str]) -> tuple[Path, ...]:
    """Runs that are whole and that the store does not know (`stored`: folder names)."""
    whole = [path.parent for path in site.glob(f"*/{RESULTS}") if path.parent.name[0] != "."]
    return tuple(sorted(path for path in whole if path.name not in stored))


def keep_whole(begun: Begun, run: str) -> Path:
    """Give a run that is whole its name, with all that it holds safely on the disk.  Raises OSError."""
    target = begun.folder.parent / run
    for path in sorted(begun.folder.rglob("*")):
        _flush(path)
    _flush(begun.folder)
    os.rename(begun.folder, target)  # noqa: PTH104 - refuses a folder that is there and not empty
    _flush(begun.folder.parent)
    return target


def _left(folder: Path) -> Begun | None:
    """What stands in the folder; None where that cannot be told."""
    try:
        told = json.loads((folder / _BEGUN).read_text(encoding="utf-8"))
        started = datetime.fromisoformat(told["started_at"])
        home = str(told["home"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    info = _info(folder / SNAPSHOT)
    if info is None:
        return Begun(folder, home, started)
    crawled = info.finish in _CRAWLED
    return Begun(folder, home, started, resume=info.home == home, crawled=crawled)


def _info(snapshot: Path) -> CrawlInfo | None:
    try:
        with contextlib.closing(DiskSnapshot(snapshot)) as seen:
            return seen.info
    except SnapshotError:
        return None


def _write(begun: Begun) -> None:
    told = {"home": begun.home, "started_at": begun.started_at.isoformat()}
    if begun.turn is not None:
        period, claim = begun.turn
        told |= {"period": period.isoformat(), "claim": claim}
    part = begun.folder / f"{_BEGUN}.part"
    part.write_text(json.dumps(told), encoding="utf-8")
    part.replace(begun.folder / _BEGUN)


def _turn(told: dict[str, Any]) -> Turn | None:
    if "claim" not in told:
        return None
    return datetime.fromisoformat(told["period"]), str(told["claim"])


def _flush(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
