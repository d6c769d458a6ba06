"""One of several crawling processes: `python -m crawler.worker`, started and fed by `crawler.processes`.

Reads its jobs from its input and writes to its output how far they are.  When its input ends (its
parent says stop, or is gone) it ends all crawls in good order, so that nothing crawls on unattended;
where its parent is gone and that takes too long, it ends as it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO

from crawler.interruption import on_signals
from crawler.many import Ended, Fleet
from crawler.orders import Order, Report, order_from, packed
from crawler.spiders.progress import Progress

_OFTEN = 0.5  # seconds; who watches cannot read faster
_MUCH = 1 << 16


async def _work(order: Order, out: BinaryIO) -> None:
    loop = asyncio.get_running_loop()
    told: dict[int, float] = {}

    def board(number: int, state: Progress | Ended) -> None:
        if isinstance(state, Progress) and loop.time() - told.get(number, -_OFTEN) < _OFTEN:
            return
        told[number] = loop.time()
        with contextlib.suppress(OSError):  # our parent is gone: we shall be stopped
            out.write(packed(Report(number, state)))
            out.flush()

    fleet = Fleet(order.jobs, order.clock, order.tool_version, board, order.at_once)

    def stop() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended by itself
            loop.call_soon_threadsafe(fleet.interrupt)

    threading.Thread(target=_listen, args=(order, stop), daemon=True).start()
    with on_signals(fleet.interrupt):
        await fleet.run()


def _listen(order: Order, stop: Callable[[], None]) -> None:
    """Stop at the end of our input; to be run in a thread of its own, for the loop may be busy."""
    while os.read(sys.stdin.fileno(), _MUCH):
        pass
    stop()
    never = threading.Event()
    while not never.wait(order.patience):
        # A parent that is there, but wants us to end, waits for us and may kill us.
        if os.getppid() != order.parent:
            os._exit(1)


def main() -> None:
    """Work, and let nothing but reports into our output."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    order = order_from(sys.stdin.buffer)
    if order is not None:
        asyncio.run(_work(order, out))


if __name__ == "__main__":
    main()
