"""The figures of the annual report agree: a sum that surely does not hold is named with its cells."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.table_identities import Params, table_identities
from checker.judgement import Judgement
from checker.results import Verdict
from crawler.snapshot import Outcome
from tests.checker.checks.sites import HOME, asked, home, listed, unseen
from tests.checker.facts.annual_report import forms

TITLE = "某县人民政府2025年政府信息公开工作年度报告"


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(body: str | None, *fetches: Any, title: str = TITLE, **params: Any) -> Judgement:
        pages = home(nb="政府信息公开年报")
        pages["/nb/"] = f"<title>政府信息公开年报</title>{listed('/nb', [title], ['2026-01-20'])}"
        if body is not None:
            head = f"<title>{title}</title><meta name=ArticleTitle content={title}><h1>{title}</h1>"
            pages["/nb/0.html"] = f"{head}<p>发布日期：2026-01-20</p>{body}"
        return table_identities(Params(**params), portal(pages, fetches), asked())

    return judge


def report(seed: int = 3) -> forms.Figures:
    return forms.figures(seed, year=2025)


def test_sound_figures_pass(judged: Any) -> None:
    found = judged(forms.page(report()))
    assert found.verdict is Verdict.PASS, found.why
    assert (found.slots["broken"], found.slots["title"]) == ("0", TITLE)
    assert int(found.slots["sums"]) > 10


def test_a_sum_that_does_not_hold_is_a_finding_on_the_report(judged: Any) -> None:
    made = report()
    row = next(name for name, values in made.requests.items() if any(values))
    made.requests[row][0] += 1
    found = judged(forms.page(made))
    assert found.verdict is Verdict.FAIL
    assert found.findings
    assert {one.url for one in found.findings} == {f"{HOME}nb/0.html"}
    assert len({one.fingerprint for one in found.findings}) == len(found.findings)


def test_tables_without_figures_are_for_a_person(judged: Any) -> None:
    picture = judged("<p><img src=/report.jpg width=900 height=3000></p>")
    assert (picture.verdict, picture.findings) == (Verdict.REVIEW, ())
    filed = judged("<p>详见附件。</p><a href=/nb/2025.pdf>年度报告.pdf</a>")
    assert (filed.verdict, filed.findings) == (Verdict.REVIEW, ())


def test_blank_cells_that_could_mend_it_accuse_nobody(judged: Any) -> None:
    found = judged(forms.page(report(), forms.blank_zeros))
    assert found.verdict is not Verdict.FAIL
    assert found.findings == ()


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.NOT_REACHED])
def test_a_report_that_was_not_seen_is_for_a_person(judged: Any, outcome: Outcome) -> None:
    found = judged(None, unseen("nb/0.html", outcome, None))
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


def test_no_report_is_pending_until_its_day_and_no_failure_after(judged: Any) -> None:
    """That there is none is another rule's business."""
    early = judged(None, title="县政府召开常务会议", by="12-31")
    assert (early.verdict, early.findings) == (Verdict.PENDING, ())
    late = judged(None, title="县政府召开常务会议")
    assert (late.verdict, late.findings) == (Verdict.REVIEW, ())


def test_another_bureaus_report_is_not_the_countys(judged: Any) -> None:
    made = report()
    row = next(name for name, values in made.requests.items() if any(values))
    made.requests[row][0] += 1
    found = judged(forms.page(made), title="某县财政局2025年政府信息公开工作年度报告")
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


def test_a_trend_needs_two_reports(judged: Any) -> None:
    found = judged(forms.page(report()), trend=True)
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())
