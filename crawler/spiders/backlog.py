"""The backlog: what waits to be asked for, best first at every host, as bare numbers.

A million of them take some 50 MB.  Only so many of a host are handed out at a time, so that which
comes next is decided late, and whoever asks needs to hold no more than these.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import Enum
from heapq import heappop, heappush


class Turn(Enum):
    """Whether what waits is to be handed out."""

    NOW = "now"
    LATER = "later"
    NEVER = "never"


class _Line:
    """What waits at one host: the highest priority first, within one the first to come."""

    __slots__ = ("_by_priority", "_order")

    def __init__(self) -> None:
        self._by_priority: dict[int, deque[int]] = {}
        self._order: list[int] = []

    def __bool__(self) -> bool:
        return bool(self._order)

    def add(self, priority: int, item: int) -> None:
        waiting = self._by_priority.get(priority)
        if waiting is None:
            waiting = self._by_priority[priority] = deque()
            heappush(self._order, -priority)
        waiting.append(item)

    @property
    def best(self) -> int:
        return -self._order[0]

    def take(self) -> tuple[int, int]:
        priority = -self._order[0]
        waiting = self._by_priority[priority]
        item = waiting.popleft()
        if not waiting:
            heappop(self._order)
            del self._by_priority[priority]
        return priority, item


class Backlog:
    """Hands out no more than `places` of a host at a time; hosts take turns.

    What is handed out is meant to be given back (`back`) when it is done.  A host that has room for
    less than a quarter of its places waits until it has: many at once cost less.  `turn` is asked of
    each priority at the last moment; NEVER drops what waits, LATER lets its host wait.
    """

    def __init__(self, places: int, turn: Callable[[int], Turn] = lambda _: Turn.NOW) -> None:
        self._places = places
        self._turn = turn
        self._worth_while = max(1, places // 4)
        self._lines: dict[str, _Line] = {}
        self._out: dict[str, int] = {}
        self._ready: dict[str, None] = {}  # hosts with a line and room, the next one first

    @property
    def is_done(self) -> bool:
        """Nothing waits, and nothing is handed out."""
        return not self._lines and not self._out

    def add(self, host: str, priority: int, item: int) -> None:
        """Let something wait for its turn."""
        line = self._lines.get(host)
        if line is None:
            line = self._lines[host] = _Line()
            self._look_at(host)
        line.add(priority, item)

    def back(self, host: str) -> None:
        """Note that something handed out is done with."""
        left = self._out.get(host, 0) - 1
        if left > 0:
            self._out[host] = left
        else:
            self._out.pop(host, None)
        self._look_at(host)

    def _look_at(self, host: str) -> None:
        if host in self._lines and self._places - self._out.get(host, 0) >= self._worth_while:
            self._ready[host] = None

    def take(self) -> list[tuple[int, int]]:
        """Hand out what may be asked for now: pairs of priority and item."""
        taken: list[tuple[int, int]] = []
        moved = True
        while self._ready and moved:
            moved = False
            for host in tuple(self._ready):
                line, out = self._lines[host], self._out.get(host, 0)
                turn = self._turn(line.best)
                if turn is Turn.LATER:
                    continue
                moved = True
                item = line.take()
                if turn is Turn.NOW:
                    taken.append(item)
                    out += 1
                    self._out[host] = out
                if not line:
                    del self._lines[host]
                if not line or out >= self._places:
                    del self._ready[host]
        return taken
