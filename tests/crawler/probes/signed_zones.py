"""A resolver on loopback in front of a small signed DNS: a root of its own, and zones signed or not.

    with SignedDns(NOW) as dns_:
        dns_.zone("cn.", nsec3=True)                       # signed by its parent
        dns_.zone("x.cn.", {"www": {"A": "1.2.4.8"}}, signed=False)
        dns_.up()
        dns_.anchors                                       # the DS of its root
        dns_.address                                       # for --dns

`spoils` maps (name, kind) to a function that harms an answer before it goes out.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import dns.dnssec
import dns.flags
import dns.message
import dns.name
import dns.node
import dns.rcode
import dns.rdata
import dns.rdataset
import dns.rdatatype
import dns.rrset
import dns.zone
from cryptography.hazmat.primitives.asymmetric import ec

from crawler.fetching.routes import Address

Records = Mapping[str, Mapping[str, str | list[str]]]
Spoil = Callable[[dns.message.Message], None]
_SOA = "ns.invalid. admin.invalid. 1 3600 600 86400 60"
_NSEC = (dns.rdatatype.NSEC, dns.rdatatype.NSEC3)


class SignedDns:
    def __init__(self, moment: datetime) -> None:
        self._moment = moment
        self.spoils: dict[tuple[str, str], Spoil] = {}
        self.authentic = False
        self._zones: dict[dns.name.Name, dns.zone.Zone] = {}
        self._keys: dict[dns.name.Name, tuple[ec.EllipticCurvePrivateKey, dns.rdata.Rdata]] = {}
        self._how: dict[dns.name.Name, tuple[bool, bool, bool]] = {}
        self._life: dict[dns.name.Name, timedelta] = {}
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = Address("127.0.0.1", self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.zone(".")

    def zone(
        self,
        name: str,
        records: Records | None = None,
        *,
        signed: bool = True,
        nsec3: bool = False,
        opt_out: bool = False,
        days: int = 20,
    ) -> None:
        """Make a zone, signed for so many days before and after the moment.  `records` are by the name inside it ("@": its top)."""
        at = dns.name.from_text(name)
        zone = dns.zone.Zone(at, relativize=False)
        key = ec.generate_private_key(ec.SECP256R1())
        self._keys[at] = (key, dns.dnssec.make_dnskey(key.public_key(), 13, flags=257))
        self._zones[at] = zone
        self._how[at] = (signed, nsec3, opt_out)
        self._life[at] = timedelta(days=days)
        top: Records = {"": {"SOA": _SOA, "NS": "ns.invalid."}}
        for inside, kinds in {**top, **(records or {})}.items():
            owner = dns.name.from_text(inside or "@", at)
            for kind, values in kinds.items():
                texts = [values] if isinstance(values, str) else values
                zone.replace_rdataset(owner, dns.rdataset.from_text("IN", kind, 60, *texts))

    def up(self) -> None:
        """Sign everything, children first, and begin to answer."""
        for at in sorted(self._zones, key=len, reverse=True):
            self._delegate(at)
        for at in self._zones:
            if self._how[at][0]:
                self._sign(at)
        self._thread.start()

    @property
    def anchors(self) -> dict[dns.name.Name, dns.rdataset.Rdataset]:
        return {dns.name.root: self._ds(dns.name.root)}

    def _ds(self, at: dns.name.Name) -> dns.rdataset.Rdataset:
        made = dns.dnssec.make_ds(at, self._keys[at][1], "SHA256")
        return dns.rdataset.from_rdata(60, made)

    def _delegate(self, at: dns.name.Name) -> None:
        parent = self._parent(at)
        if parent is None:
            return
        zone = self._zones[parent]
        zone.replace_rdataset(at, dns.rdataset.from_text("IN", "NS", 60, "ns.invalid."))
        if self._how[at][0]:
            zone.replace_rdataset(at, self._ds(at))

    def _parent(self, at: dns.name.Name) -> dns.name.Name | None:
        above = [name for name in self._zones if name != at and at.is_subdomain(name)]
        return max(above, key=len, default=None)

    def _sign(self, at: dns.name.Name) -> None:
        zone, life = self._zones[at], self._life[at]
        times = (self._moment - life, self._moment + life)
        dns.dnssec.sign_zone(zone, keys=[self._keys[at]], inception=times[0], expiration=times[1])
        _, nsec3, opt_out = self._how[at]
        if not (nsec3 or opt_out):
            return
        for owner, record in _nsec3(zone, at, opt_out=opt_out).items():
            zone.replace_rdataset(owner, record)
            key, public = self._keys[at]
            made = dns.dnssec.sign((owner, record), key, at, public, times[0], times[1])
            zone.replace_rdataset(owner, dns.rdataset.from_rdata(60, made))

    def close(self) -> None:
        if self._thread.is_alive():
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"", (self.address.host, self.address.port))
            self._thread.join()
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _serve(self) -> None:
        while True:
            packet, sender = self._socket.recvfrom(4096)
            if not packet:
                return
            answer = self._answer(dns.message.from_wire(packet))
            with contextlib.suppress(OSError):
                self._socket.sendto(answer.to_wire(), sender)

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        (question,) = query.question
        name, kind = question.name, question.rdtype
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if self.authentic:
            answer.flags |= dns.flags.AD
        at = max((one for one in self._zones if name.is_subdomain(one)), key=len)
        if kind == dns.rdatatype.DS and name == at:
            at = self._parent(at) or at
        self._fill(answer, self._zones[at], at, name, kind)
        spoil = self.spoils.get((name.to_text(True), dns.rdatatype.to_text(kind)))
        if spoil:
            spoil(answer)
        return answer

    def _fill(
        self,
        answer: dns.message.Message,
        zone: dns.zone.Zone,
        at: dns.name.Name,
        name: dns.name.Name,
        kind: dns.rdatatype.RdataType,
    ) -> None:
        node = zone.get_node(name)
        for wanted in (kind, dns.rdatatype.CNAME):
            if node is not None and _take(answer.answer, node, name, wanted):
                return
        if node is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        soa = zone.get_node(at)
        assert soa is not None
        _take(answer.authority, soa, at, dns.rdatatype.SOA)
        for owner, found in zone.nodes.items():
            for proof in _NSEC:
                _take(answer.authority, found, owner, proof)


def _nsec3(
    zone: dns.zone.Zone, at: dns.name.Name, *, opt_out: bool
) -> dict[dns.name.Name, dns.rdataset.Rdataset]:
    """Put NSEC3 in the place of a zone's NSEC; with `opt_out`, none for unsigned delegations."""
    kinds: dict[str, str] = {}
    for owner, node in zone.nodes.items():
        node.rdatasets = [
            one for one in node.rdatasets if dns.rdatatype.NSEC not in {one.rdtype, one.covers}
        ]
        found = {dns.rdatatype.to_text(one.rdtype) for one in node.rdatasets}
        if not (opt_out and "NS" in found and not found & {"DS", "SOA"}):
            kinds[dns.dnssec.nsec3_hash(owner, None, 0, 1)] = " ".join(sorted(found))
    hashes = sorted(kinds)
    return {
        dns.name.from_text(one.lower(), at): dns.rdataset.from_text(
            "IN", "NSEC3", 60, f"1 {int(opt_out)} 0 - {following.lower()} {kinds[one]}"
        )
        for one, following in zip(hashes, [*hashes[1:], hashes[0]], strict=True)
    }


def _take(
    section: list[dns.rrset.RRset],
    node: dns.node.Node,
    name: dns.name.Name,
    kind: dns.rdatatype.RdataType,
) -> bool:
    """Put records and their signatures into a section."""
    found = [
        one
        for one in node.rdatasets
        if one.rdtype == kind or (one.rdtype == dns.rdatatype.RRSIG and one.covers == kind)
    ]
    for one in found:
        rrset = dns.rrset.RRset(name, one.rdclass, one.rdtype, one.covers)
        rrset.update(one)
        section.append(rrset)
    return bool(found)
