"""The home page is to be had over HTTPS, HTTP leads there on the same domain, and HSTS keeps it so.

Passes: HTTPS answers, `http://` is redirected to `https://` before it leaves the domain (or is not served
at all), and the answer over HTTPS has HSTS of at least `min_hsts` seconds.  Fails: nobody listens on
the HTTPS port while HTTP answers, the HTTP page is served without a redirect, redirects go round in circles or
back to HTTP, HSTS is missing, zero or too short.  Is never pending.  Review: not measured, no answer, a bot
wall, a broken handshake, a cookie that was wanted, --connect-to leading inside.  Known limits: the home page
only; one place of measurement; a script that leads on is not run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from checker.facts.home_answers import HomeAnswers, Hop, Way, inner
from checker.facts.site import SiteFacts
from checker.judgement import Judgement, Question
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Reason
from checker.subtests import SLOTS as COMMON
from checker.subtests import Result, Sheet, measurement, unmeasured
from crawler.snapshot import NO_ROUTE

SLOTS = COMMON | {"hsts"}
_AVAILABLE, _REDIRECT, _HSTS = "HTTPS 可用", "HTTP 转到 HTTPS", "HSTS"
_MAX_AGE = re.compile(r"(?:^|;)\s*max-age\s*=\s*\"?(\d{1,400})\"?\s*(?:;|$)", re.IGNORECASE)
_OPEN = "请网站托管单位申请证书，开通 HTTPS（443 端口）"
_LEAD = "请把 HTTP 访问先转到本域名的 HTTPS"
_SET = "请在 HTTPS 应答里加上 Strict-Transport-Security"


class Params(BaseParams):
    """How long HSTS must hold, in seconds."""

    min_hsts: Annotated[int, Stricter.HIGHER] = Field(default=31_536_000, ge=0, le=10**9)


def https_redirects(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge the last measurement of the home page's answers."""
    probe = measurement(site, "http")
    if probe is None:
        return unmeasured(site, "首页的 HTTP 和 HTTPS 应答", {"hsts": "—"})
    answers = HomeAnswers.of(probe)
    sheet = Sheet("HTTPS 分项结果", probe)
    tls = measurement(site, "tls")
    _available(sheet, answers, tls.data if tls else {})
    there = sheet.lines[0].result is Result.GOOD
    if there:
        _redirect(sheet, answers)
        _hsts(sheet, answers, params)
    else:
        sheet.untested(_REDIRECT, "没有测到 HTTPS")
        sheet.untested(_HSTS, "没有测到 HTTPS")
    doubt = ""
    if inner(answers.mapped):
        doubt = f"测的是 --connect-to 指定的内部地址 {answers.mapped}，不代表公网上的网站"
    hsts = _header(answers) or "没有"
    return sheet.judged(asked, site.snapshot.info.home, {"hsts": hsts}, doubt)


def _available(sheet: Sheet, answers: HomeAnswers, tls: Mapping[str, Any]) -> None:
    first, plain = answers.secure.first, answers.plain.first
    if first is None:
        sheet.unsure(_AVAILABLE, "没有测")
    elif first.status is not None:
        back = _back(answers)
        if back is None:
            sheet.good(_AVAILABLE, answers.secure.shown)
        else:
            told = f"HTTPS 又转回 HTTP：{back.shown} → {back.location}"
            sheet.bad(_AVAILABLE, told, "HTTPS 不转回 HTTP", "请取消 HTTPS 到 HTTP 的跳转")
    elif plain is None or plain.status is None:
        sheet.unsure(_AVAILABLE, f"HTTP 和 HTTPS 都没有打开：{answers.plain.shown}；{first.shown}")
    elif first.error == "unmapped":
        told = "--connect-to 没有说 HTTPS 端口连到哪里，没有测"
        sheet.unsure(_AVAILABLE, told, Reason.MANUAL)
    elif (
        first.error == "refused"
        and not first.detail.startswith(NO_ROUTE)
        and tls.get("detail", "refused") == "refused"  # the other probe came to the same
    ):
        sheet.bad(_AVAILABLE, "HTTPS 端口拒绝连接", "首页可以用 HTTPS 打开", _OPEN)
    elif tls.get("end") == "no_tls":
        sheet.bad(_AVAILABLE, "HTTPS 端口答的不是 TLS", "首页可以用 HTTPS 打开", _OPEN)
    else:
        sheet.unsure(_AVAILABLE, f"HTTPS 没有打开（{first.why_not}），可能是网络或防火墙所致")


