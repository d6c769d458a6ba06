"""The process that reads PDF files: it may die of a file, and nobody else does.

PDFium is fast and much tested, but it follows forms within forms without end and is not written in a
safe language.  So it runs here, with a limit on processor time and memory for each file, and what it
found comes out as JSON, which can do nothing to who reads it.  See `pdf_process` for the other end.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any, BinaryIO

from checker.facts.attachments.archive import Encrypted, TooLarge
from checker.facts.attachments.limits import Limits
from checker.facts.attachments.parts import Parts
from checker.facts.attachments.pdf import read_pdf

_MEMORY = 3_000_000_000


def answer(body: bytes, limits: Limits) -> dict[str, Any]:
    """Read one file, as JSON-able values."""
    parts = Parts(limits)
    try:
        pictures = read_pdf(body, parts)
    except Encrypted:
        return {"failed": "encrypted"}
    except (TooLarge, MemoryError):
        return {"failed": "too_large"}
    except Exception as error:  # noqa: BLE001 - a broken file may fail anywhere in the library
        return {"failed": "damaged", "why": type(error).__name__}
    return {
        "pictures": pictures,
        "pages": parts.pages,
        "metadata": parts.metadata,
        "notes": [[note.what, note.why] for note in parts.notes],
        "passages": [[one.place, list(one.lines)] for one in parts.passages],
        "tables": [
            [
                table.name,
                [
                    [
                        [cell.text, cell.row_span, cell.column_span]
                        for cell in table.row_cells(number)
                        if cell.row == number
                    ]
                    for number in range(len(table.rows))
                ],
            ]
            for table in parts.tables
        ],
    }


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answer one file after the other, until there are no more."""
    while head := source.readline():
        asked = json.loads(head)
        limits = Limits(**asked["limits"])
        body = source.read(asked["size"])
        _allow(limits.cpu_seconds)
        found = json.dumps(answer(body, limits), ensure_ascii=True).encode()
        target.write(found + b"\n")
        target.flush()


def _allow(seconds: int) -> None:
    """From now on, so much processor time; beyond it the system ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (end, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main() -> None:
    """Run as a child of `pdf_process`."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or hard > _MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, hard))
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
