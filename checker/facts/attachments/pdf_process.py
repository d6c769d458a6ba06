"""Hand PDF files to a process of their own, and take what it read.

The process is started with the first file and kept; where a file kills it, the next one gets a new
one.  Nothing here looks at a clock: the child's own limit on processor time ends it.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from checker.facts.attachments.archive import Encrypted, TooLarge
from checker.facts.attachments.limits import Limits
from checker.facts.attachments.parts import Parts
from checker.facts.tables import Table, Written, header_columns, header_rows, lay

_CHILD = "checker.facts.attachments.pdf_child"


class Killed(Exception):  # noqa: N818 - says what happened
    """The file ended the process that read it; the message (Chinese) says how."""


class DamagedPdf(Exception):  # noqa: N818 - says what the file is
    """The library could not open the file; the message names its own error."""


class PdfReader:
    """One child process, started when it is needed."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, body: bytes, limits: Limits) -> dict[str, Any]:
        """Let the child read a file."""
        child = self._child or self._start()
        head = json.dumps({"size": len(body), "limits": asdict(limits)}).encode() + b"\n"
        line = b""
        try:
            if child.stdin and child.stdout:
                child.stdin.write(head)
                child.stdin.write(body)
                child.stdin.flush()
                line = child.stdout.readline()
        except BrokenPipeError:
            line = b""
        if not line.endswith(b"\n"):
            raise Killed(self._ended())
        found: dict[str, Any] = json.loads(line)
        return found

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(entry for entry in sys.path if entry)
        self._child = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        return self._child

    def _ended(self) -> str:
        code = self.close()
        if code == -signal.SIGXCPU:
            return "读取耗时超过上限，未读"
        return "读取程序异常终止，未读"

    def close(self) -> int:
        """End the child; the answer is how it ended."""
        child, self._child = self._child, None
        if child is None:
            return 0
        for pipe in (child.stdin, child.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        return child.wait()


_READER = PdfReader()
atexit.register(_READER.close)


def read_pdf_apart(body: bytes, parts: Parts) -> bool:
    """Read a PDF into `parts`; the answer says that it is nothing but pictures."""
    found = _READER.ask(body, parts.limits)
    failed = found.get("failed")
    if failed == "encrypted":
        raise Encrypted
    if failed == "too_large":
        raise TooLarge
    if failed:
        raise DamagedPdf(found.get("why") or "")
    parts.pages = found["pages"]
    parts.metadata |= found["metadata"]
    for what, why in found["notes"]:
        parts.note(what, why)
    for name, rows in found["tables"]:
        parts.table(_table(name, rows, parts))
    for place, lines in found["passages"]:
        parts.text(place, lines)
    return bool(found["pictures"])


def _table(name: str, rows: list[list[list[Any]]], parts: Parts) -> Table | None:
    written = [
        [Written(str(text), int(down), int(wide)) for text, down, wide in row] for row in rows
    ]
    grid, cut = lay([written], max(parts.places_left, 1))
    if not grid or not grid[0]:
        return None
    head = header_rows(grid)
    return Table(
        grid, name=name, header_rows=head, header_columns=header_columns(grid, head), cut=cut
    )