def _back(answers: HomeAnswers) -> Hop | None:
    """The hop that leads from HTTPS back to HTTP."""
    return next(
        (
            hop
            for hop in answers.secure.hops
            if hop.url.startswith("https:") and (hop.location or "").startswith("http:")
        ),
        None,
    )


def _redirect(sheet: Sheet, answers: HomeAnswers) -> None:
    way, first = answers.plain, answers.plain.first
    upgrade = answers.upgrade
    if first is None or first.status is None:
        if first is not None and first.error == "refused":
            sheet.good(_REDIRECT, "HTTP 端口没有开放，只能用 HTTPS")
        else:
            sheet.unsure(_REDIRECT, f"HTTP 没有打开（{first.why_not if first else '没有测'}）")
    elif way.wall:
        sheet.unsure(_REDIRECT, f"HTTP 返回防护应答（{way.wall}）", Reason.BLOCKED)
    elif way.end in {"loop", "many"}:
        _circle(sheet, way)
    elif upgrade is not None:
        if answers.own(upgrade.location):
            sheet.good(_REDIRECT, way.shown)
        else:
            told = f"先转到了别的域名：{way.shown} → {upgrade.location}"
            sheet.bad(_REDIRECT, told, "先转到本域名的 HTTPS", _LEAD)
    elif (way.refresh or "").startswith("https:") and answers.own(way.refresh):
        sheet.good(_REDIRECT, f"由网页转到 {way.refresh}")
    elif way.page is not None:
        sheet.bad(_REDIRECT, f"HTTP 直接给出网页，没有转到 HTTPS：{way.shown}", "转到 HTTPS", _LEAD)
    else:
        sheet.unsure(_REDIRECT, f"没有看到首页：{way.shown}", Reason.MANUAL)


def _circle(sheet: Sheet, way: Way) -> None:
    if any(hop.cookie for hop in way.hops):
        told = "跳转没有尽头，但应答要求保存 Cookie，检查程序没有保存"
        sheet.unsure(_REDIRECT, f"{told}：{way.shown}", Reason.BLOCKED)
    else:
        sheet.bad(_REDIRECT, f"跳转循环：{way.shown}", "转到 HTTPS 并打开网页", _LEAD)


def _hsts(sheet: Sheet, answers: HomeAnswers, params: Params) -> None:
    told = _header(answers)
    wanted = f"max-age 不少于 {params.min_hsts} 秒"
    if not told:
        if answers.secure.wall:
            wall = f"HTTPS 返回防护应答（{answers.secure.wall}），没有看到网站自己的应答头"
            sheet.unsure(_HSTS, wall, Reason.BLOCKED)
        else:
            sheet.bad(_HSTS, "HTTPS 应答没有 Strict-Transport-Security", wanted, _SET)
        return
    # Sent twice, as by a proxy and by what is behind it: browsers go by the first (RFC 6797, 8.1).
    found = _MAX_AGE.search(told.partition(",")[0])
    if found is None:
        sheet.bad(_HSTS, f"没有写明 max-age：{told}", wanted, _SET)
    elif int(found[1]) < params.min_hsts:
        sheet.bad(_HSTS, told, wanted, _SET)
    else:
        sheet.good(_HSTS, told)


def _header(answers: HomeAnswers) -> str:
    """The HSTS header of the host itself, of its first answer that has one."""
    return next(
        (
            hop.headers["strict-transport-security"]
            for hop in answers.secure.hops
            if "strict-transport-security" in hop.headers and answers.own(hop.url)
        ),
        "",
    )
