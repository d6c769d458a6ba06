"""What judging tells a watching person while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Pages read and rules judged so far, of how many; `rule` is the title of the one under way."""

    pages: int
    pages_known: int
    rules: int
    rules_known: int
    rule: str = ""


Watcher = Callable[[Progress], None]


def unwatched(_: Progress) -> None:
    """Watch nothing."""
