"""Removes what nobody can see any more: uploads that were cut off, or that another upload has replaced."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from audits.archive.archive import Archive
from audits.archive.errors import DamagedError
from audits.archive.names import entry_of_manifest, uploaded
from audits.archive.shelf import Seen

# Nobody takes longer for an upload, or for reading one.
OLD = timedelta(days=2)


def leftovers(archive: Archive, before: datetime, prefix: str = "") -> tuple[Seen, ...]:
    """The objects that no manifest names and that were written before a moment.  Raises ArchiveError.

    Where a manifest cannot be read, nothing of its entry is one: a person may yet mend it.
    """
    uploads: dict[str, dict[str, list[Seen]]] = defaultdict(lambda: defaultdict(list))
    named: set[str] = set()
    for seen in archive.shelf.listed(prefix):
        if (entry := entry_of_manifest(seen.key)) is not None:
            named.add(entry)
        elif (part := uploaded(seen.key)) is not None:
            uploads[part[0]][part[1]].append(seen)
    left: list[Seen] = []
    for entry, found in uploads.items():
        old = {
            upload: objects
            for upload, objects in found.items()
            if max(seen.changed for seen in objects) < before
        }
        if not old or (entry in named and len(found) == 1):
            continue
        try:
            manifest = archive.manifest(entry)
        except DamagedError:
            continue
        holds = manifest.upload if manifest else None
        left += [seen for upload, objects in old.items() if upload != holds for seen in objects]
    return tuple(left)


def sweep(archive: Archive, now: datetime, prefix: str = "", old: timedelta = OLD) -> int:
    """Remove them where they are `old`, and say how many objects that was.  Raises ArchiveError."""
    left = leftovers(archive, now - old, prefix)
    archive.shelf.remove([seen.key for seen in left])
    return len(left) + archive.shelf.abandon(now - old)
