"""A relay in front of a server, whose line can be cut: real sockets on loopback.

with Proxy(server.port) as proxy:
    url = server.url("x", port=proxy.port)
    proxy.cut()          # connections break, new ones are refused
    proxy.mend()
    proxy.stall()        # connections stay, and nothing goes through: a pulled cable
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self


class Proxy:
    """Takes connections on `port` and hands them on."""

    def __init__(self, to: int, host: str = "127.0.0.1") -> None:
        """`to` is the port of the server."""
        self._to = (host, to)
        self._changing = threading.Lock()
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._flowing = threading.Event()
        self._flowing.set()
        self._whole = True
        self._listener = self._listening(0)
        self.port: int = self._listener.getsockname()[1]

    def cut(self) -> None:
        """Break all connections, and refuse new ones."""
        with self._changing:
            self._whole = False
            pairs, self._pairs = tuple(self._pairs), set()
            _shut(self._listener)
        for pair in pairs:
            for end in pair:
                _shut(end)

    def mend(self) -> None:
        """Take connections again, and let flow what was held up."""
        with self._changing:
            if not self._whole:
                self._whole = True
                self._listener = self._listening(self.port)
        self._flowing.set()

    def stall(self) -> None:
        """Let nothing through, and break nothing."""
        self._flowing.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self._flowing.set()

    def _listening(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self._to)
            except OSError:
                _shut(near)
                continue
            with self._changing:
                if not self._whole:
                    _shut(near)
                    _shut(far)
                    continue
                self._pairs.add((near, far))
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self._flowing.wait()
                target.sendall(data)
        for end in (source, target):
            _shut(end)
        with self._changing:
            self._pairs.discard((source, target))
            self._pairs.discard((target, source))


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
