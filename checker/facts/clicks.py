"""How many clicks from the home page every URL lies, and by which link one gets there.

A redirect, another URL of the same page, a frame, a refresh and turning a list's page cost no click.
Breadth first, so the first way found is a shortest.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from crawler.snapshot import LinkKind, Outcome, Role, Snapshot

_FREE = frozenset({LinkKind.FRAME, LinkKind.REFRESH, LinkKind.MORE})


@dataclass(frozen=True, slots=True)
class Way:
    """The shortest way to a URL: its length, and the last step."""

    clicks: int
    page: str | None = None
    text: str = ""


def ways_from(snapshot: Snapshot, home: str) -> dict[str, Way]:
    """Return the shortest way to every URL that can be reached from `home`, nearest first."""
    ways: dict[str, Way] = {}
    queue: deque[tuple[str, Way]] = deque([(home, Way(0))])
    while queue:
        url, way = queue.popleft()
        if url in ways:
            continue
        ways[url] = way
        fetch = snapshot.fetch(url)
        if fetch is None:
            continue
        if fetch.onward:
            queue.appendleft((fetch.onward, way))
        if fetch.role is not Role.PAGE or fetch.outcome is not Outcome.OK:
            continue
        free: list[tuple[str, Way]] = []
        for link in snapshot.links(url):
            if link.target in ways:
                continue
            if link.kind in _FREE:
                free.append((link.target, Way(way.clicks, url, link.text)))
            else:
                queue.append((link.target, Way(way.clicks + 1, url, link.text)))
        queue.extendleft(reversed(free))
    return ways
