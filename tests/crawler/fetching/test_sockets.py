from __future__ import annotations

import asyncio
import socket

import pytest

from crawler.fetching.routes import Address
from crawler.fetching.sockets import connectable, connected


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


def test_of_several_the_first_that_takes_a_connection():
    async def ask(*places):
        return await connectable(places)

    with (
        socket.create_server(("127.0.0.1", 0)) as closed,
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as other,
    ):
        nobody, first, second = (Address(*each.getsockname()) for each in (closed, one, other))
        closed.close()
        assert asyncio.run(ask(first, second)) == first
        assert asyncio.run(ask(nobody, second)) == second
        assert asyncio.run(ask(nobody, nobody)) == nobody


def test_a_single_one_is_not_tried():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        only = Address(*server.getsockname())
        assert asyncio.run(connectable([only])) == only
        with pytest.raises(BlockingIOError):
            server.accept()
