"""The name servers of the portal's zone: their addresses, and whether they answer over IPv6.

A server is asked one thing, over UDP and, where that stays silent, over TCP: the zone's own SOA.
"""

from __future__ import annotations

import asyncio
from typing import Any

import dns.asyncquery
import dns.exception
import dns.message
import dns.rcode

from crawler.fetching.pace import Pace
from crawler.probes.ipv6.addresses import why_useless
from crawler.probes.ipv6.vantage import DNS_PORT, Place, Vantage
from crawler.probes.names import Names

SECONDS = 4.0
_MOST = 8  # servers of a zone, and addresses of one server


async def measure_name_servers(
    host: str, names: Names, vantage: Vantage, pace: Pace, into: dict[str, Any]
) -> None:
    """Find and ask the name servers of the zone that the host lies in; write down what is seen."""
    zone = await names.zone_of(host)
    servers: list[dict[str, Any]] = []
    into |= {"zone": zone.name, "error": zone.error, "known": len(zone.servers), "servers": servers}
    if zone.name is None:
        return
    chosen = zone.servers[:_MOST]
    asked = [_server(name, zone.name, names, vantage, pace) for name in chosen]
    servers.extend(await asyncio.gather(*asked))


async def _server(
    name: str, zone: str, names: Names, vantage: Vantage, pace: Pace
) -> dict[str, Any]:
    a, aaaa = await names.ask(name, "A"), await names.ask(name, "AAAA")
    useless = [one for one in aaaa.values if why_useless(one)]
    entry: dict[str, Any] = {
        "name": name,
        "a": list(a.values),
        "aaaa": list(aaaa.values),
        "error": aaaa.error,
        "rejected": [{"address": one, "why": why_useless(one)} for one in useless],
        "reached": [],
    }
    for place in vantage.places_v6(name, DNS_PORT, aaaa.values[:_MOST]):
        if vantage.open_to(place):
            entry["reached"].append(await _ask(name, zone, place, pace))
            vantage.note(ok=entry["reached"][-1]["ok"])
    return entry


async def _ask(name: str, zone: str, place: Place, pace: Pace) -> dict[str, Any]:
    query = dns.message.make_query(zone, "SOA")
    now = asyncio.get_running_loop().time
    entry: dict[str, Any] = {"address": place.address, "ok": False, "way": None, "error": None}
    async with pace.turn(name, place.address):
        started = now()
        for way, ask in (("UDP", dns.asyncquery.udp), ("TCP", dns.asyncquery.tcp)):
            try:
                answer = await ask(query, place.address, timeout=SECONDS, port=place.port)
            except (dns.exception.DNSException, OSError, EOFError, ValueError) as error:
                entry["error"] = (
                    "没有应答" if _silent(error) else f"连不上（{type(error).__name__}）"
                )
                continue
            entry |= {"ok": True, "way": way, "error": _said(answer)}
            break
        return entry | {"seconds": round(now() - started, 4)}


def _silent(error: BaseException) -> bool:
    return isinstance(error, dns.exception.Timeout | EOFError)


def _said(answer: dns.message.Message) -> str | None:
    """What is odd about an answer; that there is one is what was asked."""
    code = answer.rcode()
    return None if code == dns.rcode.NOERROR else f"应答 {dns.rcode.to_text(code)}"
