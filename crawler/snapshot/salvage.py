"""Copy out of a carried WARC file what is sound and spoken of, and leave the damaged rest behind.

So a snapshot passes the check of an outside reader, whatever happened to the one before it.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from sqlite3 import Connection

from crawler.snapshot.carried import successor

_BEGINNING = 1 << 16


def salvage(database: Connection, folder: Path, name: str) -> None:
    """Put a new file in the place of the carried file `name`: its first record, and those spoken of.

    What is spoken of was read and verified when it was taken over.  A kill at any moment leaves the
    index with one of the two files.
    """
    rows = database.execute(
        "SELECT DISTINCT warc_offset, warc_length FROM urls WHERE warc_file = ? ORDER BY 1", (name,)
    ).fetchall()
    if not rows:
        return
    fresh = successor(folder, name)
    part = fresh.with_name(f"{fresh.name}.part")
    moved = []
    with (folder / name).open("rb") as old, part.open("wb") as new:
        beginning = old.read(_BEGINNING)
        new.write(beginning[: _first_record(beginning)])
        for offset, length in rows:
            moved.append((fresh.name, new.tell(), name, offset))
            old.seek(offset)
            new.write(old.read(length))
    part.replace(fresh)
    database.executemany(
        "UPDATE urls SET warc_file = ?, warc_offset = ? WHERE warc_file = ? AND warc_offset = ?",
        moved,
    )
    database.commit()


def _first_record(beginning: bytes) -> int:
    """Return the length of the first compressed record."""
    unpacker = zlib.decompressobj(31)
    unpacker.decompress(beginning)
    return len(beginning) - len(unpacker.unused_data)
