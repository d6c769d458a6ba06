"""A person's answer decides what no machine does, is marked so and counted apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from audits.ledger.attested import with_attestations
from audits.store.rows import Attestation
from checker.compliance import compliance
from checker.results import AuditResult, ClauseResult, Reason, Score, Verdict
from tests.reports.audits_in_time import audit, finding, rule

DAY = date(2026, 1, 28)


def clause(name: str, verdict: Verdict, *rules: str) -> ClauseResult:
    return ClauseResult(
        id=f"base/{name}",
        section=name,
        title=name,
        responsible=[],
        modality="duty",
        verdict=verdict,
        rules=list(rules),
        question=None if rules else "领导小组是否开会？",
    )


def judged() -> AuditResult:
    rules = [
        rule("links", finding("a")),
        rule("plans", verdict=Verdict.REVIEW, reason=Reason.IMAGE_ONLY),
        rule("report"),
    ]
    clauses = [
        clause("1", Verdict.REVIEW),
        clause("2", Verdict.REVIEW, "plans", "report"),
        clause("3", Verdict.FAIL, "plans", "links"),
        clause("4", Verdict.PASS, "report"),
    ]
    made = audit(1, *rules, clauses=clauses)
    score = Score(
        verdicts={str(v): sum(one.verdict is v for one in rules) for v in Verdict},
        clauses={str(v): sum(one.verdict is v for one in clauses) for v in Verdict},
        compliance=compliance(made.packs, clauses, rules),
    )
    return made.model_copy(update={"score": score})


def answer(clause_or_rule: str, verdict: str, number: int = 1) -> Attestation:
    return Attestation(
        id=number,
        site="qinglu",
        clause=clause_or_rule,
        verdict=verdict,
        note="查阅会议纪要",
        evidence="attachments/ab.pdf",
        evidence_sha256="ab" * 32,
        who="张三",
        at=datetime(2026, 1, 27, 1, tzinfo=UTC),
        expires=date(2026, 12, 31),
    )


def test_a_question_answered_is_a_persons_verdict_and_counted_apart():
    before = judged().score.compliance[0]
    assert (before.asked, before.review, before.passed, before.failed) == (1, 1, 1, 1)
    result = with_attestations(judged(), [answer("base/1", "合格")], DAY)
    assert result.clauses[0].verdict is Verdict.PASS
    mark = result.clauses[0].attested
    assert mark
    assert (mark.who, mark.at, mark.evidence_sha256) == ("张三", "2026-01-27", "ab" * 32)
    counts = result.score.compliance[0]
    assert (counts.asked, counts.passed, counts.decided, counts.attested) == (0, 2, 3, 1)
    assert result.score.clauses["review"] == 1
    assert AuditResult.model_validate_json(result.to_json()) == result


def test_a_rule_answered_decides_its_clauses_as_far_as_the_machine_left_them_open():
    result = with_attestations(judged(), [answer("plans", "不合格")], DAY)
    assert result.rules[1].verdict is Verdict.FAIL
    assert result.rules[1].attested
    assert [one.verdict for one in result.clauses] == [
        Verdict.REVIEW,
        Verdict.FAIL,
        Verdict.FAIL,
        Verdict.PASS,
    ]
    assert [bool(one.attested) for one in result.clauses] == [False, True, False, False]
    assert result.score.compliance[0].attested == 1
    assert result.score.verdicts["fail"] == 2


def test_what_the_machine_decided_no_answer_changes():
    answers = [answer("base/3", "合格"), answer("links", "合格"), answer("base/4", "不合格")]
    assert with_attestations(judged(), answers, DAY) == judged()


@pytest.mark.parametrize(
    "given",
    [
        replace(answer("base/1", "合格"), expires=date(2026, 1, 27)),
        replace(answer("base/1", "合格"), withdrawn_at=datetime(2026, 1, 28, tzinfo=UTC)),
        replace(answer("base/1", "合格"), at=datetime(2026, 1, 29, tzinfo=UTC)),
        answer("base/9", "合格"),
        answer("base/1", "大概吧"),
    ],
    ids=["expired", "withdrawn", "given later", "no such clause", "no such answer"],
)
def test_what_does_not_hold_changes_not_a_byte(given: Attestation):
    assert with_attestations(judged(), [given], DAY).to_json() == judged().to_json()
    assert "attested" not in judged().to_json()


def test_the_last_answer_to_a_question_counts_and_a_withdrawn_one_gives_way():
    first, second = answer("base/1", "合格"), answer("base/1", "不适用", 2)
    assert (
        with_attestations(judged(), [first, second], DAY).clauses[0].verdict
        is Verdict.NOT_APPLICABLE
    )
    gone = replace(second, withdrawn_at=datetime(2026, 1, 27, tzinfo=UTC))
    assert with_attestations(judged(), [first, gone], DAY).clauses[0].verdict is Verdict.PASS
