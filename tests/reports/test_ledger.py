"""A ledger demands: only what failed stands in it, once, with who has to see to it."""

from checker.results import AuditResult, Level, Verdict
from reports.ledger import by_unit, ledger
from tests.reports.sample import DATA, OFFICE, county_portal, dead_link, links_rule


def with_rule(**changes: object) -> AuditResult:
    rule = links_rule([dead_link(1, "http://a.example/", "404")]).model_copy(update=changes)
    return county_portal().model_copy(update={"rules": [rule]})


def test_one_row_for_each_finding_of_what_failed_and_one_for_a_failure_without() -> None:
    rows = ledger(county_portal())
    assert [row.number for row in rows] == list(range(1, 9))
    assert [row.rule.id for row in rows] == ["links"] * 6 + ["plans-column", "ipv6"]
    assert [row.advisory for row in rows] == [False] * 7 + [True]
    whole = rows[6]
    assert whole.finding.fingerprint == "rule:plans-column"
    assert whole.finding.message == whole.rule.message
    assert whole.finding.url == "http://www.qinglu.example/"
    assert whole.finding.sha256 == whole.rule.evidence[0].sha256


def test_findings_of_what_a_person_has_to_judge_are_no_rows() -> None:
    for verdict in set(Verdict) - {Verdict.FAIL}:
        assert ledger(with_rule(verdict=verdict)) == ()


def test_what_stands_on_most_pages_comes_first() -> None:
    assert [row.places for row in ledger(county_portal())][:6] == [1842, 12, 3, 1, 1, 1]


def test_vetoes_come_before_all_and_advice_after_all() -> None:
    portal = county_portal()
    veto = portal.rules[1].model_copy(update={"level": Level.VETO})
    rows = ledger(portal.model_copy(update={"rules": [portal.rules[3], portal.rules[0], veto]}))
    assert [row.rule.level for row in (rows[0], rows[1], rows[-1])] == [
        Level.VETO,
        Level.REQUIRED,
        Level.ADVISORY,
    ]


def test_units_are_those_of_all_clauses_that_name_the_rule() -> None:
    row = ledger(with_rule())[0]
    assert row.units == (OFFICE, DATA)
    assert {clause.id for clause in row.clauses} == {"base/links", "qinglu-2021/2"}


def test_a_row_of_several_units_stands_with_each_and_one_of_nobody_last() -> None:
    portal = county_portal()
    nobody = portal.rules[1].model_copy(update={"clauses": ["base/links"]})
    rows = ledger(portal.model_copy(update={"rules": [nobody, links_rule()]}))
    units = by_unit(rows)
    assert list(units) == [OFFICE, DATA, ""]
    assert units[OFFICE] == units[DATA] == [row for row in rows if row.rule.id == "links"]
    assert [row.rule.id for row in units[""]] == ["plans-column"]


def test_what_to_do_is_the_findings_own_before_the_rules() -> None:
    rows = ledger(county_portal())
    assert rows[0].to_do == "在模板中删除或更新该链接。"
    assert rows[1].to_do == rows[1].rule.fix
