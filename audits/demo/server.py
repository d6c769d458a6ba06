"""Serves a demo site on loopback, in a thread of its own, until it is closed.

Host names are told apart by the `Host` header, so a client must be told where to connect
(`connect_to`) and may ask the demo's own name server (`dns`).  Nothing but loopback is bound.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

from aiohttp import web

from audits.demo import hosts
from audits.demo.handler import Handler, Served
from audits.demo.nameserver import V4, V6, NameServer
from audits.demo.site import DemoSite

HTTP_PORT = 80
CLOSE_SECONDS = 0.1  # for requests that are being answered; then they are cut off
SLOW_SECONDS = 1.0

# Bad requests are a client's business: they must not appear on the terminal of a demo.
_LOG = logging.getLogger(__name__)
_LOG.addHandler(logging.NullHandler())


class _Names(asyncio.DatagramProtocol):
    def __init__(self, names: NameServer) -> None:
        self._names = names
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]  # of UDP
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        reply = self._names.reply(data)
        if reply is not None and self._transport is not None:
            self._transport.sendto(reply, addr)


def _bound(kind: socket.SocketKind, address: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    bound = socket.socket(family, kind)
    try:
        bound.bind((address, 0))
    except OSError:
        bound.close()
        raise
    return bound


def _bound_v6() -> socket.socket | None:
    """A socket on ::1, or None on a machine that has no IPv6 loopback."""
    with suppress(OSError):
        return _bound(socket.SOCK_STREAM, V6)
    return None


class DemoPortal:
    """The running demo.  A context manager; `close` may be called more than once."""

    def __init__(self, site: DemoSite, *, slow_seconds: float = SLOW_SECONDS) -> None:
        """Bind the sockets and start to serve."""
        self.site = site
        self.home = hosts.HOME
        self._handler = Handler(site, slow_seconds)
        self._http = _bound(socket.SOCK_STREAM, V4)
        self._dns = _bound(socket.SOCK_DGRAM, V4)
        # Bound but never listening: whoever connects there is refused, and nobody else gets the port.
        self._refusing = _bound(socket.SOCK_STREAM, V4)
        self._http_v6 = _bound_v6() if site.ipv6 != "none" else None
        self.connect_to = self._connect_to()
        self.dns = f"{V4}:{_port(self._dns)}"
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="gongkai-demo", daemon=True)
        self._thread.start()
        self._started.wait()
        if self._failure is not None:
            self.close()
            raise self._failure

    @property
    def has_ipv6(self) -> bool:
        """The portal has an address on ::1 (closed or not), as the site's state wants it."""
        return self._http_v6 is not None

    @property
    def served(self) -> list[Served]:
        """All requests answered or begun so far, in the order in which they came."""
        return list(self._handler.served)

    def __enter__(self) -> Self:
        """Serve until the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving."""
        self.close()

    def close(self) -> None:
        """Stop serving, end the thread and free the ports."""
        if self._loop is not None:
            with suppress(RuntimeError):  # it is closed already
                self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        for bound in (self._http, self._dns, self._refusing, self._http_v6):
            if bound is not None:
                bound.close()

    def _connect_to(self) -> list[str]:
        port = _port(self._http)
        where = dict.fromkeys(sorted(self.site.answers), port) | {
            hosts.REFUSED: _port(self._refusing)
        }
        lines = [f"{host}:{HTTP_PORT}:{V4}:{at}" for host, at in where.items()]
        if self._http_v6 is not None:
            lines.append(f"{hosts.WWW}:{HTTP_PORT}:[{V6}]:{_port(self._http_v6)}")
        return lines

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001  handed to the thread that waits for the start
            self._failure = error
        finally:
            self._started.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        server = web.Server(self._handler.handle, access_log=None, logger=_LOG)
        runner = web.ServerRunner(server, shutdown_timeout=CLOSE_SECONDS)
        await runner.setup()
        try:
            await web.SockSite(runner, self._http).start()
            if self._http_v6 is not None and self.site.ipv6 != "closed":
                await web.SockSite(runner, self._http_v6).start()
            transport, _ = await self._loop.create_datagram_endpoint(
                lambda: _Names(NameServer(self.site)), sock=self._dns
            )
            self._started.set()
            await self._stop.wait()
            transport.close()
        finally:
            await runner.cleanup()


def _port(bound: socket.socket) -> int:
    port: int = bound.getsockname()[1]
    return port
