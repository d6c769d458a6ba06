"""A bare TCP connection: for whoever must see where connecting ends and the handshake begins.

Knows neither TLS nor time limits; both are the caller's.
"""

from __future__ import annotations

import asyncio
import socket

from crawler.fetching.routes import Address


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
