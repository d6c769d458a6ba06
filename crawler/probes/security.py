"""The measurements of a portal's network security, one after another: domain name, TLS, answers.

Each is handed on as soon as it is there, so that an interrupt costs only those not yet made.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from crawler.fetching.failures import FetchFailedError
from crawler.fetching.pace import Pace
from crawler.probes import domain, tls, web
from crawler.reading.urls import host_of, literal_address
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Fetch, Outcome, Probe, Role

BUDGET = 180.0  # seconds for all; a polite pace between the questions takes most of it
_NATIONAL = ".cn"


async def measure(
    plan: CrawlSettings,
    clock: Callable[[], datetime],
    pace: Pace,
    others: Sequence[str],
    record: Callable[[Probe], None],
    budget: float = BUDGET,
) -> None:
    """Measure all in at most `budget` seconds; what takes too long, or a host that is left alone, is left out."""
    try:
        async with asyncio.timeout(budget):
            record(await domain.measure(plan, clock))
            record(await web.measure(plan, clock, pace))
            record(await tls.measure(plan, clock, pace, others))
    except (TimeoutError, FetchFailedError):
        pass  # what was not measured is not in the snapshot


def witnesses(fetches: Iterable[Fetch], home: str) -> tuple[str, ...]:
    """Hosts of other domains that answered over HTTPS in this crawl."""
    own = _domain(host_of(home))
    found: dict[str, str] = {}
    for fetch in fetches:
        if fetch.role is Role.EXTERNAL and fetch.outcome is Outcome.OK:
            host = host_of(fetch.url)
            if (
                fetch.url.startswith("https://")
                and _domain(host) != own
                and not literal_address(host)
            ):
                found.setdefault(_domain(host), host)
    return tuple(found.values())


def _domain(host: str) -> str:
    """The part of a name that one owner has, as far as its labels tell."""
    labels = host.split(".")
    return ".".join(labels[-3 if host.endswith(_NATIONAL) else -2 :])
