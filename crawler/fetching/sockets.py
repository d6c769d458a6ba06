"""A bare TCP connection: for whoever must see where connecting ends and the handshake begins.

Knows neither TLS nor time limits; both are the caller's.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Sequence

from crawler.fetching.routes import Address

_STAGGER = 0.25  # seconds; the next address is tried beside one that does not connect


async def connected(place: Address) -> socket.socket:
    """Connect, without blocking the loop; the socket is the caller's to close.  Raises OSError."""
    found = socket.socket(socket.AF_INET6 if ":" in place.host else socket.AF_INET)
    try:
        found.setblocking(False)  # noqa: FBT003 - the standard library's signature
        await asyncio.get_running_loop().sock_connect(found, (place.host, place.port))
    except BaseException:
        found.close()
        raise
    return found


async def connectable(places: Sequence[Address]) -> Address:
    """Return which of these takes a connection first, the earlier ones tried earlier; the first where none does.

    A single one is not tried.
    """
    if len(places) == 1:
        return places[0]

    async def tried(number: int, place: Address) -> Address:
        await asyncio.sleep(number * _STAGGER)
        (await connected(place)).close()
        return place

    tasks = [asyncio.ensure_future(tried(*each)) for each in enumerate(places)]
    try:
        for task in asyncio.as_completed(tasks):
            with contextlib.suppress(OSError):
                return await task
    finally:
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return places[0]
