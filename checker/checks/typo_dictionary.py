"""The pages are free of wrong words and of slips in fixed phrases and names.

Passes: no hit that is sure in the pages seen; how many were read is said.  Fails: there are such hits; each
slip is one finding with the pages that show it.  Is never pending.  Review: only unsure hits were found, or
nothing could be read.  Known limits: finds what stands in the lists of words; files and pictures are not
read; a slip in a quotation or a name may be right.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from checker.facts.places import Certainty
from checker.facts.site import SiteFacts
from checker.facts.wording.site_wording import SiteSlip, site_wording
from checker.judgement import NONE, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Evidence, Finding, Reason, Verdict

SLOTS = frozenset({"sure", "unsure", "read", "example"})
_SHOWN = 20
_MOST_PAGES = 20


class Params(BaseParams):
    """How many sure slips are let pass."""

    max_slips: Annotated[int, Stricter.LOWER] = Field(default=0, ge=0)


def typo_dictionary(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge the wording of the whole site."""
    seen = site.once(site_wording)
    sure = [one for one in seen.slips if one.slip.certainty is Certainty.SURE]
    unsure = [one for one in seen.slips if one.slip.certainty is not Certainty.SURE]
    first = next(iter([*sure, *unsure]), None)
    slots = {
        "sure": str(len(sure)),
        "unsure": str(len(unsure)),
        "read": str(seen.read),
        "example": f"{first.slip.found}（应为{first.slip.suggestion}）" if first else NONE,
    }
    shown = tuple(_evidence(site, one) for one in [*sure, *unsure][:_SHOWN])
    if not seen.read:
        return Judgement(Verdict.REVIEW, slots, Reason.TOO_FEW, "没有可读的网页")
    if len(sure) > params.max_slips:
        why = f"在 {seen.read} 个网页中发现 {len(sure)} 处错误"
        findings = tuple(_finding(site, asked, one) for one in sure)
        return Judgement(Verdict.FAIL, slots, None, why, shown, findings)
    if unsure:
        why = f"有 {len(unsure)} 处疑似错误，请人工核对"
        return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, why, shown)
    return Judgement(Verdict.PASS, slots, evidence=shown)


def _evidence(site: SiteFacts, one: SiteSlip) -> Evidence:
    told = f"“{one.slip.found}”应为“{one.slip.suggestion}”（{one.slip.why}），见于 {one.count} 页"
    return evidence(one.pages[0], told, site.snapshot.fetch(one.pages[0]), one.slip.excerpt)


def _finding(site: SiteFacts, asked: Question, one: SiteSlip) -> Finding:
    return Finding(
        fingerprint=fingerprint(asked.rule, f"{one.slip.found}>{one.slip.suggestion}"),
        message=f"“{one.slip.found}”应为“{one.slip.suggestion}”（{one.slip.why}）",
        url=one.pages[0],
        target=one.slip.found,
        found_on=list(one.pages[:_MOST_PAGES]),
        found_on_count=one.count,
        observed=one.slip.found,
        expected=one.slip.suggestion,
        excerpt=one.slip.excerpt,
        suggestion="改正后检查同一来源的其他网页",
        **place_of(site.snapshot.fetch(one.pages[0])),
    )
