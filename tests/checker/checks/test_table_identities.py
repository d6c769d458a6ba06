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


def with_new_requests(written: str) -> tuple[int, str]:
    """A sound report in which one cell, which was some number, reads otherwise."""
    made = report(4)
    assert made.requests["new"][0]
    cell = f"本年新收政府信息公开申请数量</td><td>{made.requests['new'][0]}</td>"
    body = forms.page(made, forms.spans_lost)
    assert cell in body
    return made.requests["new"][0], body.replace(
        cell, cell.replace(cell[cell.rindex("<td>") :], f"<td>{written}</td>")
    )


def test_a_cell_that_was_not_read_accuses_nobody(judged: Any) -> None:
    _, body = with_new_requests("若干")
    found = judged(body)
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())
    assert "没有读全" in found.why


def test_a_blank_that_could_hide_the_number_is_for_a_person(judged: Any) -> None:
    _, body = with_new_requests("&nbsp;")
    found = judged(body)
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())
    assert "空白单元格" in found.why


def test_words_that_differ_from_the_tables_are_for_a_person(judged: Any) -> None:
    found = judged(forms.page(report(), general="全年共收到政府信息公开申请9999件。"))
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())
    assert "9999" in found.why


@pytest.fixture
def trend(portal: Any) -> Any:
    """The reports of two years: each a row of disputes (upheld, corrected, other, open, sum) that reads so."""

    def judge(now: list[Any], before: list[Any] | None, **params: Any) -> Judgement:
        titles = [TITLE, TITLE.replace("2025", "2024")][: 1 if before is None else 2]
        pages = home(nb="政府信息公开年报")
        pages["/nb/"] = f"<title>政府信息公开年报</title>{listed('/nb', titles)}"
        for number, (title, row) in enumerate(zip(titles, [now, before], strict=False)):
            made = forms.figures(5, year=2025 - number)
            made.requests = {
                name: [0] * 6 + [10 if name == "handled" else 0] for name in made.requests
            }
            assert row is not None
            made.disputes = {"review": row, "lawsuit": [0] * 5, "lawsuit_after": [0] * 5}
            head = f"<title>{title}</title><meta name=ArticleTitle content={title}><h1>{title}</h1>"
            pages[f"/nb/{number}.html"] = f"{head}<p>发布日期：2026-01-20</p>{forms.page(made)}"
        return table_identities(Params(trend=True, **params), portal(pages), asked())

    return judge


def test_rates_that_do_not_rise_pass(trend: Any) -> None:
    found = trend([2, 1, 0, 1, 4], [1, 2, 0, 1, 4], points=3)
    assert found.verdict is Verdict.PASS, found.why
    assert "2025年度：争议率 40.0%，纠错败诉率 33.3%" in found.slots["rates"]
    assert "结果纠正 1 件，每件 3 分计 3 分" in found.slots["rates"]


@pytest.mark.parametrize(
    "now",
    [[2, 2, 0, 1, 5], [1, 3, 0, 0, 4]],
    ids=["more disputes a request", "more lost of those decided"],
)
def test_a_rate_that_rises_fails(trend: Any, now: list[int]) -> None:
    assert trend(now, [1, 2, 0, 1, 4]).verdict is Verdict.FAIL


def test_what_must_fall_may_not_stay(trend: Any) -> None:
    same = [1, 2, 0, 1, 4]
    assert trend(same, same).verdict is Verdict.PASS
    assert trend(same, same, falls=True).verdict is Verdict.FAIL
    assert trend([0] * 5, [0] * 5, falls=True).verdict is Verdict.PASS


@pytest.mark.parametrize(
    "unread", [["无", 0, 0, 0, 0], [2, "", 0, 1, 4], [0, 0, 0, 0, 9], [3, 0, 0, 1, ""]]
)
def test_a_year_whose_disputes_were_not_read_is_no_better_one(
    trend: Any, unread: list[Any]
) -> None:
    """A blank among last year's lost cases would make this year's look like a rise."""
    sound = [2, 1, 0, 1, 4]
    for found in (trend(sound, unread), trend(unread, sound)):
        assert (found.verdict, found.findings) == (Verdict.REVIEW, ())
        assert "没有读全" in found.why
    assert trend(sound, [2, 1, "", 1, 4]).verdict is Verdict.PASS


def test_one_report_alone_shows_no_trend(trend: Any) -> None:
    found = trend([2, 1, 0, 1, 4], None)
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())
    assert "上一年度" in found.why
