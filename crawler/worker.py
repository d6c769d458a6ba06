"""A crawling process: `python -m crawler.worker`, started and fed by `crawler.standing`.

Reads from its input what it is to crawl, as long as there comes more, and writes to its output how far
that is.  When its input ends (its parent says so, or is gone) it ends all crawls in good order, so that
nothing crawls on unattended; where its parent is gone and that takes too long, it ends as it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from io import RawIOBase
from typing import Any, BinaryIO

from crawler.interruption import Interruption, on_signals
from crawler.many import Crawls, crawling
from crawler.orders import Begin, Report, Stop, Terms, heard, packed
from crawler.spiders.progress import Progress

_OFTEN = 0.5  # seconds; who watches cannot read faster


class _Work:
    """What is under way, and how it is ended."""

    def __init__(self, crawls: Crawls, out: BinaryIO) -> None:
        self._crawls, self._out = crawls, out
        self._loop = asyncio.get_running_loop()
        self._interruptions: dict[int, Interruption] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._over = asyncio.Event()

    def hear(self, message: Any) -> None:
        """Do what our parent says; None is its last word."""
        if isinstance(message, Begin):
            interruption = self._interruptions[message.number] = Interruption()
            if self._over.is_set():
                interruption.come()
            task = self._loop.create_task(self._crawl(message, interruption))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif isinstance(message, Stop):
            if message.number in self._interruptions:
                self._interruptions[message.number].come()
        else:
            self.end()

    def end(self) -> None:
        """End all crawls in good order."""
        self._over.set()
        for interruption in tuple(self._interruptions.values()):
            interruption.come()

    async def done(self) -> None:
        """Wait until all is over."""
        await self._over.wait()
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    async def _crawl(self, order: Begin, interruption: Interruption) -> None:
        told = self._loop.time() - _OFTEN
        waits = False

        def watcher(progress: Progress) -> None:
            nonlocal told, waits
            # When a wait begins there may be nothing to tell for long: that is told at once.
            if self._loop.time() - told >= _OFTEN or (progress.waits and not waits):
                told, waits = self._loop.time(), bool(progress.waits)
                self._tell(Report(order.number, progress))

        ended = await self._crawls.crawl(order.job, watcher, interruption)
        del self._interruptions[order.number]
        self._tell(Report(order.number, ended))

    def _tell(self, report: Report) -> None:
        with contextlib.suppress(OSError):  # our parent is gone: we shall be stopped
            self._out.write(packed(report))
            self._out.flush()


async def _work(terms: Terms, line: RawIOBase, out: BinaryIO) -> None:
    loop = asyncio.get_running_loop()
    async with crawling(
        terms.clock,
        terms.tool_version,
        at_once=terms.at_once,
        expected=terms.expected,
        turns=terms.turns,
    ) as crawls:
        work = _Work(crawls, out)

        def listen() -> None:
            while True:
                message = heard(line)
                with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                    loop.call_soon_threadsafe(work.hear, message)
                if message is None:
                    break
            never = threading.Event()
            never.wait(terms.patience)
            # A parent that is there, but wants us to end, waits for us and may kill us.
            while os.getppid() == terms.parent:
                never.wait(terms.patience)
            os._exit(1)

        # In a thread of its own, for the loop may be busy.
        threading.Thread(target=listen, daemon=True).start()
        with on_signals(work.end):
            await work.done()


def main() -> None:
    """Work, and let nothing but reports into our output."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as line:
        terms = heard(line)
        if isinstance(terms, Terms):
            asyncio.run(_work(terms, line, out))


if __name__ == "__main__":
    main()
