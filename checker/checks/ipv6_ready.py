"""The portal's host has IPv6 addresses, and its home page opens over them with the same content.

Passes: AAAA records stand, every address takes connections, the page over IPv6 has the status of
the page over IPv4 and is at least `min_similarity` alike.  Fails: no AAAA, an address that means
nothing on the internet, an address that takes no connection while IPv4 works, another page.  Is
never pending.  Review: nothing was measured, the scanner has no IPv6, the DNS did not answer, IPv4
failed as well, a bot wall answered.  Known limits: one vantage point; only the home page's host.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field

from checker.facts.site import SiteFacts
from checker.facts.urls import host_of
from checker.judgement import NONE, UNKNOWN, Judgement, Question, evidence, fingerprint
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Finding, MeasurementTable, Reason, Verdict

SLOTS = frozenset({"host", "addresses", "passed", "tests", "failed_test"})
_GOOD, _BAD, _NOT = "通过", "不通过", "未测"
_WALLS = frozenset({401, 403, 405, 407, 412, 418, 421, 429, 451, 521})
_TESTS = ("AAAA 记录", "地址有效", "IPv6 连接", "首页状态一致", "首页内容一致")


class Params(BaseParams):
    """How alike the two home pages must be."""

    min_similarity: Annotated[float, Stricter.HIGHER] = Field(default=0.8, ge=0, le=1)


@dataclass(slots=True)
class _Sheet:
    """The sub-tests, as they are filled in."""

    rows: dict[str, tuple[str, str]] = field(default_factory=dict)
    doubt: tuple[Reason, str] | None = None

    def put(self, test: str, result: str, measured: str) -> None:
        self.rows[test] = (result, measured)

    def stop(self, reason: Reason, why: str) -> None:
        self.doubt = self.doubt or (reason, why)

    @property
    def failed(self) -> str | None:
        return next((test for test, (result, _) in self.rows.items() if result == _BAD), None)


def ipv6_ready(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge the last IPv6 measurement of the home page's host."""
    host = host_of(site.home.fetch.url if site.home.fetch else site.snapshot.info.home)
    probes = site.snapshot.probes("ipv6")
    probe = next((p for p in reversed(probes) if p.subject == host), probes[-1] if probes else None)
    if probe is None:
        slots = _slots(host, {}, _Sheet(), "没有测量")
        return Judgement(Verdict.REVIEW, slots, Reason.NO_IPV6_HERE, "本次没有做 IPv6 测量")
    data = probe.data
    sheet = _measure(data, params)
    told = f"IPv6 测量（{probe.subject}）"
    at = probe.measured_at.isoformat(timespec="seconds")
    seen = (
        evidence(f"http://{host}/", told, None, _told(data)).model_copy(update={"fetched_at": at}),
    )
    table = MeasurementTable(
        title="IPv6 分项结果",
        columns=["项目", "结果", "测得"],
        rows=[[test, *sheet.rows.get(test, (_NOT, UNKNOWN))] for test in _TESTS],
    )
    failed = sheet.failed
    if failed:
        measured = sheet.rows[failed][1]
        finding = Finding(
            fingerprint=fingerprint(asked.rule, f"{probe.subject} {failed}"),
            message=f"{failed}不通过：{measured}",
            url=f"http://{probe.subject}/",
            target=probe.subject,
            observed=measured,
            expected=f"{failed}通过",
            fetched_at=at,
            suggestion="请主机或网络服务单位开通 IPv6 解析与访问",
        )
        slots = _slots(probe.subject, data, sheet, f"{failed}不通过：{measured}")
        return Judgement(Verdict.FAIL, slots, None, measured, seen, (finding,), (table,))
    if sheet.doubt:
        reason, why = sheet.doubt
        slots = _slots(probe.subject, data, sheet, why)
        return Judgement(Verdict.REVIEW, slots, reason, why, seen, (), (table,))
    return Judgement(
        Verdict.PASS, _slots(probe.subject, data, sheet, "无"), None, "", seen, (), (table,)
    )


