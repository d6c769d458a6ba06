"""Where the home page of a site is asked: its host and its address.  Sites that share one share their manners."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from crawler.fetching.resolver import GuardedResolver
from crawler.fetching.routes import ForbiddenAddressError, Routes
from crawler.job import Job
from crawler.reading.urls import host_of, port_of

_ASKED_AT_ONCE = 64


async def all_places(jobs: Sequence[Job]) -> list[frozenset[str]]:
    """The places of many jobs."""
    asking = asyncio.Semaphore(_ASKED_AT_ONCE)

    async def one(job: Job) -> frozenset[str]:
        async with asking:
            return await places(job)

    return await asyncio.gather(*map(one, jobs))


async def places(job: Job) -> frozenset[str]:
    """Host and address of a site; the host alone where it has no address that we may ask."""
    plan = job.plan
    host = host_of(plan.home)
    resolver = GuardedResolver(Routes(plan.connect_to), plan.dns)
    try:
        place = await resolver.place(host, port_of(plan.home))
    except (OSError, ForbiddenAddressError):
        return frozenset({host})
    return frozenset({host, place.host})
