"""Which server a site is on: two scans of one server wait for each other, whichever machines they run on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from audits.config import crawl_settings
from audits.desk.setup import ConfiguredSite
from crawler.fetching.resolver import GuardedResolver
from crawler.fetching.routes import ForbiddenAddressError, Routes
from crawler.reading.urls import NotAUrl, home_url, host_of, port_of

_AT_ONCE = 64
_SECONDS = 3.0


def locks_of(sites: Sequence[ConfiguredSite]) -> dict[str, str]:
    """The lock of each site: its server's address, or its host where that has none at present."""
    return asyncio.run(_locks_of(sites))


async def _locks_of(sites: Sequence[ConfiguredSite]) -> dict[str, str]:
    asking = asyncio.Semaphore(_AT_ONCE)

    async def one(site: ConfiguredSite) -> tuple[str, str]:
        async with asking:
            return site.id, await _lock_of(site)

    return dict(await asyncio.gather(*(one(site) for site in sites)))


async def _lock_of(site: ConfiguredSite) -> str:
    try:
        plan = await asyncio.to_thread(partial(crawl_settings, home_url(site.home), site.choices))
    except (NotAUrl, ValueError):
        return f"site:{site.id}"
    host = host_of(plan.home)
    resolver = GuardedResolver(Routes(plan.connect_to), plan.dns, _SECONDS)
    try:
        place = await resolver.place(host, port_of(plan.home))
    except (OSError, ForbiddenAddressError):
        return f"host:{host}"
    return f"address:{place.host}"