def _measure(data: Mapping[str, Any], params: Params) -> _Sheet:
    sheet = _Sheet()
    addresses = [str(address) for address in data.get("aaaa") or []]
    if not addresses:
        if data.get("dns_error"):
            sheet.put(_TESTS[0], _NOT, f"域名查询出错：{data['dns_error']}")
            sheet.stop(Reason.UNREACHABLE, f"域名查询出错：{data['dns_error']}")
        else:
            sheet.put(_TESTS[0], _BAD, "没有 AAAA 记录")
        return sheet
    sheet.put(_TESTS[0], _GOOD, "、".join(addresses))
    useless = [a for a in addresses if not _usable(a, mapped=data.get("local_ipv6") == "mapped")]
    if useless:
        sheet.put(_TESTS[1], _BAD, f"不是公网 IPv6 地址：{'、'.join(useless)}")
        return sheet
    sheet.put(_TESTS[1], _GOOD, f"{len(addresses)} 个地址")
    if data.get("local_ipv6") == "no":
        sheet.stop(Reason.NO_IPV6_HERE, "检查机没有 IPv6 网络")
        return sheet
    if data.get("local_ipv6") == "unmapped":
        sheet.stop(Reason.NO_IPV6_HERE, "--connect-to 只给了 IPv4 地址，没有测 IPv6")
        return sheet
    _connections(data, sheet)
    if not sheet.failed and not sheet.doubt:
        _pages(data, params, sheet)
    return sheet


def _connections(data: Mapping[str, Any], sheet: _Sheet) -> None:
    """An address counts as reached when any of its ports took the connection."""
    tried: dict[str, list[Mapping[str, Any]]] = {}
    for attempt in data.get("connect") or []:
        tried.setdefault(str(attempt.get("address")), []).append(attempt)
    dead = [a for a, attempts in tried.items() if not any(x.get("ok") for x in attempts)]
    if not tried:
        sheet.stop(Reason.UNREACHABLE, "没有测到 IPv6 连接")
    elif not dead:
        sheet.put(_TESTS[2], _GOOD, f"{len(tried)} 个地址都能连接")
    elif len(dead) == len(tried) and not _status(data, "v4"):
        sheet.put(_TESTS[2], _NOT, "IPv6 和 IPv4 都连不上")
        sheet.stop(Reason.UNREACHABLE, "IPv6 和 IPv4 都连不上，可能是网站或网络暂时不通")
    else:
        why = "；".join(f"{a}（{tried[a][0].get('error') or '连不上'}）" for a in dead)
        sheet.put(_TESTS[2], _BAD, f"{len(dead)}/{len(tried)} 个地址连不上：{why}")


def _pages(data: Mapping[str, Any], params: Params, sheet: _Sheet) -> None:
    v6, v4 = _status(data, "v6"), _status(data, "v4")
    if v6 in _WALLS or v4 in _WALLS:
        sheet.stop(Reason.BLOCKED, f"首页返回防护应答（IPv6 {v6}，IPv4 {v4}）")
    elif v4 is None:
        sheet.stop(Reason.UNREACHABLE, "IPv4 没有打开首页，无法比较")
    elif v6 is None:
        sheet.put(_TESTS[3], _BAD, f"IPv6 没有打开首页，IPv4 返回 {v4}")
    elif v6 != v4:
        sheet.put(_TESTS[3], _BAD, f"IPv6 返回 {v6}，IPv4 返回 {v4}")
    else:
        sheet.put(_TESTS[3], _GOOD, f"都返回 {v6}")
        alike = data.get("similarity")
        if alike is None:
            sheet.stop(Reason.UNREACHABLE, "没有测到内容相似度")
        else:
            enough = float(alike) >= params.min_similarity
            measured = f"相似度 {float(alike):.2f}（要求不低于 {params.min_similarity:g}）"
            sheet.put(_TESTS[4], _GOOD if enough else _BAD, measured)


def _status(data: Mapping[str, Any], version: str) -> int | None:
    answer = data.get(version) or {}
    status = answer.get("status")
    return int(status) if status is not None else None


def _usable(address: str, *, mapped: bool) -> bool:
    try:
        parsed = ipaddress.IPv6Address(address)
    except ValueError:
        return False
    return mapped or (parsed.is_global and parsed.ipv4_mapped is None)


def _slots(host: str, data: Mapping[str, Any], sheet: _Sheet, failed: str) -> dict[str, str]:
    done = [result for result, _ in sheet.rows.values() if result != _NOT]
    return {
        "host": host,
        "addresses": "、".join(map(str, data.get("aaaa") or [])) or NONE,
        "passed": str(done.count(_GOOD)),
        "tests": str(len(_TESTS)),
        "failed_test": failed,
    }


def _told(data: Mapping[str, Any]) -> str:
    aaaa = "、".join(map(str, data.get("aaaa") or [])) or "无"
    return f"AAAA：{aaaa}；IPv6 状态 {_status(data, 'v6') or UNKNOWN}；IPv4 状态 {_status(data, 'v4') or UNKNOWN}"
