from __future__ import annotations

from datetime import date
from typing import Any

from checker.checks.units_covered import Params, units_covered
from checker.judgement import Judgement, Question
from checker.results import Reason, Verdict

UNITS = ["县财政局", "县教育局", "县民政局"]
PLATFORM = "<a href=http://czt.example.gov.cn/>预决算公开统一平台</a>"


def judge(portal: Any, published: list[str], beside: str = "", **params: Any) -> Judgement:
    rows = "".join(
        f"<li><a href=/ys/{n}.html>桃{unit}2026年部门预算</a></li>"
        for n, unit in enumerate(published)
    )
    pages = {
        "/": f"<a href=/ys/>部门预算</a>{beside}",
        "/ys/": f"<title>部门预算</title><ul>{rows}</ul>",
        **{f"/ys/{n}.html": f"<h1>桃{unit}2026年部门预算</h1>" for n, unit in enumerate(published)},
    }
    wanted = {
        "names": ["部门预算"],
        "title_any": ["{year}年.{0,8}预算"],
        "units": UNITS,
        "min_population": 1,
        **params,
    }
    asked = Question("r", date(2026, 6, 30))
    return units_covered(Params.model_validate(wanted), portal(pages), asked)


def test_units_without_a_document_are_named(portal: Any) -> None:
    found = judge(portal, UNITS[:2])
    assert found.verdict is Verdict.FAIL
    assert [finding.target for finding in found.findings] == ["县民政局"]
    assert judge(portal, UNITS).verdict is Verdict.PASS


def test_units_may_publish_on_a_platform_that_is_linked(portal: Any) -> None:
    found = judge(portal, UNITS[:2], PLATFORM, elsewhere=["预决算公开统一平台"])
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)
    assert "预决算公开统一平台" in found.why
    assert judge(portal, UNITS[:2], "", elsewhere=["预决算公开统一平台"]).verdict is Verdict.FAIL
