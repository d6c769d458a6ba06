"""A TLS server on loopback that sends its alerts; servers on asyncio close the connection before they are out."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from types import TracebackType
from typing import Self

from crawler.fetching.routes import Address


class OutspokenServer:
    """Shakes hands with whoever comes, one after another, and hangs up."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = Address("127.0.0.1", self._socket.getsockname()[1])
        self._closing = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            if self._closing:
                connection.close()
                return
            with contextlib.suppress(OSError), connection:
                self._context.wrap_socket(connection, server_side=True).close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing = True
        socket.create_connection((self.address.host, self.address.port)).close()
        self._thread.join()
        self._socket.close()
