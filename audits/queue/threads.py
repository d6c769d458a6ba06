"""What blocks is done in threads, to its end: who is cancelled meanwhile waits for it first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

A = TypeVar("A")


async def in_thread(do: Callable[[], A]) -> A:
    """Do something that blocks; a cancellation goes on when it is done, so that nothing is left half-done."""
    work = asyncio.ensure_future(asyncio.to_thread(do))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        if not work.cancelled():
            work.exception()  # seen: the cancellation goes before it
        raise
