"""Finishing in a process of its own: `python -m audits.scanning.finishing_process`, fed by `finish_apart`.

What ends it costs its parent nothing; and it ends when its parent is gone, so that nothing goes on with a
run that the next scan has taken up.  Of two that meet at one site, the second waits for the first.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from audits.expected_errors import understood
from audits.scanning.finishing import Order, finish
from audits.scanning.storing import Stored
from audits.store import StoreError
from crawler.snapshot.troubles import reason

_LENGTH = struct.Struct(">I")
_MUCH = 1 << 16
_MODULE = "audits.scanning.finishing_process"


class FinishingError(Exception):
    """A run that could not be finished; the message (Chinese) says why.  `crashed`: its process ended."""

    def __init__(self, told: str, *, crashed: bool = False) -> None:
        super().__init__(told)
        self.crashed = crashed


class Finishers:
    """Starts finishing processes, and ends those that still run."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._over = False

    def finish_apart(self, order: Order) -> Stored:
        """Finish a run in a process of its own.  Raises FinishingError."""
        path = os.pathsep.join(entry for entry in sys.path if entry)
        child = subprocess.Popen(  # noqa: S603 - our own module, no shell
            (sys.executable, "-m", _MODULE),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # a terminal's Ctrl-C is for us
        )
        self._running.add(child)
        try:
            if self._over:
                child.kill()
            with contextlib.suppress(BrokenPipeError):
                assert child.stdin is not None  # noqa: S101 - it is a pipe
                child.stdin.write(_packed(order))
                child.stdin.flush()
            assert child.stdout is not None  # noqa: S101 - it is a pipe
            told = child.stdout.read()
            child.wait()
        finally:
            self._running.discard(child)
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
        return _understood(told)

    def stop(self) -> None:
        """End what runs, and let nothing begin."""
        self._over = True
        for child in tuple(self._running):
            child.kill()


def _understood(told: bytes) -> Stored:
    if len(told) < _LENGTH.size or len(told) - _LENGTH.size < _LENGTH.unpack_from(told)[0]:
        raise FinishingError("判定它的进程意外结束了", crashed=True)
    answer: Stored | str = pickle.loads(told[_LENGTH.size :])  # noqa: S301 - from our own process
    if isinstance(answer, str):
        raise FinishingError(answer)
    return answer


def _packed(message: object) -> bytes:
    data = pickle.dumps(message)
    return _LENGTH.pack(len(data)) + data


def _order() -> Order | None:
    """Read the order without a byte too many: what comes after it is for `_end_with_parent`."""
    head = _exactly(_LENGTH.size)
    data = _exactly(_LENGTH.unpack(head)[0]) if head else None
    return None if data is None else pickle.loads(data)  # noqa: S301 - from our own parent


def _exactly(size: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < size:
        piece = os.read(sys.stdin.fileno(), size - len(pieces))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), _MUCH):
        pass
    os._exit(1)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / ".finishing").open("a") as file:
        with contextlib.suppress(OSError):  # a file system without locks: then nobody watches
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _told(error: Exception) -> str:
    expected = understood(error)
    if expected is not None:
        return "；".join(expected.lines)
    if isinstance(error, StoreError):
        return str(error)
    if isinstance(error, OSError):
        return f"读写失败：{reason(error)}。请检查磁盘空间和权限"
    return f"程序出错：{type(error).__name__}: {error}。请把这条消息发给维护人员"


def main() -> None:
    """Carry out one order, and let nothing but the answer into our output."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    order = _order()
    if order is None:
        return
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer: Stored | str
    try:
        with _alone(order.workplace.folder(order.plan.site)):
            answer = finish(order)
    except Exception as error:  # noqa: BLE001 - told to the parent, whatever it is
        answer = _told(error)
    out.write(_packed(answer))
    out.flush()


if __name__ == "__main__":
    main()
