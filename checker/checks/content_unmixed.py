"""Pages that come over HTTPS bring nothing in over plain HTTP.

Passes: none of the HTTPS pages seen does.  Fails: one does; each target is a finding, with the pages it stands
on.  Not applicable: no page came over HTTPS.  Is never pending.  Review: only where the home page was not seen.  With
`passive` false only what can change a page counts (scripts, frames, styles, forms), and pictures are told.
A policy `upgrade-insecure-requests`, of a page or of the home page's answer, cures it.  Known limits: what a
script or a style sheet brings in is not seen; nor are other pages' headers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from checker.facts.home_answers import HomeAnswers
from checker.facts.mixed_content import MixedContent
from checker.facts.pagewise import MIXED_CONTENT
from checker.facts.site import SiteFacts
from checker.judgement import Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Finding, MeasurementTable, Verdict
from checker.subtests import measurement

READS = (MIXED_CONTENT,)
SLOTS = frozenset({"https_pages", "active", "passive", "pages"})
_MOST_PLACES = 20
_UPGRADES = "upgrade-insecure-requests"
_KINDS: Mapping[bool, str] = {
    True: "能改动网页的内容（脚本、框架、样式、表单）",
    False: "图片、音视频等",
}


class Params(BaseParams):
    """Whether pictures count too."""

    passive: Annotated[bool, Stricter.HIGHER] = Field(default=True)


def content_unmixed(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge all HTTPS pages that are held."""
    pages = [fetch for fetch in site.held if fetch.url.startswith("https:")]
    active: dict[str, list[str]] = {}
    passive: dict[str, list[str]] = {}
    for fetch in pages:
        found: MixedContent | None = site.found(MIXED_CONTENT, fetch.url)
        for targets, kept in ((found.active, active), (found.passive, passive)) if found else ():
            for target in targets:
                kept.setdefault(target, []).append(fetch.url)
    concerned = {
        page for kept in (active, passive) for found_on in kept.values() for page in found_on
    }
    slots = {
        "https_pages": str(len(pages)),
        "active": str(len(active)),
        "passive": str(len(passive)),
        "pages": str(len(concerned)),
    }
    if not pages:
        return Judgement(Verdict.NOT_APPLICABLE, slots, None, "看到的网页都不是用 HTTPS 打开的")
    table = MeasurementTable(
        title="HTTPS 网页里的 HTTP 内容",
        columns=["种类", "目标数", "网页数"],
        rows=[
            [
                _KINDS[kind],
                str(len(kept)),
                str(len({page for one in kept.values() for page in one})),
            ]
            for kind, kept in ((True, active), (False, passive))
        ],
    )
    told = f"{len(pages)} 个 HTTPS 网页，{len(concerned)} 个带有 HTTP 内容"
    seen = (evidence(pages[0].url, told, pages[0]),)
    blamed = [(target, True) for target in active]
    blamed += [(target, False) for target in passive if params.passive and target not in active]
    if not blamed:
        return Judgement(Verdict.PASS, slots, None, "", seen, (), (table,))
    if _cured(site):
        why = f"；首页应答要求浏览器自动改用 HTTPS（{_UPGRADES}）"
        return Judgement(Verdict.PASS, slots, None, why, seen, (), (table,))
    findings = tuple(
        _finding(site, asked, target, (active if kind else passive)[target], kind=kind)
        for target, kind in blamed
    )
    return Judgement(Verdict.FAIL, slots, None, told, seen, findings, (table,))


def _cured(site: SiteFacts) -> bool:
    probe = measurement(site, "http")
    page = HomeAnswers.of(probe).secure.page if probe else None
    return page is not None and _UPGRADES in page.headers.get("content-security-policy", "").lower()


def _finding(
    site: SiteFacts, asked: Question, target: str, found_on: list[str], *, kind: bool
) -> Finding:
    return Finding(
        fingerprint=fingerprint(asked.rule, target),
        message=f"HTTPS 网页用 HTTP 引入{_KINDS[kind]}：{target}",
        url=found_on[0],
        target=target,
        found_on=found_on[:_MOST_PLACES],
        found_on_count=len(found_on),
        observed=target,
        expected="用 HTTPS 引入",
        suggestion="请把引用地址改为 https:// 开头，或用相对地址",
        **place_of(site.snapshot.fetch(found_on[0])),
    )
