"""Known-good targets: whether they answer tells our own network from that of a portal that does not.

Nobody is contacted uninvited: the targets are those that whoever starts a scan or a watch has named.
One that answers is enough.  An answer on somebody else's behalf (a hotel's log-in page) is none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.fetching.routes import Routes
from crawler.reading.urls import host_of
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Probe
from crawler.watch.lines import Attempt, Canary
from crawler.watch.visit import Visitor, Ways, our_visitor


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


async def asked_for(plan: CrawlSettings, clock: Callable[[], datetime]) -> tuple[Target, ...]:
    """Ask the targets that the settings of a crawl name."""
    ways = Ways(Routes(plan.connect_to), plan.dns)
    visitor = our_visitor(ways, plan.timeout, clock, plan.user_agent)
    return await asked(plan.canary, visitor)


async def at_the_end(plan: CrawlSettings, clock: Callable[[], datetime]) -> Probe:
    """Ask them when a crawl is done, and give that as a probe.

    Its `data`: `answered` (any of them did) and `targets` (URL, `answered`, `outcome`, `seconds`).
    """
    found = await asked_for(plan, clock)
    targets = [
        {
            "url": one.url,
            "answered": one.answered,
            "outcome": one.attempt.outcome.value,
            "seconds": one.attempt.seconds,
        }
        for one in found
    ]
    data = {"answered": any(one.answered for one in found), "targets": targets}
    return Probe("canary", "end", clock(), data)


def _answered(url: str, attempt: Attempt) -> bool:
    if attempt.status is None or (attempt.error or "").startswith("lenient tls"):
        return False
    return attempt.url is None or _bare(attempt.url) == _bare(url)


def _bare(url: str) -> str:
    return host_of(url).removeprefix("www.")
