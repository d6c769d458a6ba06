"""What a crawl tells a watching person while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from crawler.fetching.lane import Wait


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts so far.  `pages_known` grows while the crawl finds links; `last` is the latest URL.

    `waits` are the hosts that are not asked for a while, with the seconds that are left.
    """

    pages_done: int
    pages_known: int
    links_done: int
    links_known: int
    problems: int
    last: str
    waits: tuple[Wait, ...] = ()


Watcher = Callable[[Progress], None]


def unwatched(_: Progress) -> None:
    """Watch nothing."""


class Patience:
    """Adds to what a watcher is told which hosts we wait for, and tells it when a wait begins."""

    def __init__(self, watcher: Watcher, waits: Callable[[], tuple[Wait, ...]]) -> None:
        self._watcher = watcher
        self._waits = waits
        self._last = Progress(0, 0, 0, 0, 0, "")

    def __call__(self, progress: Progress) -> None:
        """Tell the watcher."""
        waits = self._waits()
        self._last = replace(progress, waits=waits) if waits else progress
        self._watcher(self._last)

    def wait_begins(self) -> None:
        """Tell the watcher now: it may be a while until the next answer."""
        self(self._last)
