"""What a crawl tells a watching person while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts so far.  `pages_known` grows while the crawl finds links; `last` is the latest URL."""

    pages_done: int
    pages_known: int
    links_done: int
    links_known: int
    problems: int
    last: str


Watcher = Callable[[Progress], None]


def unwatched(_: Progress) -> None:
    """Watch nothing."""
