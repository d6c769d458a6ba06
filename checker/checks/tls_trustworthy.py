"""The host's TLS can be trusted: certificate by a known authority, for this host, in time, strong enough, new versions.

Passes: the chain leads to one of Mozilla's roots, the names fit, the certificate is valid for at least
`min_days_left` days more, key and signature are strong enough, and only versions from `min_version` on are
taken.  Fails: one of these is measured otherwise; each is a finding.  Not applicable: nothing speaks TLS.
Is never pending.  Review: not measured, no handshake was made (a firewall may stand in the way, or only
国密 is spoken), or only one without the host's name; an intermediate certificate was not sent; our clock and
the site's disagree; a proxy on the way replaces certificates; --connect-to leads inside; or the certificate
is somebody else's while the site itself does not use HTTPS.  Known limits: one place of measurement, one
address; no revocation, no cipher order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from checker.facts.home_answers import HomeAnswers, inner, why_not
from checker.facts.site import SiteFacts
from checker.judgement import Judgement, Question, short
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Reason, Verdict
from checker.subtests import A_DAY, Sheet, measurement, unmeasured
from checker.subtests import SLOTS as COMMON

SLOTS = COMMON | {"issuer", "not_after", "days_left", "version"}
_WHAT = "TLS 和证书"
_ORDER = ("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
_SAID = {"yes": "支持", "no": "不支持", "unsure": "未确认", "not_measured": "未测（本机不能）"}
_WEAK = frozenset({"md5", "sha1", "md2", "md4"})
_NO_SERVICE = {"no_tls": "443 端口答的不是 TLS", "unconnected": "443 端口没有开放"}
_NO_HANDSHAKE = {
    "silent": "TLS 握手没有等到应答",
    "broken": "TLS 握手被中断，可能是防火墙所为",
    "alert": "服务器拒绝了 TLS 握手，可能只支持国密算法或要求客户端证书",
    "other_version": "服务器不接受 TLS 1.0–1.3，可能只支持国密协议",
    "unknown_name": "服务器不认这个域名，拒绝了 TLS 握手",
    "cannot_offer": "检查机不能发起 TLS 握手",
    "unconnected": "443 端口没有连上",
    "unmapped": "--connect-to 没有说 443 端口连到哪里，没有测",
}
_TRUST = {
    "self_signed": "证书是自己签发的",
    "unknown_root": "证书链的根不在通用浏览器的信任名单（Mozilla）里",
    "invalid": "证书链里的签名或限制不成立",
}
_FIX = "请网站托管单位换用受信任机构签发的证书，并部署完整的证书链"
_SOON = 14


class Params(BaseParams):
    """What is asked of certificate and versions."""

    min_days_left: Annotated[int, Stricter.HIGHER] = Field(default=0, ge=0, le=365)
    min_rsa: Annotated[int, Stricter.HIGHER] = Field(default=2048, ge=1024, le=8192)
    min_ec: Annotated[int, Stricter.HIGHER] = Field(default=224, ge=160, le=521)
    min_version: Literal["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] = "TLSv1.2"


def tls_trustworthy(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge the last TLS measurement of the home page's host."""
    blank = dict.fromkeys(("issuer", "not_after", "days_left", "version"), "—")
    probe = measurement(site, "tls")
    if probe is None:
        return unmeasured(site, _WHAT, blank)
    data = probe.data
    sheet = Sheet("TLS 和证书分项结果", probe)
    if not data.get("certificate"):
        return _without_certificate(sheet, data, blank)
    if data.get("named") is False:
        why = "服务器不认这个域名，不报域名（SNI）才握上手，那里的证书可能是别的网站的"
        return sheet.without(Verdict.REVIEW, Reason.MANUAL, why, blank)
    told = measurement(site, "http")
    answers = HomeAnswers.of(told) if told else None
    certificate: Mapping[str, Any] = data["certificate"]
    days = _days_left(certificate, probe.measured_at)
    _chain(sheet, data, certificate)
    _names(sheet, data, certificate)
    _dates(sheet, certificate, probe.measured_at, params, answers.skew if answers else None)
    _strength(sheet, certificate, params)
    _versions(sheet, data, params)
    slots = {
        "issuer": str(certificate.get("issuer")),
        "not_after": str(certificate.get("not_after"))[:10],
        "days_left": str(days),
        "version": str(data.get("version")),
    }
    doubt = _doubt(data, certificate, site, answers)
    return sheet.judged(asked, f"https://{sheet.host}/", slots, doubt)


def _without_certificate(
    sheet: Sheet, data: Mapping[str, Any], blank: Mapping[str, str]
) -> Judgement:
    end, detail = str(data.get("end")), str(data.get("detail") or "")
    if end == "no_tls" or (end == "unconnected" and detail == "refused"):
        why = f"{_NO_SERVICE[end]}，没有证书可看"
        return sheet.without(Verdict.NOT_APPLICABLE, None, why, blank)
    why = _NO_HANDSHAKE.get(end) or f"443 端口没有测成（{why_not(end)}）"
    return sheet.without(
        Verdict.REVIEW, Reason.UNREACHABLE, f"{why}（{short(detail)}）" if detail else why, blank
    )


def _doubt(
    data: Mapping[str, Any],
    certificate: Mapping[str, Any],
    site: SiteFacts,
    answers: HomeAnswers | None,
) -> str:
    """Say why none of this may be held against the site."""
    if data.get("mapped") and inner(data.get("place")):
        return f"测的是 --connect-to 指定的内部地址 {data['place']}，不代表公网上的网站"
    if data.get("trusted_here"):
        return "签发机构只有检查机自己信任，可能是检查机所在网络的代理换掉了证书"
    if data.get("issuer_elsewhere"):
        other = data["issuer_elsewhere"]
        return f"{other} 的证书也由“{certificate.get('issuer')}”签发，可能是检查机所在网络的代理换掉了证书"
    uses = site.snapshot.info.home.startswith("https:") or (
        answers is not None and answers.upgrade is not None
    )
    if data.get("fits") is False and not uses:
        return "网站自己不用 HTTPS，443 端口上的证书可能是同一台机器上别的网站的"
    return ""


