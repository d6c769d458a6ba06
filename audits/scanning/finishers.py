"""Finishing processes, as who gives them work sees them.  What they do stands in `finishing_process`."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterable
from typing import Any

from audits.config import Choices
from audits.scanning.order import LENGTH, Check, Order, Refusal, Stored, Unfinished, packed

_MODULE = "audits.scanning.finishing_process"


class FinishingError(Exception):
    """A run that could not be finished; the message (Chinese) says why.

    `crashed`: its process ended.  `lost`: it was whole, but another has taken the scan over; it is set aside.
    `away`: the store could not be asked; the run is there, to be gone on with.
    """

    def __init__(
        self, told: str, *, crashed: bool = False, lost: bool = False, away: bool = False
    ) -> None:
        super().__init__(told)
        self.crashed, self.lost, self.away = crashed, lost, away


class Finishers:
    """Finishing processes: started as they are needed, used again, ended at the end.  Threads may share them."""

    def __init__(self) -> None:
        self._idle: list[subprocess.Popen[bytes]] = []
        self._running: set[subprocess.Popen[bytes]] = set()
        self._over = False
        self._changing = threading.Lock()

    @property
    def over(self) -> bool:
        """They were stopped."""
        return self._over

    def finish_apart(self, order: Order) -> Stored:
        """Finish a run in another process.  Raises FinishingError."""
        answer = self._asked(order)
        if isinstance(answer, Unfinished):
            raise FinishingError(answer.told, lost=answer.lost, away=answer.away)
        stored: Stored = answer
        return stored

    def check(self, choices: Iterable[Choices]) -> None:
        """Load what sites are judged by, in the process that will judge: better now than after hours of crawling.

        Raises RuleErrors, UnknownPackError, TemplateError, RefusedError; FinishingError where the process ended.
        """
        refusal = self._asked(Check(tuple(choices)))
        if isinstance(refusal, Refusal):
            raise refusal.error()

    def _asked(self, message: Order | Check) -> Any:
        with self._changing:
            child = self._idle.pop() if self._idle else _started()
            self._running.add(child)
            if self._over:
                child.kill()
        assert child.stdin is not None  # noqa: S101 - it is a pipe
        assert child.stdout is not None  # noqa: S101 - it is a pipe
        with contextlib.suppress(OSError):  # it has ended: that shows below
            child.stdin.write(packed(message))
            child.stdin.flush()
        head = child.stdout.read(LENGTH.size)
        told = child.stdout.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""
        whole = len(head) == LENGTH.size and len(told) == LENGTH.unpack(head)[0]
        with self._changing:
            self._running.discard(child)
            if whole:
                self._idle.append(child)
        if not whole:
            _end(child)
            raise FinishingError("判定它的进程意外结束了", crashed=True)
        return pickle.loads(told)  # noqa: S301 - from our own process

    def stop(self) -> None:
        """End them all, and let nothing begin."""
        with self._changing:
            self._over = True
            idle, running = tuple(self._idle), tuple(self._running)
            self._idle.clear()
        for child in running:  # who waits for it sees to the rest
            child.kill()
        for child in idle:
            _end(child)


def _started() -> subprocess.Popen[bytes]:
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return subprocess.Popen(  # noqa: S603 - our own module, no shell
        (sys.executable, "-P", "-m", _MODULE),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,  # a terminal's Ctrl-C is for us
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    child.wait()
