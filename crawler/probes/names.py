"""Questions to the DNS: records with the aliases passed on the way, and the zone that a name lies in.

Says what was answered, and in Chinese words why there was no answer; never raises for what the DNS
does.  What an answer is worth is others' business.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import dns.asyncresolver
import dns.exception
import dns.message
import dns.rdatatype
import dns.resolver

from crawler.fetching.resolver import dns_resolver
from crawler.fetching.routes import Address
from crawler.reading.scope import shared_suffix

SECONDS = 5.0
NO_SUCH_NAME = "域名不存在"
# Has had an IPv6 address for many years: a DNS server that keeps it back keeps back everybody's.
WITNESS = "a.root-servers.net"
KEPT_BACK = f"检查机的域名服务器不给 AAAA 记录（{WITNESS} 的也不给）"
_ABOVE = 10  # so many labels are walked up at most
_ENOUGH = 4  # a server that has been silent so often is not asked any more


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one question.

    `chain` are the aliases (CNAME targets) that lead to the records.  `error` is None where the answer
    can be believed, also where it says that there is no such record.
    """

    values: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    error: str | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """The zone that a name lies in, with its name servers; `error` where it was not found out."""

    name: str | None
    servers: tuple[str, ...] = ()
    error: str | None = None


class Names:
    """Asks `server`, or the system's; every question once."""

    def __init__(self, server: Address | None, seconds: float = SECONDS) -> None:
        self._server = server
        self._seconds = seconds
        self._resolver: dns.asyncresolver.Resolver | None = None
        self._silent = 0  # questions in a row that got no answer at all
        self._known: dict[tuple[str, str], asyncio.Future[Answered]] = {}

    async def ask(self, name: str, kind: str) -> Answered:
        """Return the records of a name, addresses and names as text."""
        key = (name, kind)
        known = self._known.get(key)
        if known is None or known.cancelled():
            known = self._known[key] = asyncio.ensure_future(self._checked(name, kind))
        # Who no longer waits must not take the answer from the others.
        return await asyncio.shield(known)

    def took(self, name: str, kind: str) -> float | None:
        """Return how many seconds the answer took, None where none came."""
        known = self._known.get((name, kind))
        answered = known is not None and known.done() and not known.cancelled()
        return known.result().seconds if known and answered else None

    async def _checked(self, name: str, kind: str) -> Answered:
        """Ask; that there is no IPv6 address is not taken from a server that keeps them all back."""
        found = await self._ask(name, kind)
        nothing = kind == "AAAA" and not found.values and found.error is None
        if nothing and name != WITNESS and await self._keeps_back():
            return replace(found, error=KEPT_BACK)
        return found

    async def _keeps_back(self) -> bool:
        v6, v4 = await self.ask(WITNESS, "AAAA"), await self.ask(WITNESS, "A")
        return v6.error is None and not v6.values and bool(v4.values)

    async def _ask(self, name: str, kind: str) -> Answered:
        if self._silent >= _ENOUGH:
            return Answered((), (), "DNS 服务器无应答（没有再问）")
        now = asyncio.get_running_loop().time
        started = now()
        try:
            if self._resolver is None:
                self._resolver = dns_resolver(self._server, self._seconds)
            answer = await self._resolver.resolve(name, kind, raise_on_no_answer=False)
            seconds = round(now() - started, 4)
            values = tuple(_text(record.to_text()) for record in answer.rrset or ())
            self._silent = 0
            return Answered(values, tuple(_chain(answer.response)), None, seconds)
        except dns.resolver.NXDOMAIN as error:
            chain = [one for answer in _responses(error) for one in _chain(answer)]
            why = f"{NO_SUCH_NAME}（别名 {chain[-1]} 没有记录）" if chain else NO_SUCH_NAME
            return Answered((), tuple(chain), why)
        except (dns.exception.DNSException, OSError, ValueError) as error:
            self._silent += isinstance(error, dns.exception.Timeout)
            return Answered((), (), f"DNS 服务器无应答（{type(error).__name__}）")

    async def zone_of(self, host: str) -> Zone:
        """Find the zone that a host lies in, by asking for name servers at every name above it."""
        trouble: str | None = None
        name = host
        for _ in range(_ABOVE):
            if shared_suffix(name):
                break
            answered = await self.ask(name, "NS")
            # An alias leads into somebody else's zone: its name servers are not this name's.
            if answered.values and not answered.chain:
                return Zone(name, tuple(sorted(answered.values)), None)
            if answered.error and not answered.error.startswith(NO_SUCH_NAME):
                trouble = answered.error
            name = name.partition(".")[2]
        return Zone(None, (), trouble or "没有查到域名服务器（NS）记录")


def _text(record: str) -> str:
    """Names as hosts are spelled: without the final dot."""
    return record[:-1].lower() if record.endswith(".") else record


def _chain(response: dns.message.Message) -> list[str]:
    if not isinstance(response, dns.message.QueryMessage):
        return []
    try:
        cnames = response.resolve_chaining().cnames
    except dns.exception.DNSException:
        return []
    return [_text(rrset[0].target.to_text()) for rrset in cnames]


def _responses(error: dns.resolver.NXDOMAIN) -> list[dns.message.Message]:
    found = error.responses()  # type: ignore[no-untyped-call]  # dnspython's own
    return list(found.values()) if isinstance(found, dict) else []
