"""A DNS server on loopback.  Names that it was not told do not exist."""

from __future__ import annotations

import contextlib
import socket
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from crawler.fetching.routes import Address


class NameServer:
    """Answers over UDP from `records`; names in `silent` get no answer, those in `broken` SERVFAIL."""

    def __init__(self) -> None:
        self.records: dict[str, list[str]] = {}
        self.silent: set[str] = set()
        self.broken: set[str] = set()
        self.asked: list[str] = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = Address("127.0.0.1", self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def tell(self, name: str, *addresses: str) -> None:
        """Give a name its addresses, IPv4 and IPv6 alike."""
        self.records[name] = list(addresses)

    def close(self) -> None:
        """Stop answering."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", (self.address.host, self.address.port))
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            packet, sender = self._socket.recvfrom(4096)
            if not packet:
                return
            answer = self._answer(dns.message.from_wire(packet))
            if answer is not None:
                with contextlib.suppress(OSError):
                    self._socket.sendto(answer.to_wire(), sender)

    def _answer(self, query: dns.message.Message) -> dns.message.Message | None:
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append(f"{name} {kind}")
        if name in self.silent:
            return None
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if name in self.broken:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif name not in self.records:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        else:
            fitting = [a for a in self.records[name] if (":" in a) == (kind == "AAAA")]
            if fitting and kind in {"A", "AAAA"}:
                answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *fitting))
        return answer
