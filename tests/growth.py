"""How time grows with size: what is quick on a page must not stand still on ten times the page.

A ratio of two times on the same machine in the same moment: nothing here knows how fast a machine is.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time_ns

_WORTH = 3_000_000  # ns; what takes less than this is repeated, and tells nothing otherwise
_TRIES = 3


def growth(run: Callable[[int], object], size: int, times: int = 2) -> float:
    """Return by how much `run(size * times)` takes longer than `run(size)`, the best of some tries."""
    return min(_cost(run, size * times) / _cost(run, size) for _ in range(_TRIES))


def _cost(run: Callable[[int], object], size: int) -> float:
    rounds, spent = 0, 0
    while spent < _WORTH:
        began = process_time_ns()
        run(size)
        spent += process_time_ns() - began
        rounds += 1
    return spent / rounds
