from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from checker.checks.document_published import Params, document_published
from checker.judgement import Judgement, Question
from checker.results import Reason, Verdict
from crawler.snapshot import Fetch, Outcome, Role
from crawler.snapshot.memory import page

HOME = "http://www.tx.gov.cn/"
PARAMS = Params(
    title_any=["{year}年度?.{0,30}信息公开(工作)?(年度(工作)?报告|年报)"],
    title_none=["通知|解读"],
    columns=["政府信息公开年报"],
)
TITLE = "桃县2025年政府信息公开工作年度报告"
BODY = "<p>" + "一、总体情况。全年主动公开政府信息六千余条。" * 12 + "</p>"


def article(title: str = TITLE, day: str = "2026-03-12", body: str = BODY) -> str:
    return f"<title>{title}_桃县人民政府</title><h1>{title}</h1><p>发布时间：{day}</p>{body}"


def column(
    title: str = TITLE, day: str = "2026-03-12", target: str = "/nb/1.html", more: str = ""
) -> str:
    return f"<title>政府信息公开年报</title><ul><li><a href={target}>{title}</a><span>{day}</span></li></ul>{more}"


START = "<title>桃县人民政府</title><a href=/nb/>政府信息公开年报</a>"


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(
        pages: dict[str, str | bytes],
        *fetches: Fetch,
        as_of: date = date(2026, 6, 30),
        params: Params = PARAMS,
        **more: Any,
    ) -> Judgement:
        return document_published(params, portal(pages, fetches, **more), Question("annual", as_of))

    return judge


def report(day: str = "2026-03-12", **more: Any) -> dict[str, str | bytes]:
    return {"/": START, "/nb/": column(day=day), "/nb/1.html": article(day=day, **more)}


def test_in_time_with_a_body(judged: Any) -> None:
    found = judged(report())
    assert (found.verdict, found.slots["published"]) == (Verdict.PASS, "2026-03-12")
    assert (found.slots["year"], found.slots["by"]) == ("2025", "2026-03-31")


def test_on_the_last_day(judged: Any) -> None:
    assert judged(report("2026-03-31")).verdict is Verdict.PASS


def test_too_late(judged: Any) -> None:
    found = judged(report("2026-04-01"))
    assert (found.verdict, found.findings[0].observed) == (Verdict.FAIL, "2026-04-01")
    assert found.findings[0].target == f"{HOME}nb/1.html"


def test_found_before_it_is_due(judged: Any) -> None:
    assert judged(report(), as_of=date(2026, 3, 15)).verdict is Verdict.PASS


def test_not_found_before_and_after_it_is_due(judged: Any) -> None:
    pages = {
        "/": START,
        "/nb/": column("桃县2024年政府信息公开工作年度报告", "2025-03-01"),
        "/nb/1.html": article("x"),
    }
    assert judged(pages, as_of=date(2026, 3, 31)).verdict is Verdict.PENDING
    found = judged(pages, as_of=date(2026, 4, 1))
    assert found.verdict is Verdict.FAIL
    assert found.findings[0].url == f"{HOME}nb/"


def test_the_year_of_the_title_counts(judged: Any) -> None:
    assert judged(report(), as_of=date(2025, 6, 30)).verdict is Verdict.FAIL


def test_dates_that_contradict_each_other(judged: Any) -> None:
    found = judged(
        {"/": START, "/nb/": column(day="2026-06-01"), "/nb/1.html": article(day="2026-03-12")}
    )
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.DATE_CONFLICT)


def test_dates_far_apart_and_all_in_time(judged: Any) -> None:
    found = judged(
        {"/": START, "/nb/": column(day="2026-01-12"), "/nb/1.html": article(day="2026-03-12")}
    )
    assert found.verdict is Verdict.PASS


def test_published_before_the_year_began(judged: Any) -> None:
    found = judged(report("2024-03-12"))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.DATE_CONFLICT)


def test_no_date_at_all(judged: Any) -> None:
    found = judged(
        {
            "/": START,
            "/nb/": f"<a href=/nb/1.html>{TITLE}</a>",
            "/nb/1.html": f"<h1>{TITLE}</h1>{BODY}",
        }
    )
    assert (found.verdict, found.slots["published"]) == (Verdict.PASS, "未注明")
    assert "没有看到公布日期" in found.evidence[0].what


@pytest.mark.parametrize(
    "title", ["桃县教育局2025年政府信息公开工作年度报告", "红旗镇人民政府2025年政府信息公开年报"]
)
def test_only_a_bureau_s_report(judged: Any, title: str) -> None:
    found = judged({"/": START, "/nb/": column(title), "/nb/1.html": article(title)})
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)


