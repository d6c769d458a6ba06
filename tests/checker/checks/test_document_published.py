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
    older = "桃县2024年政府信息公开工作年度报告"
    pages = {"/": START, "/nb/": column(older), "/nb/1.html": article(older)}
    assert judged(pages).verdict is Verdict.FAIL


@pytest.mark.parametrize("as_of", [date(2025, 6, 30), date(2020, 5, 1), date(2031, 5, 1)])
def test_a_snapshot_of_another_time_shows_no_absence(judged: Any, as_of: date) -> None:
    found = judged(report(), as_of=as_of)
    assert found.verdict is Verdict.REVIEW
    assert "快照抓取于 2026-06-30" in found.why


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
        (Outcome.TRAP, Reason.BUDGET),
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


def test_a_pattern_that_only_a_slow_matcher_can_read_is_refused() -> None:
    with pytest.raises(ValidationError, match="前后查看"):
        Params.model_validate({"title_any": ["(?=.*年报)公开"]})


def rows(body: str, **more: str | bytes) -> dict[str, str | bytes]:
    """Return a portal whose report column, seen whole, holds these rows."""
    return {"/": START, "/nb/": f"<title>政府信息公开年报</title>{body}"} | more


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li><a href=a.html>政府信息公开工作年度报告</a></li></ul>",
        "<ul><li><a href=a.pdf>桃县人民政府政府信息公开工作年度报告（2…</a></li></ul>",
        (
            "<table><tr><td>2025年</td><td><a href=2025.pdf>下载</a></td></tr>"
            "<tr><td>2024年</td><td><a href=2024.pdf>下载</a></td></tr></table>"
        ),
        "<ul><li><a href=2025.pdf>2025年</a></li><li><a href=2024.pdf>2024年</a></li></ul>",
        "<ul><li><a href=x.pdf>二〇二五年年报</a></li></ul>",
        "<ul><li><a href=2025.pdf>查看全文</a></li></ul>",
        "<ul><li><a href=x1.pdf>下载</a></li></ul>",
        "<div class=art><p>二〇二五年，桃县认真做好信息公开。"
        + "全年公开信息六千条。" * 30
        + "</p></div>",
    ],
)
def test_a_row_that_could_be_the_report_is_for_a_person(judged: Any, body: str) -> None:
    found = judged(rows(body))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)


@pytest.mark.parametrize(
    "body",
    [
        (
            "<table><tr><td>2024年</td><td><a href=2024.pdf>下载</a></td></tr>"
            "<tr><td>2023年</td><td><a href=2023.pdf>下载</a></td></tr></table>"
        ),
        "<ul><li><a href=2024.pdf>2024年</a></li><li><a href=b.pdf>二〇二三年年报</a></li></ul>",
        "<ul><li><a href=a.html>政府信息公开工作年度报告</a><span>2025-03-02</span></li></ul>",
        "<ul><li><a href=/>首页</a></li><li><a href=/nb/>政府信息公开年报</a></li></ul>",
    ],
)
def test_rows_of_other_years_leave_it_missing(judged: Any, body: str) -> None:
    assert judged(rows(body)).verdict is Verdict.FAIL


def test_a_year_in_chinese_numerals(judged: Any) -> None:
    title = "桃县人民政府二〇二五年政府信息公开工作年度报告"
    undated = {"/nb/a.html": f"<h1>{title}</h1>{BODY}"}
    found = judged(rows(f"<ul><li><a href=a.html>{title}</a></li></ul>", **undated))
    assert (found.verdict, found.slots["title"]) == (Verdict.PASS, title)


@pytest.mark.parametrize(
    "menu",
    [
        "<span onclick=\"go('nb')\">政府信息公开年报</span>",
        "<select><option value=nb>政府信息公开年报</option></select>",
        "<span data-url=/nb/>政府信息公开年报</span>",
        '<script>var zNodes=[{name:"政府信息公开年报",url:"/nb/"}];</script>',
    ],
)
def test_a_column_that_only_a_script_opens(judged: Any, menu: str) -> None:
    filler = "".join(f"<a href=/{n}/>栏目{n}</a>" for n in range(12))
    pages = {f"/{n}/": f"<title>栏目{n}</title><p>内容</p>" for n in range(12)}
    found = judged({"/": f"<title>桃县人民政府</title>{menu}{filler}"} | pages)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.SCRIPT_ONLY)
    bare = judged({"/": f"<title>桃县人民政府</title>{filler}"} | pages)
    assert bare.verdict is Verdict.FAIL


def test_a_column_inside_a_frame_of_another_host(judged: Any) -> None:
    found = judged(rows("<iframe src=http://gk.other.cn/nb.html></iframe>"))
    assert found.verdict is Verdict.REVIEW


def test_a_sub_column_that_a_script_fills(judged: Any) -> None:
    below = "<title>2025</title><div id=list></div><script>$.post('/api',draw)</script>"
    found = judged(rows("<ul><li><a href=/nb/xian/>县级年报</a></li></ul>", **{"/nb/xian/": below}))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.SCRIPT_ONLY)


def dated(line: str, listed: str = "", head: str = "", name: str = "1.html") -> dict[str, str]:
    return {
        "/": START,
        "/nb/": column(day=listed, target=f"/nb/{name}"),
        f"/nb/{name}": f"<title>{TITLE}</title>{head}<h1>{TITLE}</h1><p>{line}</p>{BODY}",
    }


@pytest.mark.parametrize("label", ["更新时间", "更新日期", "上传时间", "录入时间", "时间"])
def test_a_day_that_is_no_publication_day_makes_nobody_late(judged: Any, label: str) -> None:
    found = judged(dated(f"{label}：2026-07-01"))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.DATE_CONFLICT)


