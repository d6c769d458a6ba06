"""Many generated sites on addresses of their own, in one server: `python -m benchmarks.many_sites.sites SITES PAGES`.

Site number N listens at 127.1.(N // 250).(N % 250 + 1).  Notes when each address is asked.  Prints its
port, and that of a DNS server that knows no name; at the end of its input it prints, as JSON, the
moments at which each address was asked.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import defaultdict
from time import monotonic

import dns.message
import dns.rcode

from benchmarks.crawl.portal import Answers

_A_BLOCK = 250


def address(number: int) -> str:
    """The address of a site."""
    return f"127.1.{number // _A_BLOCK}.{number % _A_BLOCK + 1}"


def host(number: int) -> str:
    """The host name of a site."""
    return f"site{number:03d}.bench.gov.cn"


class _Site(asyncio.Protocol):
    def __init__(self, known: Answers, asked: dict[str, list[float]]) -> None:
        self._known = known
        self._asked = asked
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._address = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        now = monotonic()
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            request, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            self._asked[self._address].append(now)
            target = request.split(b" ", 2)[1]
            self._transport.write(self._known.to(target))  # type: ignore[attr-defined]  # a TCP transport


class _NoNames(asyncio.DatagramProtocol):
    """Says of every name that there is none: the sites are reached by mappings alone."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        answer = dns.message.make_response(dns.message.from_wire(data))
        answer.set_rcode(dns.rcode.NXDOMAIN)
        self._transport.sendto(answer.to_wire(), addr)  # type: ignore[attr-defined]  # a UDP transport


async def serve(sites: int, pages: int) -> None:
    """Serve until our input ends, then tell."""
    known = Answers(pages)
    asked: dict[str, list[float]] = defaultdict(list)
    loop = asyncio.get_running_loop()
    first = await loop.create_server(lambda: _Site(known, asked), address(0), 0, backlog=512)
    port = first.sockets[0].getsockname()[1]
    for number in range(1, sites):
        await loop.create_server(lambda: _Site(known, asked), address(number), port, backlog=512)
    names, _ = await loop.create_datagram_endpoint(_NoNames, local_addr=("127.0.0.1", 0))
    sys.stdout.write(f"{port} {names.get_extra_info('sockname')[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    json.dump(asked, sys.stdout)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
