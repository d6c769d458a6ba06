"""Explanations are no copies of what they explain.

Passes: of at least `min_population` explanations that were compared with their policies, none shares more
than `max_overlap` of its runs of characters, nor `max_headings` of its headings.  Fails: some do; each is a
finding with the longest passages shared.  Is never pending.  Review: fewer could be compared, or pairs are
doubtful.  Not applicable: never.  Known limits: compares the text of pages; a policy that stands in a file,
and explanations that are pictures, are not compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from checker.facts.column_lists import absence_doubt
from checker.facts.pairs.publications import Publication
from checker.facts.pairs.site_interpretations import site_interpretations
from checker.facts.places import Certainty
from checker.facts.site import SiteFacts
from checker.facts.text_overlap import Overlap
from checker.facts.text_overlap import text_overlap as overlap_of
from checker.judgement import NONE, Judgement, Question, evidence, fingerprint, place_of, short
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Finding, MeasurementTable, Reason, Verdict

SLOTS = frozenset({"compared", "copied", "most", "max_overlap", "example", "pages_seen"})
_SHOWN = 8
_LEAST_GRAMS = 60


class Params(BaseParams):
    """How much an explanation may share with its policy, and how many must have been compared."""

    max_overlap: Annotated[float, Stricter.LOWER] = Field(default=0.6, gt=0, le=1)
    max_headings: Annotated[float, Stricter.LOWER] = Field(default=0.8, gt=0, le=1)
    min_population: int = Field(default=1, ge=1)
    days: int = Field(default=365, ge=1)


@dataclass(frozen=True, slots=True)
class _Compared:
    """An explanation beside its policy."""

    page: Publication
    policy: Publication
    overlap: Overlap

    def copied(self, params: Params) -> bool:
        """It shares too much."""
        heads = self.overlap.headings
        return self.overlap.containment >= params.max_overlap or (
            heads is not None and heads >= params.max_headings
        )


def text_overlap(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether explanations are copies."""
    seen = site.once(site_interpretations)
    since = asked.as_of - timedelta(days=params.days)
    policies = {page.url: page for page in seen.policies}
    pages = {page.url: page for page in seen.explanations}
    compared = []
    for pair in seen.pairs:
        page, policy = pages.get(pair.second), policies.get(pair.first)
        if page is None or policy is None or pair.certainty is Certainty.DOUBTFUL:
            continue
        if page.day is not None and not since <= page.day <= asked.as_of:
            continue
        overlap = overlap_of(page.text, policy.text)
        if overlap.grams >= _LEAST_GRAMS:
            compared.append(_Compared(page, policy, overlap))
    compared.sort(key=lambda one: -one.overlap.containment)
    copied = [one for one in compared if one.copied(params)]
    slots = {
        "compared": str(len(compared)),
        "copied": str(len(copied)),
        "most": f"{compared[0].overlap.containment:.0%}" if compared else "—",
        "max_overlap": f"{params.max_overlap:.0%}",
        "example": copied[0].page.title if copied else NONE,
        "pages_seen": str(len(site.held)),
    }
    shown = tuple(
        evidence(
            one.page.url,
            f"《{one.page.title}》与《{one.policy.title}》雷同 {one.overlap.containment:.0%}",
            site.snapshot.fetch(one.page.url),
            "；".join(one.overlap.passages[:2]),
        )
        for one in compared[:_SHOWN]
    )
    tables = (_table(compared),) if compared else ()
    if copied:
        why = f"{len(compared)} 篇解读中有 {len(copied)} 篇与原文雷同"
        findings = tuple(_finding(site, asked, params, one) for one in copied)
        return Judgement(Verdict.FAIL, slots, None, why, shown, findings, tables)
    if len(compared) < params.min_population:
        doubt = absence_doubt(site, ())
        why = "没有能与原文对照的文字解读" + (f"；{doubt.detail}" if doubt else "")
        reason = doubt.reason if doubt else Reason.TOO_FEW
        return Judgement(Verdict.REVIEW, slots, reason, why, shown, tables=tables)
    return Judgement(Verdict.PASS, slots, evidence=shown, tables=tables)


def _table(compared: list[_Compared]) -> MeasurementTable:
    rows = [
        [
            one.page.title,
            one.policy.title,
            f"{one.overlap.containment:.0%}",
            "—" if one.overlap.headings is None else f"{one.overlap.headings:.0%}",
        ]
        for one in compared
    ]
    columns = ["解读", "原文", "文字雷同", "小标题相同"]
    return MeasurementTable(title="解读与原文对照", columns=columns, rows=rows)


def _finding(site: SiteFacts, asked: Question, params: Params, one: _Compared) -> Finding:
    share = one.overlap.containment
    heads = "、".join(one.overlap.shared_headings[:5])
    return Finding(
        fingerprint=fingerprint(asked.rule, one.page.url),
        message=f"《{one.page.title}》与原文雷同 {share:.0%}"
        + (f"，小标题相同：{heads}" if heads else ""),
        url=one.page.url,
        target=one.policy.url,
        observed=f"{share:.0%}",
        expected=f"低于 {params.max_overlap:.0%}",
        excerpt=short("；".join(one.overlap.passages[:3])),
        suggestion="用自己的话说明背景、目的和举措，不摘抄原文",
        **place_of(site.snapshot.fetch(one.page.url)),
    )
