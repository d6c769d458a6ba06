"""Finishing in processes of their own: `python -m audits.scanning.finishing_process`, fed by `Finishers`.

A process finishes one run after the other.  What ends it costs its parent nothing; and it ends when its
parent is gone, so that nothing goes on with a run that the next scan has taken up.  Of two that meet at one
site, the second waits for the first.
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
from importlib import import_module
from pathlib import Path
from queue import Queue

from audits.scanning.finishing import Order, Unfinished, finish
from audits.scanning.storing import Stored
from audits.scanning.turns import TurnLostError
from audits.store import StoreError
from crawler.snapshot.troubles import reason

_LENGTH = struct.Struct(">I")
_MODULE = "audits.scanning.finishing_process"


class FinishingError(Exception):
    """A run that could not be finished; the message (Chinese) says why.

    `crashed`: its process ended.  `lost`: it was whole, but another has taken the scan over; it is set aside.
    """

    def __init__(self, told: str, *, crashed: bool = False, lost: bool = False) -> None:
        super().__init__(told)
        self.crashed, self.lost = crashed, lost


class Finishers:
    """Finishing processes: started as they are needed, used again, ended at the end.  Threads may share them."""

    def __init__(self) -> None:
        self._idle: list[subprocess.Popen[bytes]] = []
        self._running: set[subprocess.Popen[bytes]] = set()
        self._over = False
        self._changing = threading.Lock()

    def finish_apart(self, order: Order) -> Stored:
        """Finish a run in another process.  Raises FinishingError."""
        with self._changing:
            child = self._idle.pop() if self._idle else _started()
            self._running.add(child)
            if self._over:
                child.kill()
        assert child.stdin is not None  # noqa: S101 - it is a pipe
        assert child.stdout is not None  # noqa: S101 - it is a pipe
        with contextlib.suppress(OSError):  # it has ended: that shows below
            child.stdin.write(_packed(order))
            child.stdin.flush()
        head = child.stdout.read(_LENGTH.size)
        told = child.stdout.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
        whole = len(head) == _LENGTH.size and len(told) == _LENGTH.unpack(head)[0]
        with self._changing:
            self._running.discard(child)
            if whole:
                self._idle.append(child)
        if not whole:
            _end(child)
            raise FinishingError("判定它的进程意外结束了", crashed=True)
        answer: Stored | Unfinished = pickle.loads(told)  # noqa: S301 - from our own process
        if isinstance(answer, Unfinished):
            raise FinishingError(answer.told, lost=answer.lost)
        return answer

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
        (sys.executable, "-m", _MODULE),
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


def _packed(message: object) -> bytes:
    data = pickle.dumps(message)
    return _LENGTH.pack(len(data)) + data


def _listen(orders: Queue[Order]) -> None:
    """Hand on the orders as they come; end at once where no more can come, whatever is being done."""
    line = sys.stdin.buffer
    while True:
        head = line.read(_LENGTH.size)
        data = line.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
        if not data:
            os._exit(1)
        orders.put(pickle.loads(data))  # noqa: S301 - from our own parent


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / ".finishing").open("a") as file:
        with contextlib.suppress(OSError):  # a file system without locks: then nobody watches
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _told(error: Exception) -> str:
    # It knows all errors that there are, those of the crawler too: loaded where something was raised.
    expected = import_module("audits.expected_errors").understood(error)
    if expected is not None:
        return "；".join(map(str, expected.lines))
    if isinstance(error, StoreError):
        return str(error)
    if isinstance(error, OSError):
        return f"读写失败：{reason(error)}。请检查磁盘空间和权限"
    return f"程序出错：{type(error).__name__}: {error}。请把这条消息发给维护人员"


def main() -> None:
    """Carry out orders until there can be no more, and let nothing but the answers into our output."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    orders: Queue[Order] = Queue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    while True:
        order = orders.get()
        answer: Stored | Unfinished
        try:
            with _alone(order.workplace.folder(order.plan.site)):
                answer = finish(order)
        except Exception as error:  # noqa: BLE001 - told to the parent, whatever it is
            answer = Unfinished(_told(error), lost=isinstance(error, TurnLostError))
        with contextlib.suppress(OSError):  # our parent is gone: we shall be ended
            out.write(_packed(answer))
            out.flush()


if __name__ == "__main__":
    main()
