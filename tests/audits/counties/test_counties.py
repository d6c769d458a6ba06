"""Five counties, each audited with its own pack: every clause comes out as `expected.tsv` says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.audits.counties.plantings import Plan, plans
from tests.audits.counties.running import audit
from tests.audits.counties.table import TABLE, Line, lines, read, written


@pytest.fixture(scope="session", params=sorted(plans()))
def plan(request: pytest.FixtureRequest) -> Plan:
    return plans()[request.param]


@pytest.fixture(scope="session")
def result(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return audit(plan, tmp_path_factory.mktemp(plan.key) / "out")


def came_out(result: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return verdict and machine's verdict of every clause, as the audit gives them."""
    rules = {rule["id"]: rule for rule in result["rules"]}
    return {
        clause["id"]: (
            clause["verdict"],
            "+".join(_machine(rules[name]) for name in clause["rules"])
            if clause["rules"] and clause["verdict"] != "not_applicable"
            else "-",
        )
        for clause in result["clauses"]
    }


def _machine(rule: dict[str, Any]) -> str:
    if rule["check"] == "collect_evidence":
        return "prepared"
    return str(rule["first"] or rule["verdict"])


def differences(wanted: list[Line], got: dict[str, tuple[str, str]]) -> list[str]:
    """Return one short line for each clause that did not come out as planted."""
    told = []
    for line in wanted:
        verdict, machine = got.get(line.clause, ("missing", "-"))
        if (verdict, machine) != (line.verdict, line.machine):
            want = f"{line.verdict}/{line.machine}"
            told.append(f"{line.clause}: {verdict}/{machine}, not {want} ({line.planted})")
    known = {line.clause for line in wanted}
    return told + [f"{clause}: not in the table" for clause in got if clause not in known]


def test_every_clause_comes_out_as_planted(plan: Plan, result: dict[str, Any]) -> None:
    wanted = [line for line in read() if line.county == plan.key]
    told = differences(wanted, came_out(result))
    assert not told, "\n" + "\n".join(told)


def test_no_check_crashed_and_the_whole_portal_was_seen(result: dict[str, Any]) -> None:
    assert not [rule["id"] for rule in result["rules"] if rule["error"]]
    assert result["coverage"]["complete"]
    assert 100 <= result["coverage"]["pages_fetched"] <= 400


def test_the_table_says_what_was_planted() -> None:
    told = "write it anew: python -m tests.audits.counties.table"
    assert TABLE.read_text(encoding="utf-8").splitlines() == written().splitlines(), told


def test_every_verdict_occurs_in_every_county(plan: Plan) -> None:
    verdicts = {line.verdict for line in lines(plan)}
    assert {"pass", "fail", "review"} <= verdicts
