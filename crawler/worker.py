"""One of several crawling processes: `python -m crawler.worker`, started and fed by `crawler.processes`.

Reads its jobs from its input and writes to its output how far they are.  When its input ends (its
parent says stop, or is gone) it ends all crawls in good order, so that nothing crawls on unattended.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import BinaryIO

from crawler.interruption import on_signals
from crawler.many import Ended, Fleet
from crawler.orders import Order, Report, packed, unpacked
from crawler.spiders.progress import Progress

_OFTEN = 0.5  # seconds; who watches cannot read faster


async def _work(out: BinaryIO) -> None:
    loop = asyncio.get_running_loop()
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin.buffer)
    order: Order = await unpacked(orders)
    told: dict[int, float] = {}

    def board(number: int, state: Progress | Ended) -> None:
        if isinstance(state, Progress) and loop.time() - told.get(number, -_OFTEN) < _OFTEN:
            return
        told[number] = loop.time()
        with contextlib.suppress(OSError):  # our parent is gone: we shall be stopped
            out.write(packed(Report(number, state)))
            out.flush()

    fleet = Fleet(order.jobs, order.clock, order.tool_version, board, order.at_once)
    watching = asyncio.ensure_future(_stop_at_the_end(orders, fleet))
    with on_signals(fleet.interrupt):
        await fleet.run()
    watching.cancel()


async def _stop_at_the_end(orders: asyncio.StreamReader, fleet: Fleet) -> None:
    await orders.read()
    fleet.interrupt()


def main() -> None:
    """Work, and let nothing but reports into our output."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    asyncio.run(_work(out))


if __name__ == "__main__":
    main()
