"""Measure a host's domain name: whether its DNS answers are signed (DNSSEC), and its CAA records.

The probe's `data` (kind `dns`, subject host): `state` (see `dnssec.State`), `why` and the signed `zones`
come through; `resolver`: the server asked; `resolver_says`: `authentic` (it has checked the signatures),
`servfail` (it answers only when told not to check) or `nothing`; `alias` and `alias_state`: where a CNAME
leads and how that is signed; `caa`: the records as text and `caa_at`, the name that they stand at, None
where none of the names up to the top could be asked.  `state` is None for a host that is an address.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import dns.asyncresolver
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rdatatype
import dns.resolver
from dns.rdatatype import RdataType

from crawler.fetching.resolver import dns_resolver
from crawler.probes.dnssec import ROOT, Anchors, State, walk
from crawler.reading.urls import host_of, literal_address
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Probe

_BUDGET = 60.0  # seconds for all questions together
_PATIENCE = 3.0  # seconds for one
_PAYLOAD = 1232
_MOST = 20
_TEXT = 200


async def measure(
    plan: CrawlSettings, clock: Callable[[], datetime], anchors: Anchors = ROOT
) -> Probe:
    """Measure the home page's host; never raises for what the network does."""
    host = host_of(plan.home)
    data: dict[str, Any] = dict.fromkeys(
        ("state", "why", "resolver", "resolver_says", "alias", "alias_state", "caa", "caa_at")
    )
    data["zones"] = []
    if literal_address(host) is None:
        try:
            name = dns.name.from_text(host)
            data["state"] = State.UNKNOWN.value
            async with asyncio.timeout(_BUDGET):
                await _ask_all(name, plan, clock(), anchors, data)
        except TimeoutError:
            data["why"] = data["why"] or "在限定时间内没有问完"
        except (dns.exception.DNSException, OSError) as error:
            data["why"] = data["why"] or f"不能向 DNS 服务器提问（{type(error).__name__}）"
    return Probe("dns", host, clock(), data)


async def _ask_all(
    name: dns.name.Name,
    plan: CrawlSettings,
    moment: datetime,
    anchors: Anchors,
    data: dict[str, Any],
) -> None:
    unchecked = _Questions(plan, dns.flags.RD | dns.flags.CD)
    data["resolver"] = unchecked.server
    found = await walk(name, unchecked.ask, moment, anchors)
    data |= {"state": found.state.value, "why": found.why, "zones": found.zones}
    if not unchecked.heard:
        return  # who is silent is not asked five times more
    data["resolver_says"] = await _says(
        name, _Questions(plan, dns.flags.RD | dns.flags.AD), unchecked
    )
    alias = await _alias(name, unchecked)
    if alias is not None:
        data["alias"] = alias.to_text(omit_final_dot=True)
        data["alias_state"] = (await walk(alias, unchecked.ask, moment, anchors)).state.value
    data |= await _caa(name, unchecked)


class _Questions:
    """Asks the resolver for signed answers."""

    def __init__(self, plan: CrawlSettings, flags: int) -> None:
        self._resolver: dns.asyncresolver.Resolver = dns_resolver(plan.dns, _PATIENCE)
        self._resolver.use_edns(0, dns.flags.DO, _PAYLOAD)
        self._resolver.flags = flags
        self.server = "、".join(str(one) for one in self._resolver.nameservers[:3])
        self.refused = False
        self.heard = False

    async def ask(self, name: dns.name.Name, kind: RdataType) -> dns.message.Message | None:
        """Return the answer, None where there is none."""
        self.refused = False
        try:
            found = await self._resolver.resolve(name, kind, raise_on_no_answer=False, search=False)
        except dns.resolver.NXDOMAIN as none_such:
            self.heard = True
            answers: dict[dns.name.Name, dns.message.Message] = none_such.kwargs["responses"]
            return answers.get(name)
        except dns.resolver.NoNameservers:
            self.refused = self.heard = True
            return None
        except (dns.exception.DNSException, OSError):
            return None
        self.heard = True
        return found.response


async def _says(name: dns.name.Name, checked: _Questions, unchecked: _Questions) -> str:
    answer = await checked.ask(name, dns.rdatatype.A)
    if answer is not None:
        return "authentic" if answer.flags & dns.flags.AD else "nothing"
    if checked.refused and await unchecked.ask(name, dns.rdatatype.A) is not None:
        return "servfail"
    return "nothing"


async def _alias(name: dns.name.Name, questions: _Questions) -> dns.name.Name | None:
    """Return where the name's CNAMEs lead in the end."""
    answer = await questions.ask(name, dns.rdatatype.A)
    last = name
    for _ in range(_MOST):
        found = next(
            (
                one
                for one in (answer.answer if answer else ())
                if one.name == last and one.rdtype == dns.rdatatype.CNAME
            ),
            None,
        )
        if found is None:
            break
        last = found[0].target
    return last if last != name else None


async def _caa(name: dns.name.Name, questions: _Questions) -> dict[str, Any]:
    """Climb to the CAA records that count for a name (RFC 8659)."""
    at = name
    while len(at) > 1:
        answer = await questions.ask(at, dns.rdatatype.CAA)
        if answer is None:
            return {"caa": None, "caa_at": None}
        records = [
            record.to_text()[:_TEXT]
            for one in answer.answer
            if one.rdtype == dns.rdatatype.CAA
            for record in one
        ]
        if records:
            return {"caa": sorted(records)[:_MOST], "caa_at": at.to_text(omit_final_dot=True)}
        at = at.parent()
    return {"caa": [], "caa_at": None}
