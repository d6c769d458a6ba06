"""A finishing process: `python -m audits.scanning.finishing_process`, started and fed by `Finishers`.

A process finishes one run after the other.  What ends it costs its parent nothing; and it ends when its
parent is gone, so that nothing goes on with a run that the next scan has taken up.  Of two that meet at one
site, the second waits for the first.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from queue import Queue

from audits.scanning.finishing import finish, load
from audits.scanning.order import LENGTH, Check, Order, Refusal, Stored, Unfinished, packed
from audits.scanning.turns import TurnLostError
from audits.store import UnreachableError
from crawler.snapshot.troubles import reason


def _listen(orders: Queue[Order | Check]) -> None:
    """Hand on the orders as they come; end at once where no more can come, whatever is being done."""
    line = sys.stdin.buffer
    while True:
        head = line.read(LENGTH.size)
        data = line.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""
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
    if isinstance(error, OSError):
        return f"读写失败：{reason(error)}。请检查磁盘空间和权限"
    return f"程序出错：{type(error).__name__}: {error}。请把这条消息发给维护人员"


def _checked(wanted: Check) -> Refusal | None:
    try:
        for choices in wanted.choices:
            load(choices)
    except Exception as error:  # noqa: BLE001 - raised by the parent, whatever it is
        return Refusal.of(error)
    return None


def main() -> None:
    """Carry out orders until there can be no more, and let nothing but the answers into our output."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    orders: Queue[Order | Check] = Queue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    while True:
        order = orders.get()
        if isinstance(order, Check):
            out.write(packed(_checked(order)))
            out.flush()
            continue
        answer: Stored | Unfinished
        try:
            with _alone(order.workplace.folder(order.plan.site)):
                answer = finish(order)
        except Exception as error:  # noqa: BLE001 - told to the parent, whatever it is
            answer = Unfinished(
                _told(error),
                lost=isinstance(error, TurnLostError),
                away=isinstance(error, UnreachableError),
            )
        with contextlib.suppress(OSError):  # our parent is gone: we shall be ended
            out.write(packed(answer))
            out.flush()


if __name__ == "__main__":
    main()
