"""Answers DNS questions about the demo's host names; every other name does not exist.

The addresses are those of loopback.  Messages only; the socket is the server's.
"""

from __future__ import annotations

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from audits.demo import hosts
from audits.demo.site import DemoSite

TTL = 60
NAME_SERVERS = (f"ns1.{hosts.ZONE}", f"ns2.{hosts.ZONE}")
SOA = f"{NAME_SERVERS[0]}. hostmaster.{hosts.ZONE}. 1 3600 600 86400 60"
V4, V6 = "127.0.0.1", "::1"


class NameServer:
    """The records that the demo has, in the state it is in."""

    def __init__(self, site: DemoSite) -> None:
        named = {*site.answers, hosts.REFUSED, *NAME_SERVERS}
        self._records: dict[str, dict[str, tuple[str, ...]]] = {
            name: {"A": (V4,)} for name in sorted(named)
        }
        if site.ipv6 != "none":
            # The sub-site never has IPv6: that is what most counties forget.
            for name in (hosts.WWW, *NAME_SERVERS):
                self._records[name]["AAAA"] = (V6,)
        apex = self._records[hosts.ZONE]
        apex["NS"] = tuple(f"{name}." for name in NAME_SERVERS)
        apex["SOA"] = (SOA,)

    def reply(self, data: bytes) -> bytes | None:
        """The answer to one datagram; None to what is no DNS question."""
        try:
            query = dns.message.from_wire(data)
        except dns.exception.DNSException:
            return None
        if query.flags & dns.flags.QR or not query.question:
            return None
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.AA
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        records = self._records.get(name)
        if records is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        if records and kind in records:
            answer.answer.append(
                dns.rrset.from_text(question.name, TTL, "IN", kind, *records[kind])
            )
        elif question.name.is_subdomain(dns.name.from_text(hosts.ZONE)):
            answer.authority.append(dns.rrset.from_text(f"{hosts.ZONE}.", TTL, "IN", "SOA", SOA))
        return answer.to_wire()
