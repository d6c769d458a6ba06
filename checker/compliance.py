"""The compliance rate of each pack: of the demands that were decided, how many are met.

It invents no score and weighs nothing: clauses are counted, and what was not decided is counted beside
them.  Packs are never added up, because their clauses overlap.  docs/verdicts-and-scores.md tells readers
the same with a worked example.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from checker.results import (
    ClauseResult,
    Compliance,
    Level,
    PackUsed,
    RuleResult,
    Verdict,
    worst,
)

_DUTY = "duty"


class Counted(StrEnum):
    """Where one clause is counted; each clause is counted in exactly one place."""

    REPEATED = "repeated"
    NOT_APPLICABLE = "not_applicable"
    ADVISORY = "advisory"
    PENDING = "pending"
    ASKED = "asked"
    REVIEW = "review"
    PASSED = "passed"
    FAILED = "failed"


_BY_VERDICT = {
    Verdict.PASS: Counted.PASSED,
    Verdict.FAIL: Counted.FAILED,
    Verdict.PENDING: Counted.PENDING,
    Verdict.REVIEW: Counted.REVIEW,
    Verdict.NOT_APPLICABLE: Counted.NOT_APPLICABLE,
}


def compliance(
    packs: Sequence[PackUsed], clauses: Sequence[ClauseResult], rules: Sequence[RuleResult]
) -> list[Compliance]:
    """The counts of each pack, in the packs' order; a clause belongs to the pack its id begins with."""
    by_id = {rule.id: rule for rule in rules}
    return [
        _of_pack(pack, [c for c in clauses if c.id.partition("/")[0] == pack.id], by_id)
        for pack in packs
    ]


def counted(clause: ClauseResult, rules: Mapping[str, RuleResult]) -> Counted:
    """Where a clause is counted.

    A repetition of another clause and a demand that does not apply say nothing of the site; advice
    (a weak wording of the document, or nothing but advisory rules) is told apart from duties, and never makes
    one fail.
    """
    if clause.same_as is not None:
        return Counted.REPEATED
    if clause.verdict is Verdict.NOT_APPLICABLE:
        return Counted.NOT_APPLICABLE
    own = [rules[name] for name in clause.rules if name in rules]
    if clause.modality != _DUTY or (own and all(rule.level is Level.ADVISORY for rule in own)):
        return Counted.ADVISORY
    if not own and clause.attested is None:
        return Counted.ASKED
    return _BY_VERDICT[_without_advice(clause, own)]


def _without_advice(clause: ClauseResult, own: Sequence[RuleResult]) -> Verdict:
    """The verdict, where nothing but advice failed that of the rules that demand."""
    demanding = [rule.verdict for rule in own if rule.level is not Level.ADVISORY]
    if clause.verdict is not Verdict.FAIL or clause.attested or not demanding:
        return clause.verdict
    return worst(demanding)


def _of_pack(
    pack: PackUsed, clauses: Sequence[ClauseResult], rules: Mapping[str, RuleResult]
) -> Compliance:
    places = Counter(counted(clause, rules) for clause in clauses)
    decided = places[Counted.PASSED] + places[Counted.FAILED]
    due = decided + places[Counted.REVIEW] + places[Counted.ASKED]
    return Compliance(
        pack=pack.id,
        version=pack.version,
        digest=pack.digest,
        clauses=len(clauses),
        **{place.value: places[place] for place in Counted},
        decided=decided,
        due=due,
        rate=_share(places[Counted.PASSED], decided),
        decided_share=_share(decided, due),
        vetoed=[
            clause.id
            for clause in clauses
            if counted(clause, rules) is Counted.FAILED and _vetoed(clause, rules)
        ],
        attested=sum(
            clause.attested is not None
            and counted(clause, rules) in (Counted.PASSED, Counted.FAILED)
            for clause in clauses
        ),
    )


def _vetoed(clause: ClauseResult, rules: Mapping[str, RuleResult]) -> bool:
    own = (rules[name] for name in clause.rules if name in rules)
    return any(rule.level is Level.VETO and rule.verdict is Verdict.FAIL for rule in own)


def _share(part: int, whole: int) -> float | None:
    """Cut after four digits, not rounded: what is not all must not look like all."""
    return part * 10_000 // whole / 10_000 if whole else None