def test_the_day_of_publication_counts_before_that_of_a_change(judged: Any) -> None:
    beside = judged(dated("更新时间：2026-05-20　发布时间：2026-03-10"))
    assert (beside.verdict, beside.slots["published"]) == (Verdict.PASS, "2026-03-10")
    assert judged(dated("更新时间：2026-07-01", listed="2026-03-30")).verdict is Verdict.PASS
    assert judged(dated("更新时间：2026-07-01　发布时间：2026-05-20")).verdict is Verdict.FAIL


def test_days_on_both_sides_of_the_last_day_are_for_a_person(judged: Any) -> None:
    meta = '<meta name="PubDate" content="2026-03-31 10:00">'
    found = judged(dated("发布日期：2026-04-02", listed="2026-03-31", head=meta))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.DATE_CONFLICT)


def test_a_day_in_the_address_alone_makes_nobody_late(judged: Any) -> None:
    found = judged(dated("", name="t20260420_1.html"))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.DATE_CONFLICT)


@pytest.mark.parametrize(
    "head",
    [
        "<div class=position>当前位置：<a href=/>首页</a> &gt; 县教育局 &gt; 年报</div>",
        "<p>来源：县教育局</p>",
        '<meta name="ContentSource" content="桃县教育局">',
    ],
)
def test_a_bureau_s_report_under_a_title_that_names_nobody(judged: Any, head: str) -> None:
    title = "2025年政府信息公开工作年度报告"
    page = f"<title>{title}</title>{head}<h1>{title}</h1><p>发布日期：2026-06-02</p>{BODY}"
    found = judged({"/": START, "/nb/": column(title, "2026-06-02"), "/nb/1.html": page})
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)


@pytest.mark.parametrize("source", ["县政府办公室", "桃县人民政府", "桃县融媒体中心", "本站"])
def test_the_government_s_own_under_a_title_that_names_nobody(judged: Any, source: str) -> None:
    title = "2025年政府信息公开工作年度报告"
    page = f"<title>{title}</title><h1>{title}</h1><p>发布日期：2026-06-02 来源：{source}</p>{BODY}"
    found = judged({"/": START, "/nb/": column(title, "2026-06-02"), "/nb/1.html": page})
    assert (found.verdict, found.findings[0].observed) == (Verdict.FAIL, "2026-06-02")


def test_a_document_of_this_year_is_due_this_year(judged: Any) -> None:
    params = PARAMS.model_copy(update={"year": "current", "by": "06-01"})
    found = judged(report(), params=params)
    assert (found.slots["year"], found.slots["by"]) == ("2026", "2026-06-01")
    assert found.verdict is Verdict.FAIL


def test_a_column_that_lies_elsewhere_or_is_a_picture_is_for_a_person(judged: Any) -> None:
    away = {"/": START.replace("/nb/", "http://b.gov.cn/nb/"), "http://b.gov.cn/nb/": column()}
    picture = {"/": START, "/nb/": "<title>政府信息公开年报</title><img src=1.jpg>"}
    for pages, reason in ((away, Reason.ASSISTED), (picture, Reason.IMAGE_ONLY)):
        found = judged(pages)
        assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, reason, ())


def test_a_column_whose_link_is_dead_holds_nothing(judged: Any) -> None:
    gone = Fetch(f"{HOME}nb/", Role.PAGE, Outcome.NOT_FOUND, status=404, attempts=2)
    others = "".join(f"<a href=/c{n}/>栏目{n}</a>" for n in range(3))
    pages = {"/": START + others} | {f"/c{n}/": "<p>正文</p>" for n in range(3)}
    assert judged(pages, gone).verdict is Verdict.FAIL
    seen = Fetch(f"{HOME}c2/", Role.PAGE, Outcome.TIMEOUT, attempts=2)
    found = judged({url: body for url, body in pages.items() if url != "/c2/"}, gone, seen)
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


def test_a_script_on_a_page_that_lists_other_years_does_not_bring_this_one(judged: Any) -> None:
    draws = "<script>$.ajax({url:'/api/x',success:function(d){$('.list').html(d)}})</script>"
    older = column("桃县2024年政府信息公开工作年度报告", "2025-03-01", more=draws)
    pages = {"/": START, "/nb/1.html": article("桃县2024年政府信息公开工作年度报告")}
    assert judged(pages | {"/nb/": older}).verdict is Verdict.FAIL
    other = column("县政府召开常务会议", "2025-03-01", more=draws)
    found = judged({"/": START, "/nb/1.html": article("县政府召开常务会议"), "/nb/": other})
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.SCRIPT_ONLY)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<img src=1.jpg width=900 height=1200>", Reason.IMAGE_ONLY),
        ("<div id=app></div><script src=app.js></script>", Reason.SCRIPT_ONLY),
        ("<p>详见附件。</p>", Reason.TOO_FEW),
    ],
)
def test_a_document_whose_text_was_not_seen_is_for_a_person(
    judged: Any, body: str, reason: Reason
) -> None:
    pages = {"/": START, "/nb/": column(), "/nb/1.html": f"<title>{TITLE}</title>{body}"}
    found = judged(pages)
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, reason, ())


def test_a_document_on_another_site_is_for_a_person(judged: Any) -> None:
    away = "http://b.gov.cn/nb/1.html"
    found = judged({"/": START, "/nb/": column(target=away), away: article()})
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.ASSISTED, ())
    assert "其他网站" in found.why
