"""The home page's answer carries the headers that protect its visitors.

Passes: of the protections in `wanted` each is set, by a header or, where that counts, by the page's own markup.
Fails: one is not set; each is a finding.  Is never pending.  Review: not measured, no page was seen (bot wall,
error, a site elsewhere), --connect-to leads inside.  Compression and what the server says of its software
are told and not judged.  Known limits: the home page only; what a policy allows is not weighed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from checker.facts.home_answers import HomeAnswers, Way, inner
from checker.facts.site import SiteFacts
from checker.judgement import Judgement, Question, short
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Reason, Verdict
from checker.subtests import SLOTS as COMMON
from checker.subtests import Sheet, measurement, unmeasured

SLOTS = COMMON | {"page", "server"}
_CSP = "content-security-policy"
_FRAMES = re.compile(r"(?:^|;)\s*frame-ancestors\s+\S", re.IGNORECASE)
_REFERRERS = frozenset(
    {
        *("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"),
        *("no-referrer-when-downgrade", "origin", "origin-when-cross-origin"),
    }
)
_FIX = "请在网站服务器的应答里加上 {header}"


class Protection(StrEnum):
    """What protects a visitor."""

    CSP = "csp"
    NOSNIFF = "nosniff"
    FRAMES = "frames"
    REFERRER = "referrer"


class Params(BaseParams):
    """The protections that must be set."""

    wanted: Annotated[list[Protection], Stricter.UNION] = Field(default=list(Protection))


def headers_protective(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge the home page's answer, over HTTPS where there is one."""
    probe = measurement(site, "http")
    if probe is None:
        return unmeasured(site, "首页的应答头", {"page": "—", "server": "—"})
    answers = HomeAnswers.of(probe)
    sheet = Sheet("安全响应头分项结果", probe)
    way = next((way for way in (answers.secure, answers.plain) if way.page), None)
    page = way.page if way else None
    if way is None or page is None:
        return _unseen(sheet, answers)
    for protection, (test, header, names, measure) in _TESTS.items():
        told = measure(page.headers, way)
        if told:
            sheet.good(test, short(told))
            continue
        there = "、".join(short(page.headers[name]) for name in names if name in page.headers)
        lacks = f"设了但不起这个作用：{there}" if there else "没有设置"
        if protection in params.wanted:
            sheet.bad(test, lacks, f"应答里有 {header}", _FIX.format(header=header))
        else:
            sheet.info(test, lacks)
    sheet.info("HTTP 压缩", page.headers.get("content-encoding") or "没有压缩")
    server = "、".join(
        short(page.headers[name]) for name in ("server", "x-powered-by") if name in page.headers
    )
    sheet.info("服务器软件", f"应答自称 {server}" if server else "没有透露")
    doubt = ""
    if inner(answers.mapped):
        doubt = f"测的是 --connect-to 指定的内部地址 {answers.mapped}，不代表公网上的网站"
    return sheet.judged(asked, page.url, {"page": page.url, "server": server or "没有透露"}, doubt)


def _unseen(sheet: Sheet, answers: HomeAnswers) -> Judgement:
    wall = answers.secure.wall or answers.plain.wall
    told = f"{answers.secure.shown}；{answers.plain.shown}"
    why = f"返回防护应答（{wall}）" if wall else "没有看到首页"
    reason = Reason.BLOCKED if wall else Reason.UNREACHABLE
    slots = {"page": "—", "server": "—"}
    return sheet.without(Verdict.REVIEW, reason, f"{why}：{told}", slots)


def _csp(headers: Mapping[str, str], way: Way) -> str:
    return headers.get(_CSP, "") or way.meta.get(_CSP, "")


def _nosniff(headers: Mapping[str, str], _: Way) -> str:
    told = headers.get("x-content-type-options", "")
    return told if "nosniff" in told.lower() else ""


def _frames(headers: Mapping[str, str], _: Way) -> str:
    policy = headers.get(_CSP, "")  # frame-ancestors counts in a header only
    if _FRAMES.search(policy):
        return policy
    told = headers.get("x-frame-options", "")
    return told if {"deny", "sameorigin"} & set(re.split(r"[\s,;]+", told.lower())) else ""


def _referrer(headers: Mapping[str, str], way: Way) -> str:
    told = headers.get("referrer-policy", "") or way.meta.get("referrer", "")
    known = [one.strip().lower() for one in told.split(",")]
    return told if any(one in _REFERRERS for one in known) else ""


_TESTS: Mapping[
    Protection, tuple[str, str, tuple[str, ...], Callable[[Mapping[str, str], Way], str]]
] = {
    Protection.CSP: (
        "内容安全策略（CSP）",
        "Content-Security-Policy",
        (f"{_CSP}-report-only",),
        _csp,
    ),
    Protection.NOSNIFF: (
        "禁止猜测类型",
        "X-Content-Type-Options: nosniff",
        ("x-content-type-options",),
        _nosniff,
    ),
    Protection.FRAMES: (
        "禁止被别站嵌入",
        "X-Frame-Options 或 frame-ancestors",
        ("x-frame-options",),
        _frames,
    ),
    Protection.REFERRER: ("来源信息策略", "Referrer-Policy", ("referrer-policy",), _referrer),
}
