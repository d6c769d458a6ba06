"""Connect to an address, and shake hands over TLS with the host's name.

Every connection takes its turn.  Says how it ended and how long each step took; sends no request.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

from crawler.fetching.failures import understood
from crawler.fetching.pace import Pace
from crawler.fetching.sockets import connected
from crawler.fetching.tls import lenient_context
from crawler.probes.ipv6.vantage import Place
from crawler.snapshot.model import NO_ROUTE

# OpenSSL's verify codes, in words (X509_V_ERR_…).
_WRONG_NAME = 62
_WORDS = {
    9: "证书还没有生效",
    10: "证书已过期",
    18: "证书是自签名的",
    19: "证书链里有自签名的证书",
    20: "证书不是由公认的机构签发，或缺少中间证书",
    21: "证书缺少中间证书",
    23: "证书已被吊销",
    _WRONG_NAME: "证书不是发给这个域名的",
    64: "证书不是发给这个地址的",
}


async def connect(pace: Pace, host: str, place: Place, port: int, seconds: float) -> dict[str, Any]:
    """Open a TCP connection and close it.  `port` is the port asked for, whatever the place has.

    Raises FetchFailedError where the pace leaves the host alone.
    """
    entry: dict[str, Any] = {"address": place.address, "port": port, "ok": False, "error": None}
    now = asyncio.get_running_loop().time
    async with pace.turn(host, place.address):
        started = now()
        try:
            async with asyncio.timeout(seconds):
                (await connected(place.where)).close()
            entry["ok"] = True
        except (OSError, TimeoutError) as error:
            failure = understood(error)
            nowhere = failure.detail.startswith(NO_ROUTE)
            entry["error"] = "no_route" if nowhere else failure.outcome.value
        return entry | {"seconds": round(now() - started, 4)}


async def shake_hands(
    pace: Pace, host: str, place: Place, seconds: float, trust: ssl.SSLContext
) -> dict[str, Any]:
    """Shake hands with the host's name (SNI); where the certificate is not trusted, once more without asking.

    Raises FetchFailedError where the pace leaves the host alone.
    """
    entry: dict[str, Any] = {
        "address": place.address,
        "ok": False,
        "trusted": False,
        "names_match": None,
        "protocol": None,
        "error": None,
        "seconds": None,
    }
    try:
        entry |= await _handshake(pace, host, place, seconds, trust)
        return entry | {"ok": True, "trusted": True, "names_match": True}
    except ssl.SSLCertVerificationError as error:
        entry["error"] = _WORDS.get(error.verify_code, f"证书不可信（{error.verify_message}）")
        if error.verify_code == _WRONG_NAME:
            entry["names_match"] = False
    except (OSError, TimeoutError) as error:
        entry["error"] = _handshake_words(error)
        if not isinstance(error, ssl.SSLError):
            return entry
    try:
        entry |= await _handshake(pace, host, place, seconds, lenient_context())
        return entry | {"ok": True}
    except (OSError, TimeoutError):
        return entry


async def _handshake(
    pace: Pace, host: str, place: Place, seconds: float, context: ssl.SSLContext
) -> dict[str, Any]:
    """Connect, then shake hands, timing the handshake alone."""
    loop = asyncio.get_running_loop()
    async with pace.turn(host, place.address), asyncio.timeout(seconds):
        taken = await connected(place.where)
        started = loop.time()
        transport, end = await loop.create_connection(
            _End, sock=taken, ssl=context, server_hostname=host
        )
        took = round(loop.time() - started, 4)
        inside = transport.get_extra_info("ssl_object")
        # Away at once: who was only asked whether it is there need not say good-bye.
        transport.abort()
        await end.gone
        return {"protocol": inside.version() if inside else None, "seconds": took}


class _End(asyncio.Protocol):
    """Knows when the connection is gone."""

    def __init__(self) -> None:
        self.gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Note it."""
        if not self.gone.done():
            self.gone.set_result(None)


def _handshake_words(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "TLS 握手超时"
    if isinstance(error, ssl.SSLError):
        return f"TLS 握手失败（{error.reason or type(error).__name__}）"
    return f"TLS 握手时连接中断（{type(error).__name__}）"
