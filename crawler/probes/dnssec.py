"""Follow the signatures of the DNS from the root to a host's addresses (RFC 4035).

The resolver brings the records; their signatures are checked here, by dnspython.  `INSECURE` needs a
signed proof that some parent signs nothing for its child; where signatures are merely not there, a
resolver may have left them out, and the answer is `UNKNOWN`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import dns.dnssec
import dns.exception
import dns.message
import dns.name
import dns.node
import dns.rdataclass
import dns.rdataset
import dns.rdatatype
import dns.rrset
from dns.rdatatype import RdataType
from dns.rdtypes.ANY.RRSIG import RRSIG

from crawler.probes.denial import Denial, without_ds

Ask = Callable[[dns.name.Name, RdataType], Awaitable[dns.message.Message | None]]
Anchors = Mapping[dns.name.Name, dns.rdataset.Rdataset]

# The keys of the root of 2017 and 2024, https://data.iana.org/root-anchors/root-anchors.xml
ROOT: Anchors = {
    dns.name.root: dns.rdataset.from_text(
        "IN",
        "DS",
        0,
        "20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
        "38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16",
    )
}


# RSA/SHA-1, RSA/SHA-2, ECDSA, EdDSA (RFC 8624); GOST and what may come are not checked.
_ALGORITHMS = frozenset({5, 7, 8, 10, 13, 14, 15, 16})


class State(StrEnum):
    """What the signatures say."""

    SECURE = "secure"
    INSECURE = "insecure"  # proven to be unsigned
    BOGUS = "bogus"  # signatures are there and do not hold
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Walk:
    """The way from the root: the state, why, and each zone that was come through."""

    state: State = State.UNKNOWN
    why: str = ""
    zones: list[str] = field(default_factory=list)


class _Stopped(Exception):  # noqa: N818 - no error: the walk has come to its end
    def __init__(self, state: State, why: str) -> None:
        super().__init__(why)
        self.state = state


@dataclass(frozen=True, slots=True)
class _Zone:
    name: dns.name.Name
    keys: dns.rrset.RRset


async def walk(host: dns.name.Name, ask: Ask, moment: datetime, anchors: Anchors = ROOT) -> Walk:
    """Walk from the anchor above `host` to its addresses."""
    found = Walk()
    try:
        await _Walker(ask, moment.timestamp(), found).go(host, anchors)
    except _Stopped as stopped:
        found.state, found.why = stopped.state, str(stopped)
    return found


class _Walker:
    def __init__(self, ask: Ask, now: float, found: Walk) -> None:
        self._ask = ask
        self._now = now
        self._found = found

    async def go(self, host: dns.name.Name, anchors: Anchors) -> None:
        top = max((name for name in anchors if host.is_subdomain(name)), key=len)
        try:
            zone = await self._enter(top, anchors[top])
        except _Stopped as stopped:
            # Our own anchors may be old, and who changes the root's keys is the resolver, not the site.
            raise _Stopped(
                State.UNKNOWN, f"{stopped}；从根开始就没有验证成，解析服务器可能不支持 DNSSEC"
            ) from stopped
        for depth in range(len(top) + 1, len(host) + 1):
            zone = await self._down(zone, host.split(depth)[1])
        await self._signed(zone, zone.name, dns.rdatatype.SOA)
        signed = [await self._signed(zone, host, dns.rdatatype.CNAME)]
        if not signed[0]:
            kinds = (dns.rdatatype.A, dns.rdatatype.AAAA)
            signed = [await self._signed(zone, host, kind) for kind in kinds]
        if not any(signed):
            raise _Stopped(State.UNKNOWN, f"{_text(host)} 没有地址记录可验证")
        self._found.state = State.SECURE

    async def _enter(self, name: dns.name.Name, ds: dns.rdataset.Rdataset) -> _Zone:
        """Take the keys of a zone that its parent vouches for by `ds`."""
        answer = await self._answer(name, dns.rdatatype.DNSKEY)
        keys = _find(answer.answer, name, dns.rdatatype.DNSKEY)
        if keys is None:
            raise _Stopped(State.UNKNOWN, f"没有取到 {_text(name)} 的 DNSKEY")
        usable = _vouched(name, keys, ds)
        if usable is None:
            raise _Stopped(State.UNKNOWN, f"{_text(name)} 的 DS 用的算法这里不能验证")
        if not usable:
            raise _Stopped(State.BOGUS, f"{_text(name)} 的 DNSKEY 与上级的 DS 对不上")
        self._verify(_Zone(name, usable), keys, answer.answer)
        self._found.zones.append(_text(name))
        return _Zone(name, keys)

    async def _down(self, zone: _Zone, name: dns.name.Name) -> _Zone:
        """Go one label down: into a signed zone, or on in the same; stops where a zone is unsigned."""
        answer = await self._answer(name, dns.rdatatype.DS)
        ds = _find(answer.answer, name, dns.rdatatype.DS)
        if ds is not None:
            self._verify(zone, ds, answer.answer)
            return await self._enter(name, ds)
        alias = _find(answer.answer, name, dns.rdatatype.CNAME)
        if alias is not None:
            self._verify(zone, alias, answer.answer)
            return zone
        proofs = [
            one
            for one in answer.authority
            if one.rdtype in {dns.rdatatype.NSEC, dns.rdatatype.NSEC3}
        ]
        for proof in proofs:
            self._verify(zone, proof, answer.authority)
        match without_ds(name, zone.name, proofs):
            case Denial.UNSIGNED:
                raise _Stopped(
                    State.INSECURE, f"上级 {_text(zone.name)} 证明 {_text(name)} 没有启用签名"
                )
            case Denial.NO_CUT:
                return zone
        raise _Stopped(
            State.UNKNOWN,
            f"{_text(name)} 没有 DS 记录，应答也没有带签名的证明（解析服务器可能去掉了签名）",
        )

    async def _signed(self, zone: _Zone, name: dns.name.Name, kind: RdataType) -> bool:
        """Verify records of a name, if there are any."""
        answer = await self._answer(name, kind)
        rrset = _find(answer.answer, name, kind)
        if rrset is not None:
            self._verify(zone, rrset, answer.answer)
        return rrset is not None

    async def _answer(self, name: dns.name.Name, kind: RdataType) -> dns.message.Message:
        answer = await self._ask(name, kind)
        if answer is None:
            told = f"{_text(name)} 的 {dns.rdatatype.to_text(kind)} 没有问到"
            raise _Stopped(State.UNKNOWN, told)
        return answer

    def _verify(self, zone: _Zone, rrset: dns.rrset.RRset, section: list[dns.rrset.RRset]) -> None:
        """Stop unless the zone has signed these records and the signature holds."""
        what = f"{_text(rrset.name)} 的 {dns.rdatatype.to_text(rrset.rdtype)}"
        signatures = _find(section, rrset.name, dns.rdatatype.RRSIG, rrset.rdtype)
        if signatures is None:
            raise _Stopped(State.UNKNOWN, f"{what} 应答里没有签名（解析服务器可能去掉了签名）")
        ours = [one for one in signatures if one.signer == zone.name]
        if not ours:
            raise _Stopped(State.UNKNOWN, f"{what} 的签名不是 {_text(zone.name)} 做的")
        if not any(_checkable(one, zone.keys) for one in ours):
            raise _Stopped(State.UNKNOWN, f"{what} 的签名算法这里不能验证")
        keys: dict[dns.name.Name, dns.node.Node | dns.rdataset.Rdataset] = {zone.name: zone.keys}
        try:
            dns.dnssec.validate(rrset, signatures, keys, now=self._now)
        except dns.exception.UnsupportedAlgorithm as error:
            raise _Stopped(State.UNKNOWN, f"{what} 的签名算法这里不能验证") from error
        except dns.exception.DNSException as error:
            raise _Stopped(
                State.BOGUS, f"{what} 的签名不成立（{_why(signatures, self._now)}）"
            ) from error


def _checkable(signature: RRSIG, keys: dns.rrset.RRset) -> bool:
    """The signature is of an algorithm that is checked here; a key that is not there is no excuse."""
    same = [key for key in keys if key.algorithm == signature.algorithm]
    return signature.algorithm in _ALGORITHMS and (
        not same or any(dns.dnssec.default_policy.ok_to_validate(key) for key in same)
    )


def _why(signatures: dns.rrset.RRset, now: float) -> str:
    if all(one.expiration < now for one in signatures):
        return "已过期"
    if all(one.inception > now for one in signatures):
        return "还没有生效"
    return "与密钥不符"


def _vouched(
    name: dns.name.Name, keys: dns.rrset.RRset, ds: dns.rdataset.Rdataset
) -> dns.rrset.RRset | None:
    """Return the keys that a DS stands for; None where no DS can be understood."""
    found = dns.rrset.RRset(name, keys.rdclass, keys.rdtype)
    understood = False
    for wanted in ds:
        for key in keys:
            try:
                made = dns.dnssec.make_ds(name, key, wanted.digest_type, validating=True)
            except dns.exception.DNSException:
                continue
            understood = True
            if made == wanted:
                found.add(key)
    return found if understood else None


def _find(
    section: list[dns.rrset.RRset],
    name: dns.name.Name,
    kind: RdataType,
    covers: RdataType = dns.rdatatype.NONE,
) -> dns.rrset.RRset | None:
    for one in section:
        if (one.name, one.rdtype, one.covers) == (name, kind, covers) and len(one):
            return one
    return None


def _text(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True) if name != dns.name.root else "根"
