"""A numbered series has no gaps, as far as its list was seen."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.series_complete import Params, series_complete
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from crawler.snapshot import Outcome
from tests.checker.checks.sites import HOME, asked, column, home, unseen


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(titles: list[str], *fetches: Any, extra: str = "", **params: Any) -> Judgement:
        pages = home(zfgb="政府公报") | column("zfgb", "政府公报", titles)
        pages["/zfgb/"] += extra
        return series_complete(
            Params(names=["政府公报"], **params), portal(pages, fetches), asked()
        )

    return judge


def issues(*names: str) -> list[str]:
    return [f"某县人民政府公报{name}" for name in names]


def test_a_whole_series_passes(judged: Any) -> None:
    found = judged(issues("2025年第3期", "2025年第2期", "2025年第1期", "2024年第一期"))
    assert (found.verdict, found.slots["issues"]) == (Verdict.PASS, "4")
    assert found.slots["years"] == "2024、2025"


def test_each_missing_issue_is_a_finding(judged: Any) -> None:
    found = judged(issues("2025年第5期", "2025年第2期", "2025年第1期"))
    assert found.verdict is Verdict.FAIL
    assert [one.target for one in found.findings] == ["2025年第3期", "2025年第4期"]
    assert found.findings[0].url == f"{HOME}zfgb/"


def test_combined_issues_count_as_both(judged: Any) -> None:
    assert judged(issues("2025年第3、4期", "2025年第2期", "2025年第1期")).verdict is Verdict.PASS
    assert judged(issues("2025年第2—4期", "2025年第1期")).verdict is Verdict.PASS


def test_what_names_no_issue_is_none(judged: Any) -> None:
    found = judged([*issues("2025年第2期", "2025年第1期"), "政府公报2025年征订启事"])
    assert (found.verdict, found.slots["issues"]) == (Verdict.PASS, "2")


def test_what_may_still_come_is_not_missed(judged: Any) -> None:
    """Neither what comes after the highest number, nor a year that shows nothing."""
    assert judged(issues("2025年第2期", "2025年第1期", "2022年第1期")).verdict is Verdict.PASS


def test_too_few_issues_are_for_a_person(judged: Any) -> None:
    found = judged(issues("2025年第3期"))
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.TOO_FEW, ())


def test_a_list_that_was_not_seen_whole_proves_no_gap(judged: Any) -> None:
    gap = issues("2025年第4期", "2025年第1期")
    turned = judged(
        gap, extra="<div class=page>共 3 页 <a href=/zfgb/index_1.html>下一页</a></div>"
    )
    assert (turned.verdict, turned.findings) == (Verdict.REVIEW, ())
    assert "缺少 2 期" in turned.why


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.NOT_REACHED])
def test_a_column_that_was_not_seen_is_for_a_person(portal: Any, outcome: Outcome) -> None:
    site = portal(home(zfgb="政府公报"), [unseen("zfgb/", outcome, None)])
    found = series_complete(Params(names=["政府公报"]), site, asked())
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())