def test_the_county_s_own_is_found_among_bureaus(judged: Any) -> None:
    bureau = "<ul><li><a href=/nb/2.html>桃县教育局2025年政府信息公开工作年度报告</a><span>2026-01-02</span></li></ul>"
    found = judged(
        report()
        | {
            "/nb/": bureau + column(),
            "/nb/2.html": article("桃县教育局2025年政府信息公开工作年度报告"),
        }
    )
    assert (found.verdict, found.slots["title"]) == (Verdict.PASS, TITLE)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome.TIMEOUT, Reason.UNREACHABLE),
        (Outcome.BLOCKED, Reason.BLOCKED),
        (Outcome.BUDGET, Reason.BUDGET),
    ],
)
def test_a_page_that_was_not_seen_is_never_a_failure(
    judged: Any, outcome: Outcome, reason: Reason
) -> None:
    unread = judged(
        {"/": START, "/nb/": column()}, Fetch(f"{HOME}nb/1.html", Role.PAGE, outcome, attempts=1)
    )
    assert (unread.verdict, unread.reason) == (Verdict.REVIEW, reason)
    unlisted = judged({"/": START}, Fetch(f"{HOME}nb/", Role.PAGE, outcome, attempts=1))
    assert (unlisted.verdict, unlisted.reason) == (Verdict.REVIEW, reason)


def test_a_dead_link_to_the_report(judged: Any) -> None:
    found = judged(
        {"/": START, "/nb/": column()},
        Fetch(f"{HOME}nb/1.html", Role.PAGE, Outcome.NOT_FOUND, status=404),
    )
    assert (found.verdict, found.findings[0].observed) == (Verdict.FAIL, "打不开")


FILE = f"{HOME}nb/1.pdf"
SHORT = "<p>附件：<a href=/nb/1.pdf>年度报告.pdf</a></p>"


def opened(body: bytes = b"%PDF-1.4") -> Fetch:
    return page(FILE, body, role=Role.ATTACHMENT, content_type="application/pdf")


def test_a_body_in_a_file_that_opened(judged: Any) -> None:
    found = judged(report(body=SHORT) | {FILE: b"%PDF-1.4"}, opened())
    assert found.verdict is Verdict.PASS


def test_a_list_that_links_the_file_itself(judged: Any) -> None:
    found = judged({"/": START, "/nb/": column(target="/nb/1.pdf"), FILE: b"%PDF-1.4"}, opened())
    assert found.verdict is Verdict.PASS


def test_a_file_that_was_not_opened(judged: Any) -> None:
    found = judged(report(body=SHORT), Fetch(FILE, Role.ATTACHMENT, Outcome.BUDGET))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.BUDGET)


def test_a_file_that_is_gone(judged: Any) -> None:
    found = judged(report(body=SHORT), Fetch(FILE, Role.ATTACHMENT, Outcome.NOT_FOUND, status=404))
    assert found.verdict is Verdict.FAIL


def test_neither_body_nor_file(judged: Any) -> None:
    found = judged(report(body="<p>见附件。</p>"))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.TOO_FEW)


def test_an_unusual_title_is_for_a_person(judged: Any) -> None:
    found = judged(
        {"/": START, "/nb/": column("2025年度报告全文"), "/nb/1.html": article("2025年度报告全文")}
    )
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)


def test_a_notice_about_the_report_is_not_the_report(judged: Any) -> None:
    title = "关于做好2025年政府信息公开工作年度报告编制的通知"
    assert (
        judged({"/": START, "/nb/": column(title), "/nb/1.html": article(title)}).verdict
        is Verdict.FAIL
    )


def test_no_column_and_a_site_not_seen_whole(judged: Any) -> None:
    found = judged(
        {"/": "<title>桃县</title><a href=/a/>通知</a>"},
        Fetch(f"{HOME}a/", Role.PAGE, Outcome.TIMEOUT, attempts=2),
    )
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.UNREACHABLE)


def test_a_column_filled_by_a_script(judged: Any) -> None:
    found = judged({"/": START, "/nb/": "<div id=app></div><script src=a.js></script>"})
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.SCRIPT_ONLY)


def test_a_year_given(judged: Any) -> None:
    params = PARAMS.model_copy(update={"year": 2025})
    assert judged(report(), params=params, as_of=date(2028, 1, 1)).verdict is Verdict.PASS


@pytest.mark.parametrize(
    "wrong", [{"by": "02-31"}, {"by": "3-1"}, {"title_any": ["("]}, {"title_any": []}, {"x": 1}]
)
def test_bad_parameters_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Params.model_validate({"title_any": ["a"]} | wrong)
