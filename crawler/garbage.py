"""Collect garbage seldom while a crawl runs: nearly all goes by itself, and looking for the rest costs a tenth.

With many crawls in memory a full look stalls them all: left to itself, the collector walks through
everything that hundreds of crawls know, half a second at a time, more and more often.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Iterator

_SELDOM = (50_000, 20, 50)
# The youngest as often as pays; the oldest, which holds the crawls, never by itself.
_NEVER_THE_OLDEST = (10_000, 10, 1_000_000)
_EVERY = 60.0  # seconds; so that one gap in sixty, at one request a second, may be late


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the collector rest; what is there now is never looked at."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@contextlib.asynccontextmanager
async def collected_by_the_minute() -> AsyncIterator[None]:
    """Collect fully once a minute, and not in between: for many crawls in one loop."""
    usual = gc.get_threshold()
    gc.set_threshold(*_NEVER_THE_OLDEST)
    collecting = asyncio.ensure_future(_collect_now_and_then())
    try:
        yield
    finally:
        collecting.cancel()
        gc.set_threshold(*usual)


async def _collect_now_and_then() -> None:
    while True:
        await asyncio.sleep(_EVERY)
        gc.collect()
