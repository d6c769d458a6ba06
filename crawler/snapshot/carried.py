"""Earlier WARC files that a snapshot takes over, so that it holds every body that it speaks of.

A file is hard-linked, or copied where the file system refuses, under a name made from the file's own
beginning: it keeps that name from snapshot to snapshot.  Nothing is ever written into such a file.
"""

from __future__ import annotations

import os
import re
import shutil
import zlib
from pathlib import Path

from crawler.snapshot.warc import FILE

_BEGINNING = 1 << 16
_DATE = re.compile(rb"^WARC-Date: (\d{4})-(\d\d)-(\d\d)T", re.MULTILINE)
_ID = re.compile(rb"^WARC-Record-ID: <urn:uuid:([0-9a-f]{8})[0-9a-f-]*>", re.MULTILINE)
CARRIED = re.compile(r"(bodies-\d{8}-[0-9a-f]{8})(?:-(\d+))?\.warc\.gz")


def carried_name(path: Path) -> str | None:
    """Return the name under which a WARC file of ours is carried on; None where it is none."""
    if CARRIED.fullmatch(path.name):
        return path.name if path.is_file() else None
    if path.name != FILE:
        return None
    try:
        with path.open("rb") as file:
            packed = file.read(_BEGINNING)
        head = zlib.decompressobj(31).decompress(packed, _BEGINNING).partition(b"\r\n\r\n")[0]
    except (OSError, zlib.error):
        return None
    date, number = _DATE.search(head), _ID.search(head)
    if date is None or number is None:
        return None
    return f"bodies-{b''.join(date.groups()).decode()}-{number.group(1).decode()}.warc.gz"


def carry(source: Path, target: Path, end: int | None) -> None:
    """Make `source` stand at `target` too; where `end` is given, only so much of it.

    Raises OSError where it can be neither linked nor copied.
    """
    if target.exists():  # carried before a kill
        return
    if end is None or source.stat().st_size == end:
        try:
            os.link(source, target)
        except OSError:  # another file system, or one without links
            pass
        else:
            return
    # Under its own name it is there as a whole or not at all.
    part = target.with_name(f"{target.name}.part")
    with source.open("rb") as earlier, part.open("wb") as copy:
        shutil.copyfileobj(earlier, copy)
        if end is not None:
            copy.truncate(end)
    part.replace(target)


def successor(folder: Path, name: str) -> Path:
    """Return where a better copy of a carried file stands; no file is there yet."""
    found = CARRIED.fullmatch(name)
    stem, number = found.groups() if found else (name, None)
    count = int(number or 1) + 1
    while (folder / f"{stem}-{count}.warc.gz").exists():
        count += 1
    return folder / f"{stem}-{count}.warc.gz"


def own(path: Path) -> None:
    """Stop sharing a file with other snapshots before it is written into."""
    if path.stat().st_nlink > 1:
        part = path.with_name(f"{path.name}.part")
        shutil.copyfile(path, part)
        part.replace(path)


def let_go(folder: Path, referenced: set[str]) -> None:
    """Take away the carried files that hold nothing that is still spoken of."""
    for path in folder.iterdir():
        name = path.name.removesuffix(".part")
        if CARRIED.fullmatch(name) and path.name not in referenced:
            path.unlink()
