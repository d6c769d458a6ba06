"""The home page's newest item decides; what was not seen, or bears no date, keeps it from failing."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from checker.checks.home_fresh import Params, home_fresh
from checker.judgement import Judgement, Question
from checker.results import Reason, Verdict
from crawler.snapshot import Outcome, Role
from tests.checker.conftest import HOME, Portal, fetch

ASKED = Question("home-updated", date(2026, 6, 30))
OLD = "2026-04-01"


def row(number: int, day: str) -> str:
    return (
        f'<li><a href="/a/{number}.html">关于第{number}项重点工作的情况</a><span>{day}</span></li>'
    )


def home(rows: str, more: str = "") -> str:
    return (
        "<html><head><title>泰县人民政府</title></head><body>"
        f'<ul class="nav"><li><a href="/">首页</a></li></ul><ul>{rows}</ul>{more}</body></html>'
    )


def article(number: int, day: str) -> str:
    told = f"<p>发布时间：{day}</p>" if day else ""
    return f"<html><body><h1>关于第{number}项重点工作的情况</h1>{told}<p>情况如下，请了解。</p></body></html>"


def old_portal(**more: str) -> dict[str, str]:
    pages = {"/": home("".join(row(n, OLD) for n in range(6)))}
    pages |= {f"/a/{n}.html": article(n, OLD) for n in range(6)}
    return pages | more


def judged(portal: Portal, pages: dict[str, str], **more: object) -> Judgement:
    return home_fresh(Params(max_age_days=14), portal(pages, **more), ASKED)


def test_the_newest_of_all_that_home_leads_to_is_old(portal: Portal) -> None:
    told = judged(portal, old_portal())
    assert told.verdict is Verdict.FAIL
    (finding,) = told.findings
    assert (finding.url, finding.observed) == (HOME, OLD)
    assert told.slots["age"] == "90"


@pytest.mark.parametrize(
    ("day", "verdict"), [("2026-06-16", Verdict.PASS), ("2026-06-15", Verdict.FAIL)]
)
def test_the_last_day_counts(portal: Portal, day: str, verdict: Verdict) -> None:
    pages = old_portal() | {"/a/5.html": article(5, day)}
    pages["/"] = home("".join(row(n, OLD) for n in range(5)) + row(5, day))
    assert judged(portal, pages).verdict is verdict


def test_a_day_to_come_is_no_day_of_publication(portal: Portal) -> None:
    pages = old_portal()
    pages["/"] = home("".join(row(n, OLD) for n in range(6)) + row(9, "2026-07-09"))
    pages["/a/9.html"] = article(9, "2026-07-09")
    told = judged(portal, pages)
    assert told.slots["newest"] == OLD
    assert told.verdict is not Verdict.PASS


def test_a_headline_without_a_date_in_the_list_is_opened(portal: Portal) -> None:
    pages = old_portal() | {"/a/top.html": article(7, "2026-06-29")}
    pages["/"] = pages["/"].replace("</body>", '<h2><a href="/a/top.html">头条</a></h2></body>')
    assert judged(portal, pages).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome.BLOCKED, Reason.BLOCKED),
        (Outcome.TIMEOUT, Reason.UNREACHABLE),
        (Outcome.BUDGET, Reason.BUDGET),
    ],
)
def test_a_link_that_was_not_seen_may_be_the_new_one(
    portal: Portal, outcome: Outcome, reason: Reason
) -> None:
    pages = old_portal()
    pages["/"] = pages["/"].replace("</body>", '<a href="/a/x.html">头条</a></body>')
    told = judged(portal, pages, fetches=[fetch(HOME + "a/x.html", outcome)])
    assert (told.verdict, told.reason) == (Verdict.REVIEW, reason)


def test_a_dead_link_hides_nothing_new(portal: Portal) -> None:
    pages = old_portal()
    pages["/"] = pages["/"].replace("</body>", '<a href="/a/x.html">头条</a></body>')
    told = judged(portal, pages, fetches=[fetch(HOME + "a/x.html", Outcome.NOT_FOUND)])
    assert told.verdict is Verdict.FAIL


def test_what_lies_on_other_sites_is_not_asked_for(portal: Portal) -> None:
    pages = old_portal()
    pages["/"] = pages["/"].replace("</body>", '<a href="http://www.gov.cn/">中国政府网</a></body>')
    away = fetch("http://www.gov.cn/", Outcome.TIMEOUT, Role.EXTERNAL)
    assert judged(portal, pages, fetches=[away]).verdict is Verdict.FAIL


def test_a_frame_that_was_not_seen_may_hold_the_news(portal: Portal) -> None:
    pages = old_portal()
    pages["/"] = pages["/"].replace("</body>", '<iframe src="/news.html"></iframe></body>')
    told = judged(portal, pages, fetches=[fetch(HOME + "news.html", Outcome.TIMEOUT)])
    assert told.verdict is Verdict.REVIEW


def test_a_row_without_any_date_is_not_called_old(portal: Portal) -> None:
    pages = old_portal() | {"/a/8.html": article(8, "")}
    pages["/"] = home("".join(row(n, OLD) for n in range(6)) + row(8, ""))
    told = judged(portal, pages)
    assert (told.verdict, told.slots["undated"]) == (Verdict.REVIEW, "1")


def test_few_dates_say_nothing(portal: Portal) -> None:
    pages = {"/": home(row(0, OLD)), "/a/0.html": article(0, OLD)}
    assert judged(portal, pages).reason is Reason.TOO_FEW


def test_how_old_must_be_said_and_at_least_a_day() -> None:
    for wrong in ({}, {"max_age_days": 0}, {"max_age_days": 3, "days": 3}):
        with pytest.raises(ValidationError):
            Params.model_validate(wrong)


@pytest.mark.parametrize(
    "more",
    [
        "<div id=list></div><script>$.ajax({url:'/api/list',success:function(d){$('#list').html(d)}})</script>",
        "<ul><li v-for='x in news'><a>{{ x.title }}</a></li></ul>",
    ],
)
def test_what_a_script_may_bring_is_not_called_old(portal: Portal, more: str) -> None:
    pages = old_portal()
    pages["/"] += more
    found = judged(portal, pages)
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.SCRIPT_ONLY, ())
