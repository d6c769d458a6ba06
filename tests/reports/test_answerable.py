"""Nobody is told to mend what a clause only encourages: the same answer in every output."""

import csv
import io

import pytest

from checker.results import AuditResult, Level, Verdict
from reports.answerable import answering, cited
from reports.formats import FORMATS, Asked
from reports.language import CHINESE
from reports.ledger import ledger
from reports.papers.accountable import clause_counts
from tests.reports.sample import DATA, OFFICE, county_portal

ENCOURAGED = "鼓励单位甲"


def portal(*, level: Level = Level.REQUIRED, verdict: Verdict = Verdict.FAIL) -> AuditResult:
    """A failed rule that one clause demands of two units and another encourages in a third."""
    result = county_portal()
    rule = result.rules[0].model_copy(update={"level": level, "verdict": verdict})
    encouraging = result.clauses[3].model_copy(
        update={"id": "qinglu-2021/2e", "modality": "encourage", "responsible": [ENCOURAGED]}
    )
    rule = rule.model_copy(update={"clauses": [encouraging.id, "qinglu-2021/2"]})
    return result.model_copy(
        update={"rules": [rule], "clauses": [encouraging, *result.clauses[:4]]}
    )


def known(result: AuditResult):
    return {clause.id: clause for clause in result.clauses}


def test_who_is_only_encouraged_does_not_answer_for_a_failure() -> None:
    result = portal()
    assert answering(result.rules[0], known(result)) == (OFFICE, DATA)
    assert [clause.id for clause in cited(result.rules[0], known(result))] == ["qinglu-2021/2"]


@pytest.mark.parametrize("verdict", [Verdict.PENDING, Verdict.NOT_APPLICABLE])
def test_who_has_nothing_to_do_yet_or_any_more_does_not_answer_for_a_failure(
    verdict: Verdict,
) -> None:
    result = portal()
    later = result.clauses[0].model_copy(update={"modality": "duty", "verdict": verdict})
    result = result.model_copy(update={"clauses": [later, *result.clauses[1:]]})
    assert answering(result.rules[0], known(result)) == (OFFICE, DATA)
    assert clause_counts(result)[ENCOURAGED] == (1, 0, 0)


@pytest.mark.parametrize(
    ("level", "verdict"),
    [(Level.ADVISORY, Verdict.FAIL), (Level.REQUIRED, Verdict.REVIEW)],
)
def test_what_demands_nothing_stands_with_all_units(level: Level, verdict: Verdict) -> None:
    result = portal(level=level, verdict=verdict)
    assert answering(result.rules[0], known(result)) == (ENCOURAGED, OFFICE, DATA)


def test_where_every_clause_only_encourages_nobody_answers_and_the_clauses_are_still_cited() -> (
    None
):
    result = portal()
    rule = result.rules[0].model_copy(update={"clauses": ["qinglu-2021/2e"]})
    assert answering(rule, known(result)) == ()
    assert [clause.id for clause in cited(rule, known(result))] == ["qinglu-2021/2e"]


def test_the_ledger_and_the_page_say_what_the_notices_say() -> None:
    result = portal()
    assert {row.units for row in ledger(result)} == {(OFFICE, DATA)}
    made = {name: FORMATS[name].make(result, Asked(CHINESE)) for name in ("csv", "notices", "md")}
    rows = list(csv.DictReader(io.StringIO(made["csv"]["ledger.csv"].decode("utf-8-sig"))))
    assert all(ENCOURAGED not in row["责任单位"] for row in rows)
    assert set(made["notices"]) == {f"整改通知书/{unit}.docx" for unit in (OFFICE, DATA)}
    assert ENCOURAGED not in made["md"]["summary.md"].decode()
