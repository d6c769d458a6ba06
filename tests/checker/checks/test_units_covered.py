"""Every unit on a list has published its document: told by titles, where all was seen."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.units_covered import Params, units_covered
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from crawler.snapshot import Outcome
from tests.checker.checks.sites import HOME, asked, column, home, unseen

UNITS = ["县财政局|财政局", "县教育局", "县民政局", "城关镇", "县司法局"]
HELD = ["县财政局", "某县教育局", "民政局", "城关镇人民政府"]


def budgets(*units: str) -> list[str]:
    return [f"{unit}2026年部门预算" for unit in units]


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(titles: list[str], *fetches: Any, extra: str = "", **params: Any) -> Judgement:
        pages = home(ysjs="部门预算") | column("ysjs", "部门预算", titles)
        pages["/ysjs/"] += extra
        wanted = {"names": ["部门预算"], "title_any": ["{year}年.*预算"], "units": UNITS} | params
        return units_covered(Params(**wanted), portal(pages, fetches), asked())

    return judge


def test_every_unit_passes_whichever_way_it_is_named(judged: Any) -> None:
    found = judged(budgets(*HELD, "某县司法局"))
    assert (found.verdict, found.slots["covered"]) == (Verdict.PASS, "5"), found.why


def test_each_unit_without_one_is_a_finding(judged: Any) -> None:
    found = judged(budgets(*HELD))
    assert found.verdict is Verdict.FAIL
    assert [one.target for one in found.findings] == ["县司法局"]
    assert found.findings[0].url == f"{HOME}ysjs/"
    assert judged(budgets(*HELD), r=0.8).verdict is Verdict.PASS


def test_last_years_document_does_not_count(judged: Any) -> None:
    found = judged([*budgets(*HELD), "县司法局2025年部门预算"])
    assert [one.target for one in found.findings] == ["县司法局"]


def test_units_that_need_not_publish_are_not_missed(judged: Any) -> None:
    found = judged(budgets(*HELD), exempt=["司法局"], min_population=4)
    assert (found.verdict, found.slots["units"]) == (Verdict.PASS, "4")


def test_before_its_day_it_is_pending(judged: Any) -> None:
    found = judged(budgets(*HELD), by="12-31")
    assert (found.verdict, found.findings) == (Verdict.PENDING, ())
    assert judged(budgets(*HELD), by="03-31").verdict is Verdict.FAIL


def test_too_few_units_are_for_a_person(judged: Any) -> None:
    found = judged(budgets(*HELD), units=["县司法局"])
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.TOO_FEW, ())


def test_a_list_that_was_not_seen_whole_lacks_no_unit(judged: Any) -> None:
    found = judged(
        budgets(*HELD), extra="<div class=page>共 3 页 <a href=/ysjs/index_1.html>下一页</a></div>"
    )
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.NOT_REACHED])
def test_a_column_that_was_not_seen_is_for_a_person(portal: Any, outcome: Outcome) -> None:
    site = portal(home(ysjs="部门预算"), [unseen("ysjs/", outcome, None)])
    wanted = Params(names=["部门预算"], title_any=["预算"], units=UNITS)
    found = units_covered(wanted, site, asked())
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


def test_the_units_may_stand_on_the_site_itself(portal: Any) -> None:
    pages = home(ysjs="部门预算", jgsz="机构设置")
    pages |= column("ysjs", "部门预算", budgets(*HELD))
    pages |= column(
        "jgsz", "机构设置", ["县财政局", "县教育局", "县民政局", "县司法局", "县水利局"]
    )
    wanted = Params(names=["部门预算"], title_any=["预算"], units_from=["机构设置"])
    found = units_covered(wanted, portal(pages), asked())
    assert found.slots["units"] == "5"
    assert [one.target for one in found.findings] == ["县司法局", "县水利局"]
