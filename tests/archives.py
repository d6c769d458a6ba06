"""What an outside reader (warcio) finds wrong with a snapshot's WARC files, in one list of sentences."""

from __future__ import annotations

import contextlib
import sqlite3
from argparse import Namespace
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

# What each type of record must say of itself, beside what every record says.
_ALWAYS = ("WARC-Record-ID", "WARC-Date", "WARC-Block-Digest", "Content-Length")
_BESIDE = {
    "warcinfo": ("WARC-Filename",),
    "response": ("WARC-Target-URI", "WARC-Payload-Digest"),
    "conversion": ("WARC-Target-URI", "WARC-Payload-Digest"),
    "revisit": (
        "WARC-Target-URI",
        "WARC-Payload-Digest",
        "WARC-Profile",
        "WARC-Refers-To-Target-URI",
        "WARC-Refers-To-Date",
    ),
}

_ORIGINAL = ("WARC-Target-URI", "WARC-Date", "WARC-Payload-Digest")
_REFERS = ("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date", "WARC-Payload-Digest")


def records(path: Path) -> Iterator[tuple[int, int, Any]]:
    """Yield offset, length and headers of the records of a WARC file."""
    with path.open("rb") as file:
        found = ArchiveIterator(file)
        for record in found:
            record.content_stream().read()
            yield found.get_record_offset(), found.get_record_length(), record.rec_headers


def complaints(folder: Path) -> list[str]:
    """Check a snapshot folder."""
    files = sorted(folder.glob("*.warc.gz"))
    said = StringIO()
    with redirect_stdout(said):
        checker = Checker(Namespace(inputs=[str(path) for path in files], verbose=False))
        failed = checker.process_all()
    if failed:
        return [f"warcio check: {said.getvalue()}"]
    told: list[str] = []
    places: dict[tuple[str, int, int], str] = {}
    originals: set[tuple[str, ...]] = set()
    revisits: list[tuple[str, ...]] = []
    for path in files:
        for offset, length, headers in records(path):
            kind = headers.get_header("WARC-Type")
            missing = [n for n in (*_ALWAYS, *_BESIDE[kind]) if not headers.get_header(n)]
            if missing:
                told.append(f"{path.name}@{offset} ({kind}) does not say {missing}")
            places[path.name, offset, length] = kind
            if kind == "response":
                originals.add(tuple(map(headers.get_header, _ORIGINAL)))
            elif kind == "revisit" and path.name == "bodies.warc.gz":
                revisits.append(tuple(map(headers.get_header, _REFERS)))
    told += [f"refers to what is not there: {one}" for one in revisits if one not in originals]
    return told + _misplaced(folder, places)


def _misplaced(folder: Path, places: dict[tuple[str, int, int], str]) -> list[str]:
    """The index's places that are no records of the kind that stands there."""
    with contextlib.closing(sqlite3.connect(folder / "index.sqlite")) as database:
        bodies = database.execute(
            "SELECT url, warc_file, warc_offset, warc_length FROM urls WHERE warc_file NOT NULL"
        ).fetchall()
        revisits = database.execute(
            "SELECT url, 'bodies.warc.gz', revisit_offset, revisit_length FROM urls"
            " WHERE revisit_offset NOT NULL"
        ).fetchall()
    wanted = [(row, "response") for row in bodies] + [(row, "revisit") for row in revisits]
    return [
        f"{url}: no {kind} at {place}"
        for (url, *place), kind in wanted
        if places.get(tuple(place)) != kind  # type: ignore[call-overload]  # three columns
    ]


def finished(folder: Path) -> bool:
    """The snapshot was closed in good order; a killed one may end in a torn record."""
    try:
        with contextlib.closing(sqlite3.connect(folder / "index.sqlite")) as database:
            return bool(database.execute("SELECT 1 FROM meta WHERE key = 'finish'").fetchone())
    except sqlite3.DatabaseError:
        return False
