"""Rates of two years compared, on the reports that stand in the rule's own cases."""

from datetime import date

import pytest

from checker.cases import snapshot_of
from checker.checks.table_identities import Params, table_identities
from checker.facts.site import SiteFacts
from checker.judgement import Question
from checker.results import Verdict
from rules.loader import load_library

CASE = next(one for one in load_library().rule("request-disputes").cases if one.expect == "pass")
FELL = "<tr><td>1</td><td>0</td><td>0</td><td>0</td><td>1</td>"
AS_BEFORE = "<tr><td>1</td><td>1</td><td>0</td><td>0</td><td>2</td>"
NONE = "<tr><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td>"


def judged(this, last, **more):
    """Two reports that differ in the row of reconsiderations alone."""
    pages = {
        path: page.replace(FELL, this if "2025年" in page[:200] else last).replace(
            AS_BEFORE, this if "2025年" in page[:200] else last
        )
        for path, page in CASE.pages.items()
    }
    site = SiteFacts(snapshot_of(CASE.model_copy(update={"pages": pages})))
    return table_identities(
        Params(trend=True, **more), site, Question("request-disputes", date(2026, 8, 31))
    )


@pytest.mark.parametrize(
    ("this", "last", "rises", "falls"),
    [
        (FELL, AS_BEFORE, Verdict.PASS, Verdict.PASS),
        (AS_BEFORE, AS_BEFORE, Verdict.PASS, Verdict.FAIL),
        (AS_BEFORE, FELL, Verdict.FAIL, Verdict.FAIL),
        (NONE, NONE, Verdict.PASS, Verdict.PASS),
    ],
)
def test_a_rate_may_not_rise_or_must_fall(this, last, rises, falls):
    assert judged(this, last).verdict is rises
    assert judged(this, last, falls=True).verdict is falls


def test_equal_rates_are_told_as_such():
    assert judged(AS_BEFORE, AS_BEFORE, falls=True).why == "争议率或纠错败诉率与上年持平"


@pytest.mark.parametrize(
    ("this", "told"), [(FELL, "0 件，每件 10 分计 0 分"), (AS_BEFORE, "1 件，每件 10 分计 10 分")]
)
def test_what_lost_cases_cost_is_told(this, told):
    assert judged(this, AS_BEFORE, points=10).slots["rates"].endswith(f"结果纠正 {told}")
    assert "计" not in judged(this, AS_BEFORE).slots["rates"]
