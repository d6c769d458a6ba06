"""A DNS server on loopback that answers from a plain mapping, over UDP and TCP, as badly as told.

    dns = DnsServer({"x.gov.cn": {"NS": "ns1.x.gov.cn.", "SOA": SOA},
                     "www.x.gov.cn": {"A": "1.2.4.8", "AAAA": ["2400:3200::1"]}})
    dns.tell("static.x.gov.cn", CNAME="cdn.x.cn.")      # adds or replaces a name's records
    dns.misbehave("bad.x.gov.cn", Trouble.SERVFAIL)     # of all its records, or of one kind
    ...
    dns.close()

Values are written as in a zone file, one text or several; every type that dnslib can read is answered
(A, AAAA, CNAME, NS, SOA, MX, TXT, CAA, DS, DNSKEY, RRSIG, TLSA …).  A CNAME is followed inside the
mapping.  A name above a known one exists and is empty; every other one is NXDOMAIN.  What is not
there is answered with the SOA of the nearest zone above it.  RRSIGs are sent along to who sets DO;
names in `authentic` get the AD flag, as from a resolver that has checked them.

`asked` holds every question as "name KIND udp" in the order of arrival.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping, Sequence
from enum import StrEnum
from ipaddress import IPv6Address

from dnslib import QTYPE, RCODE, RR, DNSError, DNSRecord
from dnslib.server import DNSHandler, DNSLogger, DNSServer

from crawler.fetching.routes import Address

Values = str | Sequence[str]
SOA = "ns1.x.gov.cn. hostmaster.x.gov.cn. 1 3600 600 86400 60"
_LONGEST_CHAIN = 20
_TRIES = 20


class Trouble(StrEnum):
    """How a name is answered badly."""

    SERVFAIL = "servfail"
    REFUSED = "refused"
    NXDOMAIN = "nxdomain"  # as some servers answer for a kind that a name does not have
    SILENT = "silent"  # no answer, over UDP and TCP
    TRUNCATED = "truncated"  # over UDP: TC and nothing else; the answer is to be had over TCP
    NO_TCP = "no_tcp"  # truncated over UDP, silent over TCP
    HELD = "held"  # no answer before `release`; nobody else waits meanwhile
    BOGUS = "bogus"  # what a validating resolver says of broken signatures: SERVFAIL but to CD


class _UnansweredError(DNSError):
    """dnslib then sends nothing."""


class DnsServer:
    """The server; see the head of this module."""

    def __init__(
        self, names: Mapping[str, Mapping[str, Values]] | None = None, address: str = "127.0.0.1"
    ) -> None:
        self.asked: list[str] = []
        self.authentic: set[str] = set()
        self._records: dict[str, dict[str, list[RR]]] = {}
        self._troubles: dict[tuple[str, str | None], Trouble] = {}
        self._released = threading.Event()
        self._changed = threading.Condition()
        for name, records in (names or {}).items():
            self.tell(name, **records)
        udp, tcp = _pair(self, address)
        self._servers = (udp, tcp)
        self.address = Address(address, udp.server.server_address[1])
        # dnslib's own threads are half a second late to notice that they are to stop.
        self._threads = [
            threading.Thread(target=one.server.serve_forever, args=(0.02,), daemon=True)
            for one in self._servers
        ]
        for thread in self._threads:
            thread.start()

    def tell(self, name: str, **records: Values) -> None:
        """Give a name its records, by kind; kinds that are not named stay as they are."""
        known = self._records.setdefault(_key(name), {})
        for kind, values in records.items():
            texts = [values] if isinstance(values, str) else list(values)
            if kind == "AAAA":  # dnslib does not read ::ffff:1.2.3.4
                texts = [IPv6Address(text).exploded for text in texts]
            zone = "\n".join(f"{_key(name)}. 60 IN {kind} {text}" for text in texts)
            known[kind] = list(RR.fromZone(zone)) if texts else []

    def forget(self, name: str) -> None:
        """Let a name not exist."""
        self._records.pop(_key(name), None)

    def misbehave(self, name: str, trouble: Trouble, kind: str | None = None) -> None:
        """Answer a name badly: all its records, or those of one kind."""
        self._troubles[_key(name), kind] = trouble

    def behave(self) -> None:
        """Forget all troubles, and let go what was held."""
        self._troubles.clear()
        self.release()

    def release(self) -> None:
        """Answer what was held."""
        self._released.set()

    def was_asked(self, name: str, kind: str) -> bool:
        """Whether somebody has asked this, over UDP or TCP."""
        return any(one.startswith(f"{_key(name)} {kind} ") for one in self.asked)

    def wait_for(self, name: str, kind: str) -> None:
        """Wait until somebody asks this."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.was_asked(name, kind), 300), "never asked"

    def close(self) -> None:
        """Stop answering."""
        self.release()
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.stop()
            thread.join()
            server.server.server_close()

    def resolve(self, request: DNSRecord, handler: DNSHandler) -> DNSRecord:
        """Answer one question, as dnslib asks it."""
        name, kind = _key(str(request.q.qname)), QTYPE[request.q.qtype]
        with self._changed:
            self.asked.append(f"{name} {kind} {handler.protocol}")
            self._changed.notify_all()
        reply = request.reply(ra=1, aa=1)
        trouble = self._troubles.get((name, kind)) or self._troubles.get((name, None))
        if self._breaks_off(trouble, request, reply, over_tcp=handler.protocol == "tcp"):
            return reply
        reply.header.ad = int(name in self.authentic)
        self._fill(reply, name, kind, signed=_wants_signatures(request))
        return reply

    def _breaks_off(
        self, trouble: Trouble | None, request: DNSRecord, reply: DNSRecord, *, over_tcp: bool
    ) -> bool:
        """Whether the reply is to go out as the trouble has left it."""
        match trouble:
            case Trouble.SERVFAIL:
                reply.header.rcode = RCODE.SERVFAIL
            case Trouble.REFUSED:
                reply.header.rcode = RCODE.REFUSED
            case Trouble.NXDOMAIN:
                reply.header.rcode = RCODE.NXDOMAIN
            case Trouble.BOGUS if not request.header.cd:
                reply.header.rcode = RCODE.SERVFAIL
            case Trouble.SILENT:
                raise _UnansweredError
            case Trouble.NO_TCP if over_tcp:
                raise _UnansweredError
            case Trouble.TRUNCATED | Trouble.NO_TCP if not over_tcp:
                reply.header.tc = 1
            case Trouble.HELD:
                self._released.wait()
                return False
            case _:
                return False
        return True

    def _fill(self, reply: DNSRecord, name: str, kind: str, *, signed: bool) -> None:
        at = name
        for _ in range(_LONGEST_CHAIN):
            records = self._records.get(at, {})
            alias = None if kind == "CNAME" else next(iter(records.get("CNAME", ())), None)
            if alias is None:
                break
            reply.add_answer(alias)
            at = _key(str(alias.rdata))
        if not self._exists(at):
            reply.header.rcode = RCODE.NXDOMAIN
        found = self._records.get(at, {}).get(kind, [])
        reply.add_answer(*found)
        if signed:
            signatures = self._records.get(at, {}).get("RRSIG", [])
            reply.add_answer(
                *(one for one in signatures if found and QTYPE[one.rdata.covered] == kind)
            )
        if not found:
            reply.add_auth(*self._soa_above(at))

    def _exists(self, name: str) -> bool:
        return any(known == name or known.endswith(f".{name}") for known in self._records)

    def _soa_above(self, name: str) -> list[RR]:
        while name:
            found = self._records.get(name, {}).get("SOA")
            if found:
                return found
            name = name.partition(".")[2]
        return []


def _key(name: str) -> str:
    return name.rstrip(".").lower()


def _wants_signatures(request: DNSRecord) -> bool:
    return any(one.rtype == QTYPE.OPT and one.edns_do for one in request.ar)


def _pair(resolver: DnsServer, address: str) -> tuple[DNSServer, DNSServer]:
    """Listen over UDP and TCP at the same port, whichever is free."""
    quiet = DNSLogger("-request,-reply,-truncated,-error", prefix=False)
    for _ in range(_TRIES):
        udp = DNSServer(resolver, address=address, port=0, logger=quiet)
        port = udp.server.server_address[1]
        try:
            tcp = DNSServer(resolver, address=address, port=port, tcp=True, logger=quiet)
        except OSError:
            udp.server.server_close()
            continue
        return udp, tcp
    raise OSError("no port is free for both UDP and TCP")


def has_ipv6_loopback() -> bool:
    """Whether this machine has ::1."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
