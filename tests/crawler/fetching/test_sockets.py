from __future__ import annotations

import asyncio
import socket

import pytest

from crawler.fetching.routes import Address
from crawler.fetching.sockets import connected


def test_who_listens_is_connected_to():
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        with asyncio.run(connected(Address(host, port))) as taken:
            assert taken.getpeername() == (host, port)
            assert not taken.getblocking()


def test_where_nobody_listens_nothing_stays_open():
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
    with pytest.raises(ConnectionRefusedError):
        asyncio.run(
            connected(Address(host, port))
        )  # an open socket would be a warning, an error here
