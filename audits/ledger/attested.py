"""Attestations (人工认定) on results: a person's answer turns `review` into a verdict, marked as a person's.

What the machine decided stays decided, whatever anybody says.  The counts are made again, and what a
person decided is counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from audits.clock import BEIJING
from audits.store.rows import Attestation
from checker.compliance import compliance
from checker.results import (
    Attested,
    AuditResult,
    ClauseResult,
    RuleResult,
    Score,
    Verdict,
    worst,
)

ANSWERS: Mapping[str, Verdict] = {
    "合格": Verdict.PASS,
    "不合格": Verdict.FAIL,
    "不适用": Verdict.NOT_APPLICABLE,
}
TOLD: Mapping[Verdict, str] = {verdict: told for told, verdict in ANSWERS.items()}


def holds(attestation: Attestation, day: date) -> bool:
    """It was given by that day, is not withdrawn and has not run out."""
    given = attestation.at.astimezone(BEIJING).date()
    over = attestation.expires is not None and attestation.expires < day
    return attestation.withdrawn_at is None and given <= day and not over


def with_attestations(
    result: AuditResult, attestations: Sequence[Attestation], as_of: date
) -> AuditResult:
    """The results with the answers that hold on `as_of`; of several to one question the last counts.

    `clause` of an attestation is the id of a clause (`pack/…`) or of a rule.
    """
    answers = {one.clause: one for one in attestations if holds(one, as_of)}
    if not answers:
        return result
    rules = [_rule(rule, answers.get(rule.id)) for rule in result.rules]
    by_id = {rule.id: rule for rule in rules}
    clauses = [_clause(clause, by_id, answers.get(clause.id)) for clause in result.clauses]
    if rules == result.rules and clauses == result.clauses:
        return result
    score = Score(
        verdicts=_counted(result.score.verdicts, [rule.verdict for rule in rules]),
        clauses=_counted(result.score.clauses, [clause.verdict for clause in clauses]),
        compliance=compliance(result.packs, clauses, rules),
    )
    return result.model_copy(update={"rules": rules, "clauses": clauses, "score": score})


def _rule(rule: RuleResult, answer: Attestation | None) -> RuleResult:
    if answer is None or rule.verdict is not Verdict.REVIEW or answer.verdict not in ANSWERS:
        return rule
    return rule.model_copy(
        update={"verdict": ANSWERS[answer.verdict], "attested": _mark(answer)},
    )


def _clause(
    clause: ClauseResult, rules: Mapping[str, RuleResult], answer: Attestation | None
) -> ClauseResult:
    own = [rules[name] for name in clause.rules if name in rules]
    answered = [rule for rule in own if rule.attested]
    if answered and clause.verdict is Verdict.REVIEW:
        verdict = worst([rule.verdict for rule in own])
        deciding = [rule for rule in answered if rule.verdict is verdict] or answered
        mark = None if verdict is Verdict.REVIEW else deciding[0].attested
        clause = clause.model_copy(update={"verdict": verdict, "attested": mark})
    if answer is None or clause.verdict is not Verdict.REVIEW or answer.verdict not in ANSWERS:
        return clause
    return clause.model_copy(
        update={"verdict": ANSWERS[answer.verdict], "attested": _mark(answer)},
    )


def _mark(answer: Attestation) -> Attested:
    return Attested(
        who=answer.who,
        at=answer.at.astimezone(BEIJING).date().isoformat(),
        note=answer.note,
        evidence=answer.evidence,
        evidence_sha256=answer.evidence_sha256,
        expires=answer.expires.isoformat() if answer.expires else None,
    )


def _counted(before: Mapping[str, int], verdicts: Sequence[Verdict]) -> dict[str, int]:
    """In the order in which the engine counts; every verdict is there."""
    counts = Counter(verdicts)
    return {name: counts[Verdict(name)] for name in before}
