"""The signatures of the host's DNS answers (DNSSEC) hold.

Passes: a chain of signatures leads from the root to the host's addresses, and to those of the host that a
CNAME leads to.  Fails: signatures are there and do not hold; with `signed`, also where the domain is proven to
have none.  Not applicable: it is proven to have none (and `signed` is false), or the host is an
address.  Is never pending.  Review: not measured, the resolver strips signatures or disagrees, our
clock and the site's disagree.  CAA is told and not judged.  Known limits: one resolver; what other
resolvers have cached is not seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.facts.home_answers import HomeAnswers
from checker.facts.site import SiteFacts
from checker.judgement import UNKNOWN, Judgement, Question
from checker.params import Params as BaseParams
from checker.results import Reason, Verdict
from checker.subtests import A_DAY, Result, Sheet, measurement, unmeasured
from checker.subtests import SLOTS as COMMON

SLOTS = COMMON | {"state", "caa"}
_STATES = {
    "secure": "已签名，验证通过",
    "insecure": "没有启用",
    "bogus": "签名不成立",
    "unknown": "不明",
}
_SAYS = {
    "authentic": "解析服务器验证通过（AD）",
    "servfail": "解析服务器认为签名不成立（不要求验证时才应答）",
    "nothing": "解析服务器没有表示",
}
_FIX = "请域名管理单位检查 DNSSEC 的 DS、DNSKEY 和签名有效期，修正或撤下失效的 DS 记录"


class Params(BaseParams):
    """Whether the domain must be signed."""

    signed: bool = False


def dns_secured(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge the last DNS measurement of the home page's host."""
    probe = measurement(site, "dns")
    if probe is None:
        return unmeasured(site, "域名的 DNSSEC", {"state": "没有测", "caa": "没有测"})
    data = probe.data
    sheet = Sheet("DNSSEC 和 CAA 结果", probe)
    caa = _caa(data)
    slots = {"state": _STATES.get(str(data.get("state")), "不适用"), "caa": caa}
    if data.get("state") is None:
        return sheet.without(Verdict.NOT_APPLICABLE, None, "网址是 IP 地址，没有域名", slots)
    told = measurement(site, "http")
    skew = HomeAnswers.of(told).skew if told else None
    says = data.get("resolver_says")
    _signatures(sheet, "DNSSEC", str(data["state"]), str(data.get("why") or ""), params, says, skew)
    if data.get("alias") and data["state"] == "secure":
        test = f"DNSSEC（别名 {data['alias']}）"
        _signatures(sheet, test, str(data.get("alias_state")), "", params, None, skew)
    sheet.info("验证经过", "、".join(map(str, data.get("zones") or ())) or "—")
    sheet.info("解析服务器", f"{data.get('resolver') or UNKNOWN}：{_SAYS.get(str(says), UNKNOWN)}")
    sheet.info("CAA", caa)
    if not any(line.result in {Result.GOOD, Result.BAD, Result.UNSURE} for line in sheet.lines):
        why = sheet.lines[0].measured
        return sheet.without(Verdict.NOT_APPLICABLE, None, why, slots)
    return sheet.judged(asked, f"http://{sheet.host}/", slots)


def _signatures(
    sheet: Sheet,
    test: str,
    state: str,
    why: str,
    params: Params,
    says: object,
    skew: int | None,
) -> None:
    told = f"{_STATES.get(state, state)}{'：' if why else ''}{why}"
    if state == "secure":
        sheet.good(test, told)
    elif state == "insecure" and params.signed:
        sheet.bad(test, told, "域名启用 DNSSEC", "请域名管理单位为域名启用 DNSSEC")
    elif state == "insecure":
        sheet.info(test, told)
    elif state == "bogus" and skew is not None and abs(skew) > A_DAY:
        sheet.unsure(
            test, f"{told}；但检查机与网站的时钟相差一天以上，不能断定", Reason.DATE_CONFLICT
        )
    elif state == "bogus" and says == "authentic":
        sheet.unsure(test, f"{told}；但解析服务器验证通过，不能断定", Reason.MANUAL)
    elif state == "bogus":
        sheet.bad(test, f"{told}，要求验证的解析服务器会打不开网站", "签名成立", _FIX)
    else:
        sheet.unsure(test, told, Reason.MANUAL)


def _caa(data: Mapping[str, Any]) -> str:
    records = data.get("caa")
    if records is None:
        return "没有问到"
    if not records:
        return "没有 CAA 记录"
    return f"{data.get('caa_at')}：{'；'.join(map(str, records))}"
