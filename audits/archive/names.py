"""Names of entries and of the files in them: relative, plain, and no way out of the archive."""

from __future__ import annotations

import re

from audits.archive.errors import ArchiveError
from audits.store.places import safe

MANIFEST = "manifest.json"
UPLOAD = re.compile(r"files-[0-9a-z]{8,40}")
_MOST_BYTES, _MOST_PART = 700, 240  # of 1,024 that S3 takes, and 255 that a file system takes
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def entry(name: str) -> str:
    """The name of an entry, as it is.  Raises ArchiveError for one that cannot be."""
    parts = name.split("/")
    ours = any(part == MANIFEST or UPLOAD.fullmatch(part) or part[:1] == "." for part in parts)
    if not plain(name) or ours:
        raise ArchiveError(f"“{_shown(name)}”不能用作存档里的名字。")
    return name


def plain(name: str) -> bool:
    """Whether a name is one that any storage takes, and stays where it is put."""
    try:
        sizes = [len(part.encode()) for part in name.split("/")]
    except UnicodeEncodeError:
        return False
    fits = max(sizes) <= _MOST_PART and len(name.encode()) <= _MOST_BYTES
    return fits and safe(name) and not _CONTROL.search(name)


def uploaded(key: str) -> tuple[str, str] | None:
    """The entry and the upload that an object belongs to, by its key; None for what is no part of an upload."""
    parts = key.split("/")
    for at, part in enumerate(parts):
        if UPLOAD.fullmatch(part):
            return ("/".join(parts[:at]), part) if 0 < at < len(parts) - 1 else None
    return None


def entry_of_manifest(key: str) -> str | None:
    """The entry whose manifest an object is, by its key; None for any other object."""
    name, _, last = key.rpartition("/")
    return name if last == MANIFEST and name and uploaded(key) is None else None


def _shown(name: str) -> str:
    return name[:100].encode("unicode_escape", "replace").decode("ascii", "replace")
