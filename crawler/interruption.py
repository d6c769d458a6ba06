"""Ctrl-C and SIGTERM end what is under way in good order; a second one means now."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator


class Interruption:
    """Whether an interrupt came, and what it ends; one for each crawl."""

    def __init__(self) -> None:
        self.came = False
        self._end: Callable[[], object] | None = None

    def ends(self, end: Callable[[], object]) -> None:
        """Say how to end what begins now; where the interrupt has come already, end it at once."""
        self._end = end
        if self.came:
            end()

    def come(self) -> None:
        """End what is under way."""
        if self.came:
            return
        self.came = True
        if self._end:
            self._end()


@contextlib.contextmanager
def on_signals(
    interrupt: Callable[[], None], break_off: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Call `interrupt` at the first Ctrl-C or SIGTERM while the block runs; the second breaks off."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    came = False

    def take() -> None:
        nonlocal came
        if came:
            break_off()
            raise KeyboardInterrupt
        came = True
        interrupt()

    # Outside the main thread there are no signals to take.
    with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
        for number in numbers:
            loop.add_signal_handler(number, take)
    try:
        yield
    finally:
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            for number in numbers:
                loop.remove_signal_handler(number)
