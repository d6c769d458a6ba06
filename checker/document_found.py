"""One document of a year that was found: whose it is, whether it opens and holds enough, and whether it is in time.

Where it was looked for, and what it means that there is none, is the check's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checker.facts.dates import Settled, settle
from checker.facts.documents import Hit
from checker.facts.issuers import Issuer, issuer_in, owned_below, sources_in, whose
from checker.facts.link_state import Alive, Broken, LinkStates, Unchecked
from checker.facts.not_seen import why_not_seen
from checker.facts.page import PageFacts, with_list_date
from checker.facts.site import SiteFacts
from checker.results import Reason, Verdict
from crawler.snapshot import Role

_LEAST_NAME = 2


@dataclass(slots=True)
class Found:
    """One document and what can be said of it."""

    hit: Hit
    verdict: Verdict
    reason: Reason | None
    why: str
    dates: Settled


def is_own(site: SiteFacts, hit: Hit) -> bool:
    """The government's own: by its title, and where that names nobody, by its page and its list."""
    if whose(hit.title, site.own_names) is not Issuer.OWN:
        return False
    if len(issuer_in(hit.title)) >= _LEAST_NAME:
        return True
    last = site.resolve(hit.url).last
    page = site.page(last.url) if last else None
    listed = site.page(hit.seen_on)
    said = [page.metas.get("contentsource", ""), *sources_in(page.visible)] if page else []
    for one in (page, listed):
        if one is not None:
            said += [*one.breadcrumb, one.metas.get("columnname", ""), *one.title.split("_")[1:]]
    return owned_below(said, site.own_names) is None


def examine(site: SiteFacts, hit: Hit, year: int, due: date, least_chars: int) -> Found:
    """Say whether it opens, holds enough, and was published in time."""
    last = site.resolve(hit.url).last
    page = site.page(last.url) if last else None
    dates = settle(with_list_date(page.dates if page else (), hit.listed))
    if last is not None and last.role is Role.EXTERNAL:
        return Found(hit, Verdict.REVIEW, Reason.ASSISTED, "同名文件在其他网站上", dates)
    state = site.once(LinkStates).of(hit.url, (hit.title,))
    if isinstance(state, Broken):
        return Found(hit, Verdict.FAIL, None, f"链接打不开：{state.detail}", dates)
    if isinstance(state, Unchecked):
        reason, why = why_not_seen(last)
        return Found(hit, Verdict.REVIEW, reason, f"文件页没有打开：{why}", dates)
    if not isinstance(state, Alive):
        return Found(hit, Verdict.REVIEW, state.reason, f"文件页没有打开：{state.detail}", dates)
    lacking = _lacking(site, page, least_chars) if page is not None else None
    if lacking:
        return Found(hit, lacking[0], lacking[1], lacking[2], dates)
    return _in_time(hit, year, due, dates)


def _lacking(
    site: SiteFacts, page: PageFacts, least_chars: int
) -> tuple[Verdict, Reason | None, str] | None:
    """Say what is wrong with a page that has neither enough text nor a file that opened."""
    if page.body_chars >= least_chars:
        return None
    states = [site.once(LinkStates).of(link.target, (link.text,)) for link in page.attachments]
    if any(isinstance(state, Alive) for state in states):
        return None
    if states and all(isinstance(state, Broken) for state in states):
        return Verdict.FAIL, None, f"正文只有 {page.body_chars} 字，附件打不开"
    if states:
        outcome = next((s.outcome for s in states if isinstance(s, Unchecked)), None)
        reason = Reason.BUDGET if outcome else Reason.UNREACHABLE
        return Verdict.REVIEW, reason, f"正文只有 {page.body_chars} 字，附件没有打开核对"
    if page.script_only:
        return Verdict.REVIEW, Reason.SCRIPT_ONLY, "正文由脚本生成"
    if page.image_only:
        return Verdict.REVIEW, Reason.IMAGE_ONLY, "正文是图片"
    return Verdict.REVIEW, Reason.TOO_FEW, f"正文只有 {page.body_chars} 字，也没有看到附件"


def _in_time(hit: Hit, year: int, due: date, dates: Settled) -> Found:
    """Say whether it was published by the day it was due; only days of publication make it late."""
    if dates.best is None:
        return Found(hit, Verdict.PASS, None, "没有看到公布日期，无法判断是否按时", dates)
    values = [candidate.value for candidate in dates.candidates]
    counted = [candidate.value for candidate in dates.candidates if candidate.published]
    stands = "；".join(f"{c.where} {c.value}" for c in dates.candidates)
    late = [value for value in values if value > due]
    if late and not counted:
        why = f"只看到{stands}，不是公布日期，无法判断是否按时"
        return Found(hit, Verdict.REVIEW, Reason.DATE_CONFLICT, why, dates)
    disputed = dates.conflict and not all(year < v.year and v <= due for v in values)
    late_days = [value for value in counted if value > due]
    if disputed or (late_days and len(late) < len(values)):
        return Found(hit, Verdict.REVIEW, Reason.DATE_CONFLICT, f"日期前后矛盾：{stands}", dates)
    published = dates.best.value
    if late_days:
        return Found(hit, Verdict.FAIL, None, f"{published} 公布，晚于 {due}", dates)
    if published.year < year:
        why = f"公布日期 {published} 早于该年度"
        return Found(hit, Verdict.REVIEW, Reason.DATE_CONFLICT, why, dates)
    return Found(hit, Verdict.PASS, None, f"{stands}", dates)
