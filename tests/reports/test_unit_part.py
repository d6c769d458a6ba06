"""The part of a unit: its clauses, their rules, all of the coverage, and a sentence that it is a part."""

from __future__ import annotations

from checker.results import AuditResult
from reports.formats import FORMATS, Asked
from reports.language import language
from reports.states import State, rule_state
from reports.unit_part import for_unit, units
from tests.reports.sample import OFFICE, county_portal
from tests.reports.test_answerable import ENCOURAGED, portal

ZH = language("zh")


def parted() -> tuple[AuditResult, str, AuditResult]:
    whole = county_portal()
    unit = units(whole)[0]
    part = for_unit(whole, unit, ZH)
    assert part is not None
    return whole, unit, part


def test_only_the_clauses_of_the_unit_and_their_rules() -> None:
    whole, unit, part = parted()
    assert part.clauses == [one for one in whole.clauses if unit in one.responsible]
    own = {clause.id for clause in part.clauses}
    assert {rule.id for rule in part.rules} == {
        rule.id for rule in whole.rules if own & set(rule.clauses)
    }
    assert all(set(rule.clauses) <= own for rule in part.rules)
    assert sum(part.score.verdicts.values()) == len(part.rules)
    assert sum(part.score.clauses.values()) == len(part.clauses)
    assert len(part.clauses) < len(whole.clauses)


def test_the_coverage_is_whole_and_it_says_that_it_is_a_part() -> None:
    whole, unit, part = parted()
    assert part.coverage.notes[1:] == whole.coverage.notes
    assert f"只含由“{unit}”承担的" in part.coverage.notes[0]
    assert part.coverage.pages_known == whole.coverage.pages_known
    assert part.coverage.complete == whole.coverage.complete
    assert unit in part.site.name
    assert unit in FORMATS["html"].make(part, Asked(ZH))["report.html"].decode()


def test_what_others_answer_for_is_advice_to_who_is_only_encouraged() -> None:
    result = portal()
    part = for_unit(result, ENCOURAGED, ZH)
    assert part is not None
    assert [rule_state(rule) for rule in part.rules] == [State.ADVICE]
    assert (
        "没有发现不合格项、1 项提示" in FORMATS["md"].make(part, Asked(ZH))["summary.md"].decode()
    )
    bound = for_unit(result, OFFICE, ZH)
    assert bound is not None
    assert rule_state(bound.rules[0]) is State.FAIL


def test_a_unit_that_no_clause_names_has_no_part() -> None:
    assert for_unit(county_portal(), "没有这个单位", ZH) is None
