"""Known-good targets: whether they answer tells our own network from that of a portal that does not.

Nobody is contacted uninvited: the targets are those that whoever starts a scan or a watch has named.
One that answers is enough.  An answer on somebody else's behalf (a hotel's log-in page) is none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.reading.urls import host_of
from crawler.watch.lines import Attempt, Canary
from crawler.watch.visit import Visitor


@dataclass(frozen=True, slots=True)
class Target:
    """One known-good target, asked: did it answer, and how it went."""

    url: str
    answered: bool
    attempt: Attempt


async def asked(urls: Sequence[str], visitor: Visitor) -> tuple[Target, ...]:
    """Ask all targets, side by side."""
    attempts = await asyncio.gather(*map(visitor.open, urls))
    return tuple(
        Target(url, _answered(url, attempt), attempt)
        for url, attempt in zip(urls, attempts, strict=True)
    )


async def state(urls: Sequence[str], visitor: Visitor) -> Canary:
    """Say whether any of the targets answers now."""
    if not urls:
        return Canary.NONE
    found = await asked(urls, visitor)
    return Canary.UP if any(one.answered for one in found) else Canary.DOWN


def _answered(url: str, attempt: Attempt) -> bool:
    if attempt.status is None or (attempt.error or "").startswith("lenient tls"):
        return False
    return attempt.url is None or _bare(attempt.url) == _bare(url)


def _bare(url: str) -> str:
    return host_of(url).removeprefix("www.")
