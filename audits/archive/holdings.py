"""The data directory with the archive behind it: what is not here is fetched, what must not be lost is kept there.

Paths are those of the store, relative to the data directory.  A run's snapshot is an entry of its own
(`snapshots/<site>/<run>`), so that it can go before the results do (`audits/<site>/<run>`).  Without an
archive, all is in the data directory, and nothing here does anything.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audits.archive.archive import Archive
from audits.archive.errors import ArchiveError
from audits.archive.opening import open_archive
from audits.desk.setup import ArchiveSetup, Desk
from audits.folder_names import RESULTS, SNAPSHOT
from audits.store.places import AUDITS, below
from crawler.snapshot.lock import FolderLock
from crawler.snapshot.model import SnapshotError

SNAPSHOTS = "snapshots"
BEGUN = "begun.json"  # what a scan leaves in the folder of its run
# A snapshot that is being thrown away, beside its audit; and, in the archive, a note that one is.
GOING, _GOING = ".snapshot-going", "going"


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a desk has, here or in its archive.  Plain data: it goes through pickle, secrets do not."""

    data: Path
    setup: ArchiveSetup | None = None

    def archive(self) -> Archive | None:
        """The archive, where there is one.  Raises ArchiveError, SecretError."""
        return open_archive(self.setup, os.environ) if self.setup is not None else None

    def results(self, folder: str) -> Path:
        """The audit.json of an audit, fetched where it is not here.  Raises ArchiveError."""
        place = below(self.data, folder)
        if not (place / RESULTS).is_file() and (archive := self.archive()):
            archive.fetch(folder, place, only=[RESULTS])
        return place / RESULTS

    def whole(self, folder: str) -> Path:
        """An audit with all its files but the snapshot.  Raises ArchiveError."""
        place = below(self.data, folder)
        if archive := self.archive():
            manifest = archive.manifest(folder)
            if manifest is None and _made_here(place):
                return place  # before there was an archive
            if manifest is None or not all(
                (place / name).is_file() and (place / name).stat().st_size == kept.size
                for name, kept in manifest.files.items()
            ):
                archive.fetch(folder, place)
        return place

    def snapshot(self, folder: str) -> Path:
        """The snapshot of an audit, fetched where it is not here.  Raises ArchiveError."""
        place = below(self.data, folder) / SNAPSHOT
        if not place.is_dir() and (archive := self.archive()):
            archive.fetch(snapshot_of(folder), place)
        return place

    def file(self, name: str) -> Path:
        """A letter or an evidence file, fetched where it is not here.  Raises ArchiveError."""
        place = below(self.data, name)
        if not place.is_file() and (archive := self.archive()):
            archive.fetch_file(name, place)
        return place

    def keep_run(self, folder: str) -> None:
        """Keep an audit: its snapshot, then the rest; before the store speaks of it.  Raises ArchiveError."""
        if archive := self.archive():
            place = below(self.data, folder)
            if (place / SNAPSHOT).is_dir():
                archive.keep(place / SNAPSHOT, snapshot_of(folder))
            self.keep_results(folder)

    def keep_results(self, folder: str) -> None:
        """Keep an audit without its snapshot.  Raises ArchiveError."""
        if archive := self.archive():
            archive.keep(below(self.data, folder), folder, without=[SNAPSHOT, GOING])

    def keep_file(self, name: str) -> None:
        """Keep a letter or an evidence file; before the store speaks of it.  Raises ArchiveError."""
        if archive := self.archive():
            archive.keep_file(below(self.data, name), name)

    def drop_run(self, folder: str) -> None:
        """Take an audit back that the store refused; what cannot be is left."""
        with contextlib.suppress(ArchiveError):
            if archive := self.archive():
                archive.remove(folder)
                archive.remove(snapshot_of(folder))

    def settle(self, folder: str, stored: Sequence[str]) -> None:
        """After an audit was stored, keep what was made here before there was an archive, and make room.

        The site's other snapshots are removed from this machine, as far as the archive has them.  What cannot
        be done now is left to the next time.
        """
        with contextlib.suppress(ArchiveError):
            if archive := self.archive():
                there = set(archive.listed(folder.rpartition("/")[0]))
                for each in stored:
                    if each not in there and _made_here(below(self.data, each)):
                        self.keep_run(each)
                self._spare(archive, below(self.data, folder))

    def _spare(self, archive: Archive, newest: Path) -> None:
        for snapshot in sorted(newest.parent.glob(f"*/{SNAPSHOT}")):
            run = snapshot.parent
            if run == newest or run.name.startswith("."):
                continue
            with contextlib.suppress(ArchiveError, SnapshotError, OSError):
                if archive.known(snapshot_of(run.relative_to(self.data).as_posix())):
                    _removed(snapshot)

    def archived_bytes(self, folder: str) -> int:
        """How large the snapshot of an audit is in the archive; 0 where there is none.  Raises ArchiveError."""
        archive = self.archive()
        manifest = archive.manifest(snapshot_of(folder)) if archive else None
        return sum(kept.size for kept in manifest.files.values()) if manifest else 0

    def snapshot_goes(self, folder: str) -> None:
        """Note in the archive that a snapshot is about to go, before the store does.  Raises ArchiveError."""
        if archive := self.archive():
            archive.shelf.write(b"going\n", f"{_GOING}/{folder}")

    def going(self) -> tuple[str, ...]:
        """The audits of which that is noted.  Raises ArchiveError."""
        archive = self.archive()
        seen = archive.shelf.listed(_GOING) if archive else ()
        return tuple(one.key.removeprefix(f"{_GOING}/") for one in seen)

    def snapshot_gone(self, folder: str, *, stays: bool = False) -> None:
        """Remove a snapshot from the archive (unless it `stays`), and the note.  Raises ArchiveError."""
        if archive := self.archive():
            if not stays:
                archive.remove(snapshot_of(folder))
            archive.shelf.remove([f"{_GOING}/{folder}"])


def holdings_of(desk: Desk) -> Holdings:
    """What a desk has."""
    return Holdings(desk.data, desk.archive)


def snapshot_of(folder: str) -> str:
    """The name of the entry that holds the snapshot of an audit."""
    return f"{SNAPSHOTS}/{folder.removeprefix(f'{AUDITS}/')}"


def _made_here(run: Path) -> bool:
    """Whether a run is one that this machine has made, with all its files, and none that was fetched in part."""
    return (run / BEGUN).is_file()


def _removed(snapshot: Path) -> None:
    lock = FolderLock(snapshot)
    try:
        going = snapshot.with_name(GOING)
        snapshot.rename(going)
    finally:
        lock.close()
    shutil.rmtree(going, ignore_errors=True)
