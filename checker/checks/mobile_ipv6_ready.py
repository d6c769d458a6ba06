"""The portal's mobile hosts (m., wap., 3g., mobile.) work over IPv6.

Passes: mobile hosts were seen, and each was reached over IPv6.  Fails: a mobile host that the site links
to has no AAAA record, or only addresses that mean nothing on the internet, or was not reached while
this machine's IPv6 is proven.  Is never pending.  Review: no mobile host was seen (then what bears on the
question is gathered, for a person to answer), or one could not be measured.  Known limits: sees
hosts, not what an app talks to; a host that only the DNS knows never fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker import assisted
from checker.assisted import Clues, collect_clues
from checker.facts.site import SiteFacts
from checker.ipv6_others import described
from checker.judgement import Judgement, Question, evidence, fingerprint
from checker.results import Evidence, Finding, MeasurementTable, Reason, Verdict

SLOTS = assisted.SLOTS | {"hosts", "failed"}
_LINKED = frozenset({"linked", "named"})
_WORD = {True: "支持", False: "不支持", None: "没有测出"}


class Params(Clues):
    """The question for a person, and what bears on it, where no mobile host was seen."""


def mobile_ipv6_ready(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge the mobile hosts of the last IPv6 measurement."""
    gathered = collect_clues(params, site, asked)
    probes = site.snapshot.probes("ipv6")
    data: Mapping[str, Any] = probes[-1].data if probes else {}
    seen = [one for one in data.get("mobile") or () if one["mobile"]]
    slots = dict(gathered.slots) | {
        "hosts": "；".join(described(one) for one in seen) or "没有见到移动端主机",
        "failed": "、".join(one["host"] for one in seen if one["works"] is False) or "无",
    }
    if not seen:
        return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, gathered.why, gathered.evidence)
    at = probes[-1].measured_at.isoformat(timespec="seconds")
    found = tuple(_evidence(one, at) for one in seen)
    tables = (_table(seen),)
    bad = [one for one in seen if one["works"] is False and one["why"] in _LINKED]
    if bad:
        findings = tuple(_finding(one, at, asked.rule) for one in bad)
        return Judgement(Verdict.FAIL, slots, None, slots["hosts"], found, findings, tables)
    if all(one["works"] for one in seen):
        return Judgement(Verdict.PASS, slots, None, "", found, (), tables)
    open_ = [one for one in seen if not one["works"]]
    # Without an answer from the DNS it is not this machine's IPv6 that is missing.
    silent = any(one["error"] for one in open_)
    only_dns = all(one["works"] is False for one in open_)
    reason = Reason.UNREACHABLE if silent else Reason.ASSISTED if only_dns else Reason.NO_IPV6_HERE
    return Judgement(Verdict.REVIEW, slots, reason, slots["hosts"], found, (), tables)


def _evidence(one: Mapping[str, Any], at: str) -> Evidence:
    made = evidence(f"http://{one['host']}/", f"IPv6 测量（{one['host']}）", None, described(one))
    return made.model_copy(update={"fetched_at": at})


def _finding(one: Mapping[str, Any], at: str, rule: str) -> Finding:
    told = described(one)
    return Finding(
        fingerprint=fingerprint(rule, one["host"]),
        message=f"移动端主机不支持 IPv6：{told}",
        url=f"http://{one['host']}/",
        target=one["host"],
        observed=told,
        expected="移动端主机能用 IPv6 访问",
        fetched_at=at,
        suggestion="请为移动端域名配置 AAAA 记录并开通 IPv6 访问",
    )


def _table(seen: list[Mapping[str, Any]]) -> MeasurementTable:
    return MeasurementTable(
        title="移动端主机的 IPv6",
        columns=["主机", "IPv6 地址", "结果", "测得"],
        rows=[
            [
                one["host"],
                "、".join(one["aaaa"]) or "无",
                _WORD[one["works"]],
                described(one),
            ]
            for one in seen
        ],
    )
