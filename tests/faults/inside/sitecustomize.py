"""Traced points of a real process of ours, and what befalls it at one of them.  Python loads it at its start.

GONGKAI_FAULT says in JSON: `below`, the folder whose changes count; `log`, where the points are written down
(a first run that nobody disturbs); or `role` and `at`, the process by its module and the number of its point,
`do`, what happens there, `years`, how far its clock is off, and `once`, a file that the first one makes, so that it happens to nobody else.

A point is what the process is about to do: a file opened to be written, renamed, linked or removed, a folder
made or removed, a statement of SQL that changes something, a line said to a mail server.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sqlite3
import sys
from typing import Any

_ON_PATHS = frozenset(
    {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.symlink"}
)
_CHANGES = ("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_SIGNALS = {
    "kill": signal.SIGKILL,
    "term": signal.SIGTERM,
    "interrupt": signal.SIGINT,
    "hang up": signal.SIGHUP,
}


class _Points:
    """Counts the points of this process."""

    def __init__(self, told: dict[str, Any], role: str) -> None:
        self.role = role
        self._below = told["below"]
        self._log = told.get("log")
        self._mine = told.get("role") == self.role
        self._told = told
        self._count = 0
        self._busy = False

    def audit(self, event: str, given: tuple[Any, ...]) -> None:
        """Python's audit hook."""
        if event == "open":
            flags = given[2] if isinstance(given[2], int) else 0
            if flags & _WRITING or any(sign in str(given[1] or "") for sign in "wax+"):
                self._path("open", given[0])
        elif event in _ON_PATHS:
            in_folder = event in {"os.remove", "os.rmdir"} and given[-1] != -1
            self._path(event, given[0], known=in_folder)
        elif event == "smtplib.send":
            self._come(f"smtp {bytes(given[1])[:4].decode('ascii', 'replace').strip()}")

    def connect(self, *given: Any, **named: Any) -> sqlite3.Connection:
        """As sqlite3.connect, with each statement a point."""
        connection = _CONNECT(*given, **named)
        connection.set_trace_callback(self._statement)
        return connection

    def _statement(self, text: str) -> None:
        words = text.split(None, 3)
        if words and words[0].upper() in _CHANGES:
            self._come(f"sql {' '.join(words[:3])[:30]}")

    def _path(self, event: str, path: Any, *, known: bool = False) -> None:
        if isinstance(path, int):
            return
        place = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - loaded before all else
        if known or place.startswith(self._below):
            self._come(f"{event} {os.path.basename(place)}")  # noqa: PTH119 - as above

    def _come(self, what: str) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            self._count += 1
            if self._log:
                _append(self._log, json.dumps([self.role, self._count, what]) + "\n")
            elif (
                self._mine and self._count >= self._told["at"] and _first(self._told["once"], what)
            ):
                self._befall(self._told["do"])
        finally:
            self._busy = False

    def _befall(self, what: str) -> None:
        if what in _SIGNALS:
            os.kill(os.getpid(), _SIGNALS[what])
        elif what == "no room":  # no file takes another byte
            _limit(resource.RLIMIT_FSIZE, 0)
        elif what == "no files":
            held = [int(name) for name in os.listdir("/proc/self/fd")]  # noqa: PTH208 - as above
            _limit(resource.RLIMIT_NOFILE, min(set(range(len(held) + 1)) - set(held)))
        else:  # whoever listens there does it, and says when it is done
            with socket.socket(socket.AF_UNIX) as asked:
                asked.connect(what)
                asked.recv(1)


def _limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def _append(path: str, line: str) -> None:
    number = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(number, line.encode())
    finally:
        os.close(number)


def _first(path: str, what: str) -> bool:
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    os.write(number, what.encode())
    os.close(number)
    return True


def trace(told: dict[str, Any], role: str) -> None:
    """Trace this process from now on."""
    points = _Points(told, role)
    sqlite3.connect = sqlite3.dbapi2.connect = points.connect  # type: ignore[attr-defined]
    if told.get("years"):
        _set_clock(told["years"])
    sys.addaudithook(points.audit)


def _set_clock(years: int) -> None:
    """Let the program's one clock be off."""
    from datetime import datetime, timedelta, tzinfo  # noqa: PLC0415 - as above

    import audits.clock  # noqa: PLC0415 - nothing of ours is loaded without need

    class Off(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(days=365 * years)

    audits.clock.datetime = Off


_CONNECT = sqlite3.connect
if os.environ.get("GONGKAI_FAULT"):
    _words = sys.orig_argv
    trace(
        json.loads(os.environ["GONGKAI_FAULT"]),
        _words[_words.index("-m") + 1] if "-m" in _words else "-c",
    )
