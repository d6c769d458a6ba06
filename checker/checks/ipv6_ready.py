"""The portal's host has IPv6 addresses, and its home page opens over them with the same content.

Passes: every required sub-test passed.  Fails: a required sub-test failed: no AAAA, an address that means
nothing on the internet, an address that takes no connection while IPv4 works, another status, and what
else the rule requires.  Is never pending.  Review: a required sub-test could not be made: nothing was
measured, the scanner has no IPv6 or it is not proven, the DNS did not answer, IPv4 failed as well, a bot
wall answered.  Known limits: one vantage point; inner links are judged by their hosts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from checker.facts.site import SiteFacts
from checker.facts.urls import host_of
from checker.ipv6_home import judge_home
from checker.ipv6_others import judge_links, judge_mobile, judge_name_servers, judge_resources
from checker.ipv6_sheet import NAMES, Sheet, SubTest, status
from checker.judgement import UNKNOWN, Judgement, Question, evidence, fingerprint
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Finding, Reason, Verdict

SLOTS = frozenset({"host", "addresses", "passed", "tests", "failed_test", "notices"})
_CAREFUL = [SubTest.AAAA, SubTest.ADDRESS, SubTest.CONNECT, SubTest.STATUS]
_Share = Annotated[float, Field(ge=0, le=1)]


class Params(BaseParams):
    """Which sub-tests may fail the rule, and how much they ask.

    `min_second`, `min_third`: the shares of links that a document prints; without one they are information.
    """

    required: Annotated[list[SubTest], Stricter.UNION] = Field(default=_CAREFUL)
    min_similarity: Annotated[float, Stricter.HIGHER] = Field(default=0.8, ge=0, le=1)
    min_name_servers: Annotated[int, Stricter.HIGHER] = Field(default=2, ge=1)
    min_second: Annotated[_Share | None, Stricter.HIGHER] = None
    min_third: Annotated[_Share | None, Stricter.HIGHER] = None


def ipv6_ready(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge the last IPv6 measurement of the home page's host."""
    host = host_of(site.home.fetch.url if site.home.fetch else site.snapshot.info.home)
    probes = site.snapshot.probes("ipv6")
    probe = next((p for p in reversed(probes) if p.subject == host), probes[-1] if probes else None)
    if probe is None:
        slots = _slots(host, {}, Sheet(()), "没有测量")
        return Judgement(Verdict.REVIEW, slots, Reason.NO_IPV6_HERE, "本次没有做 IPv6 测量")
    data = probe.data
    sheet = _measured(data, params)
    told = f"IPv6 测量（{probe.subject}）"
    at = probe.measured_at.isoformat(timespec="seconds")
    seen = (
        evidence(f"http://{host}/", told, None, _told(data)).model_copy(update={"fetched_at": at}),
    )
    tables = (sheet.table(),)
    failed = sheet.failed
    if failed:
        name, measured = NAMES[failed], sheet.rows[failed][1]
        finding = Finding(
            fingerprint=fingerprint(asked.rule, f"{probe.subject} {name}"),
            message=f"{name}不通过：{measured}",
            url=f"http://{host}/",
            target=probe.subject,
            observed=measured,
            expected=f"{name}通过",
            fetched_at=at,
            suggestion="请主机或网络服务单位开通 IPv6 解析与访问",
        )
        slots = _slots(probe.subject, data, sheet, f"{name}不通过：{measured}")
        return Judgement(Verdict.FAIL, slots, None, measured, seen, (finding,), tables)
    if sheet.doubt:
        reason, why = sheet.doubt
        slots = _slots(probe.subject, data, sheet, why)
        return Judgement(Verdict.REVIEW, slots, reason, why, seen, (), tables)
    slots = _slots(probe.subject, data, sheet, "无")
    return Judgement(Verdict.PASS, slots, None, "；".join(sheet.notices), seen, (), tables)


def _measured(data: Mapping[str, Any], params: Params) -> Sheet:
    least = {SubTest.SECOND_LINKS: params.min_second, SubTest.THIRD_LINKS: params.min_third}
    printed = [test for test, share in least.items() if share is not None]
    sheet = Sheet(frozenset([*params.required, *printed]))
    judge_home(data, params.min_similarity, sheet)
    judge_name_servers(data, params.min_name_servers, sheet)
    judge_links(data, least, sheet)
    judge_resources(data, sheet)
    judge_mobile(data, sheet)
    sheet.not_done = "；".join(
        f"{one['what']}（{one['why']}）" for one in data.get("unfinished") or ()
    )
    return sheet


def _slots(host: str, data: Mapping[str, Any], sheet: Sheet, failed: str) -> dict[str, str]:
    passed, tests = sheet.counted
    return {
        "host": host,
        "addresses": "、".join(map(str, data.get("aaaa") or [])) or "无",
        "passed": str(passed),
        "tests": str(tests),
        "failed_test": failed,
        "notices": "；".join(sheet.notices) or "无",
    }


def _told(data: Mapping[str, Any]) -> str:
    aaaa = "、".join(map(str, data.get("aaaa") or [])) or "无"
    return f"AAAA：{aaaa}；IPv6 状态 {status(data, 'v6') or UNKNOWN}；IPv4 状态 {status(data, 'v4') or UNKNOWN}"