def _chain(sheet: Sheet, data: Mapping[str, Any], certificate: Mapping[str, Any]) -> None:
    trust, issuer = data.get("trust"), certificate.get("issuer")
    test = "证书可信"
    if trust == "trusted":
        sheet.good(test, f"由“{issuer}”签发，链到{data.get('roots')}信任的根")
    elif trust == "incomplete":
        told = (
            f"没有收到“{data.get('trust_detail')}”的证书，链不到受信任的根：服务器没有发送中间证书"
            "（有的浏览器会自己补齐，有的客户端打不开），或者签发机构不受信任"
        )
        sheet.unsure(test, told, Reason.MANUAL)
    elif trust in _TRUST:
        told = f"{_TRUST[trust]}（签发者“{issuer}”）"
        sheet.bad(test, told, "证书由公认的机构签发", _FIX)
    else:
        sheet.unsure(test, f"没有验证（签发者“{issuer}”）", Reason.MANUAL)


def _names(sheet: Sheet, data: Mapping[str, Any], certificate: Mapping[str, Any]) -> None:
    names = short("、".join(map(str, certificate.get("names") or ())) or "（没有写域名）")
    if data.get("fits"):
        sheet.good("域名相符", names)
    else:
        wanted = f"证书包含 {sheet.host}"
        sheet.bad("域名相符", f"证书是给 {names} 的", wanted, f"请换用包含 {sheet.host} 的证书")


def _dates(
    sheet: Sheet,
    certificate: Mapping[str, Any],
    moment: datetime,
    params: Params,
    skew: int | None,
) -> None:
    test, days = "有效期", _days_left(certificate, moment)
    wrong = _out_of_date(certificate, moment, params.min_days_left)
    if not wrong:
        soon = "，快到期了" if days < _SOON else ""
        sheet.good(test, f"到 {str(certificate['not_after'])[:10]}，还有 {days} 天{soon}")
    elif skew is None:
        told = f"{wrong}；但没有见到网站的时钟，不能排除检查机的时钟不准"
        sheet.unsure(test, told, Reason.DATE_CONFLICT)
    elif abs(skew) > A_DAY:
        told = f"{wrong}；但检查机与网站的时钟相差 {abs(skew) // A_DAY} 天，不能断定"
        sheet.unsure(test, told, Reason.DATE_CONFLICT)
    elif not _out_of_date(certificate, moment + timedelta(seconds=skew), params.min_days_left):
        told = f"{wrong}；但检查机与网站的时钟相差 {abs(skew)} 秒，按网站的时钟没有问题"
        sheet.unsure(test, told, Reason.DATE_CONFLICT)
    else:
        sheet.bad(test, wrong, f"在有效期内，至少还有 {params.min_days_left} 天", "请更换证书")


def _out_of_date(certificate: Mapping[str, Any], moment: datetime, least: int) -> str:
    """Say what is wrong with the dates at a moment; "" where nothing is."""
    begins = datetime.fromisoformat(str(certificate["not_before"]))
    until = str(certificate["not_after"])[:10]
    days = _days_left(certificate, moment)
    if moment < begins:
        return f"{begins:%Y-%m-%d} 才生效"
    if days < 0:
        return f"{until} 已过期"
    return f"{until} 到期，只剩 {days} 天" if days < least else ""


def _days_left(certificate: Mapping[str, Any], moment: datetime) -> int:
    return (datetime.fromisoformat(str(certificate["not_after"])) - moment).days


def _strength(sheet: Sheet, certificate: Mapping[str, Any], params: Params) -> None:
    kind, bits = certificate.get("key"), certificate.get("key_bits")
    least = {"RSA": params.min_rsa, "DSA": params.min_rsa, "EC": params.min_ec}.get(str(kind))
    told = f"{kind or '未识别'} {bits or ''}".strip()
    if least is None or bits is None:
        sheet.info("密钥", told)
    elif bits >= least:
        sheet.good("密钥", told)
    else:
        sheet.bad("密钥", told, f"不少于 {least} 位", "请用更长的密钥重新申请证书")
    signature = str(certificate.get("signature") or "")
    if signature in _WEAK:
        sheet.bad("签名算法", signature, "SHA-256 或更强", "请重新申请证书")
    else:
        sheet.good("签名算法", signature or "未识别")


def _versions(sheet: Sheet, data: Mapping[str, Any], params: Params) -> None:
    found: Mapping[str, str] = data.get("versions") or {}
    agreed = str(data.get("version") or "")
    told = "、".join(f"{one} {_SAID.get(found.get(one, ''), '未测')}" for one in _ORDER)
    least = _ORDER.index(params.min_version)
    old = [one for one in _ORDER[:least] if found.get(one) == "yes"]
    best = _rank(agreed, _ORDER)
    test = "TLS 版本"
    if best is not None and best < least:
        wanted = f"支持 {params.min_version} 以上"
        sheet.bad(
            test, f"最高只到 {agreed}：{told}", wanted, f"请开通 {params.min_version} 以上版本"
        )
    elif old:
        wanted = f"不接受 {params.min_version} 以下的版本"
        sheet.bad(test, f"还接受旧版本：{told}", wanted, f"请关闭 {'、'.join(old)}")
    else:
        sheet.good(test, told)


def _rank(version: str, order: Sequence[str]) -> int | None:
    return order.index(version) if version in order else None
