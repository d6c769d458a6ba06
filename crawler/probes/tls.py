"""Measure a portal's TLS: the versions it takes, its certificate, whether browsers trust the chain.

The probe's `data` (kind `tls`, subject host): `port`; `place` where we connected to; `mapped`: --connect-to
led there; `end` and `detail` of the first handshake (see `handshakes.End`; `forbidden_address`, `dns`,
`dns_unavailable`, `unmapped` where there was nowhere to connect to); `named` false where only a handshake without the
host's name went through; `version`, `cipher`; `versions`: for each one `yes`, `no`, `unsure` (broken off,
refused for a reason not told) or `not_measured` (our OpenSSL cannot offer it); `certificate` (see
`certificates.Certificate`) and `chain` (its subjects), `fits` the host, `trust` and `trust_detail`,
`roots` (which roots), `trusted_here`: the chain leads to a root that only this machine trusts;
`issuer_elsewhere`: another site, named here, showed a certificate of the same untrusted issuer, so
somebody on the way replaces certificates.  What was not measured is None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.metadata import version as version_of
from typing import Any

from cryptography import x509

from crawler.fetching.failures import understood
from crawler.fetching.pace import Pace
from crawler.fetching.resolver import GuardedResolver
from crawler.fetching.routes import Address, ForbiddenAddressError, Routes
from crawler.probes.certificates import (
    Trust,
    describe,
    fits,
    machine_roots,
    mozilla_roots,
    trust,
)
from crawler.probes.handshakes import VERSIONS, End, Handshake, shake
from crawler.probes.unmapped import UNMAPPED, is_unmapped
from crawler.reading.urls import host_of, port_of
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Probe

HTTPS = 443
_WITNESSES = 2
_PATIENCE = 10.0  # seconds for a handshake; home pages may take longer
_MEANS = {End.AGREED: "yes", End.OTHER_VERSION: "no", End.CANNOT_OFFER: "not_measured"}
Roots = Sequence[x509.Certificate]


async def measure(
    plan: CrawlSettings,
    clock: Callable[[], datetime],
    pace: Pace,
    others: Sequence[str] = (),
    roots: Roots | None = None,
) -> Probe:
    """Measure the home page's host; never raises for what the network does.

    `others` are hosts of other sites that speak HTTPS: asked only where the issuer is not trusted.
    `roots` stand for Mozilla's in tests.  Raises FetchFailedError where the pace leaves the host alone.
    """
    host = host_of(plan.home)
    port = port_of(plan.home) if plan.home.startswith("https:") else HTTPS
    data: dict[str, Any] = _blank(port)
    caller = _Caller(plan, pace)
    data["mapped"] = Routes(plan.connect_to).mapped(host, port) is not None
    place = await caller.place(host, port)
    if isinstance(place, str):
        return Probe("tls", host, clock(), data | {"end": place})
    data["place"] = str(place)
    first = await caller.shake(place, host)
    if first.end is End.UNKNOWN_NAME:
        first, data["named"] = await caller.shake(place, host, named=False), False
    data |= {"end": first.end.value, "detail": first.detail}
    if first.end in {End.AGREED, End.ALERT, End.OTHER_VERSION, End.BROKEN}:
        for version in VERSIONS:
            one = await caller.shake(place, host, version, named=data["named"])
            data["versions"][version] = _MEANS.get(one.end, "unsure")
            first = first if first.chain else one
    if first.chain:
        data |= {"version": first.version, "cipher": first.cipher}
        data |= _told(first, host, clock(), roots)
        if data["trust"] in {Trust.UNKNOWN_ROOT, Trust.INCOMPLETE}:
            data["issuer_elsewhere"] = await caller.same_issuer(first.chain, others)
    return Probe("tls", host, clock(), data)


def _blank(port: int) -> dict[str, Any]:
    measured = "place end detail version cipher certificate chain fits trust trust_detail roots"
    return {
        "port": port,
        "mapped": False,
        "named": True,
        "versions": {},
        **dict.fromkeys(measured.split()),
        "trusted_here": None,
        "issuer_elsewhere": None,
    }


def _told(shaken: Handshake, host: str, moment: datetime, roots: Roots | None) -> dict[str, Any]:
    leaf = shaken.chain[0]
    found, why = trust(shaken.chain, moment, mozilla_roots() if roots is None else roots)
    here = found is not Trust.TRUSTED and (
        trust(shaken.chain, moment, machine_roots())[0] is Trust.TRUSTED
    )
    return {
        "certificate": describe(leaf).shown(),
        "chain": [describe(one).subject for one in shaken.chain[1:]],
        "fits": fits(leaf, host),
        "trust": found.value,
        "trust_detail": why,
        "roots": f"Mozilla（certifi {version_of('certifi')}）" if roots is None else "given",
        "trusted_here": here,
    }


class _Caller:
    """Connects by the ways of the crawl, in turn."""

    def __init__(self, plan: CrawlSettings, pace: Pace) -> None:
        self._seconds = min(plan.timeout, _PATIENCE)
        self._pace = pace
        self._home = plan.home
        self._routes = Routes(plan.connect_to)
        self._resolver = GuardedResolver(self._routes, plan.dns, min(5.0, plan.timeout))

    async def place(self, host: str, port: int) -> Address | str:
        """Return where to connect to, or why nowhere."""
        if is_unmapped(self._routes, self._home, host, port):
            return UNMAPPED
        try:
            return await self._resolver.place(host, port)
        except (OSError, ForbiddenAddressError) as error:
            return understood(error).outcome.value

    async def shake(
        self, place: Address, host: str, version: str | None = None, *, named: bool = True
    ) -> Handshake:
        """Shake hands once."""
        async with self._pace.turn(host, place.host):
            return await shake(place, host, self._seconds, version, named=named)

    async def same_issuer(
        self, chain: Sequence[x509.Certificate], others: Sequence[str]
    ) -> str | None:
        """Return another site whose certificate comes from the same issuer."""
        for host in others[:_WITNESSES]:
            place = await self.place(host, HTTPS)
            if isinstance(place, Address):
                seen = await self.shake(place, host)
                if seen.chain and seen.chain[-1].issuer == chain[-1].issuer:
                    return host
        return None
