"""A waived finding is marked and stays; waivers that are over or idle are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from audits.ledger.waived import Standing, considered, with_waivers
from audits.store.rows import Waiver
from checker.results import AuditResult, Verdict
from tests.reports.audits_in_time import audit, finding, rule, saw

DEAD = "http://gone.example/"
DAY = date(2026, 1, 28)
WAIVER = Waiver(
    id=1,
    site="qinglu",
    rule="links",
    target=DEAD,
    reason="上级系统停机改造",
    approver="李主任",
    since=date(2026, 1, 1),
    expires=date(2026, 6, 30),
)
FOUND = audit(
    1, rule("links", finding("a", target=DEAD), finding("b")), rule("plans", finding("p"))
)


def waived(result: AuditResult) -> list[str]:
    return [one.fingerprint for rule in result.rules for one in rule.findings if one.waived]


@pytest.mark.parametrize("target", [DEAD, "a"], ids=["target", "fingerprint"])
def test_the_finding_is_marked_and_no_verdict_changes(target: str):
    result = with_waivers(FOUND, [replace(WAIVER, target=target)], DAY)
    assert waived(result) == ["a"]
    mark = result.rules[0].findings[0].waived
    assert mark
    assert (mark.reason, mark.approver, mark.expires) == (
        "上级系统停机改造",
        "李主任",
        "2026-06-30",
    )
    assert [one.verdict for one in result.rules] == [one.verdict for one in FOUND.rules]
    assert AuditResult.model_validate_json(result.to_json()) == result


def test_a_waiver_for_a_rule_marks_all_of_it():
    result = with_waivers(FOUND, [replace(WAIVER, target="")], DAY)
    assert waived(result) == ["a", "b"]
    assert result.rules[0].waived
    assert result.rules[1].waived is None


@pytest.mark.parametrize(
    "waiver",
    [
        replace(WAIVER, expires=date(2026, 1, 27)),
        replace(WAIVER, since=date(2026, 1, 29)),
        replace(WAIVER, withdrawn_at=datetime(2026, 1, 2, tzinfo=UTC)),
        replace(WAIVER, rule="plans"),
        replace(WAIVER, target="http://other.example/"),
    ],
    ids=["expired", "later", "withdrawn", "other rule", "other target"],
)
def test_what_does_not_hold_marks_nothing(waiver: Waiver):
    assert with_waivers(FOUND, [waiver], DAY) == FOUND
    assert '"waived"' not in with_waivers(FOUND, [waiver], DAY).to_json()


def test_how_waivers_stand():
    idle = audit(2, rule("links", finding("b")))
    review = audit(2, rule("links", verdict=Verdict.REVIEW))
    cut = audit(2, rule("links"), coverage=saw())

    def standing(waiver: Waiver, latest: AuditResult | None = FOUND) -> Standing:
        (one,) = considered([waiver], DAY, latest)
        return one.standing

    assert standing(WAIVER) is Standing.VALID
    assert standing(WAIVER, None) is Standing.VALID
    assert standing(WAIVER, idle) is Standing.NOT_NEEDED
    assert standing(WAIVER, audit(2, rule("links"))) is Standing.NOT_NEEDED
    assert standing(WAIVER, review) is standing(WAIVER, cut) is Standing.VALID
    assert standing(replace(WAIVER, expires=date(2026, 1, 27))) is Standing.EXPIRED
    assert standing(replace(WAIVER, since=date(2026, 2, 1))) is Standing.LATER
    assert (
        standing(replace(WAIVER, withdrawn_at=datetime(2026, 1, 2, tzinfo=UTC)))
        is Standing.WITHDRAWN
    )
