"""The compliance counts of each document as the page shows them: numbers and shares in words.

It computes nothing that audit.json does not say, but for the form of the shares.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.results import AuditResult, Compliance
from reports.language import Language
from reports.visible import clip

_MAX_NAME = 200
_NOTHING = "—"


@dataclass(frozen=True, slots=True)
class ComplianceView:
    """One document: how many clauses were decided, how many of them are met, and all the others."""

    title: str
    version: str
    clauses: int
    passed: int
    failed: int
    decided: int
    due: int
    rate: str
    decided_share: str
    waiting: tuple[tuple[str, int], ...]
    aside: tuple[tuple[str, int], ...]
    vetoed: int
    attested: int = 0


def compliance_views(result: AuditResult, t: Language) -> tuple[ComplianceView, ...]:
    """The views of all packs, in their order; none where the results hold no such counts."""
    titles = {pack.id: pack.title for pack in result.packs}
    return tuple(
        _view(one, clip(titles.get(one.pack, one.pack), _MAX_NAME, t), t)
        for one in result.score.compliance
    )


def _view(one: Compliance, title: str, t: Language) -> ComplianceView:
    return ComplianceView(
        title=title,
        version=clip(one.version, _MAX_NAME, t),
        clauses=one.clauses,
        passed=one.passed,
        failed=one.failed,
        decided=one.decided,
        due=one.due,
        rate=_percent(one.rate, t),
        decided_share=_percent(one.decided_share, t),
        waiting=_named((t("机器没能判定或只作初判"), one.review), (t("只能由人回答"), one.asked)),
        aside=_named(
            (t("待到期"), one.pending),
            (t("不适用"), one.not_applicable),
            (t("建议性"), one.advisory),
            (t("与别条重复"), one.repeated),
        ),
        vetoed=len(one.vetoed),
        attested=one.attested,
    )


def _named(*counts: tuple[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((name, number) for name, number in counts if number)


def _percent(share: float | None, t: Language) -> str:
    return _NOTHING if share is None else t.percentage(share)
