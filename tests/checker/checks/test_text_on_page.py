from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from checker.checks.text_on_page import Params, text_on_page
from checker.judgement import Judgement, Question
from checker.results import Reason, Verdict

DEBT = {
    "title_any": ["债务"],
    "all_of": ["限额", "余额", "期限"],
    "together": True,
    "if_none": "fail",
}
PLATFORM = "<a href=http://www.celma.org.cn/>中国地方政府债券信息公开平台</a>"


def judge(portal: Any, pages: dict[str, str], **params: Any) -> Judgement:
    asked = Question("r", date(2026, 6, 30))
    return text_on_page(Params.model_validate(params), portal(pages), asked)


def debt(text: str, beside: str = "") -> dict[str, str]:
    title = "2025年政府债务情况"
    return {
        "/": f"<a href=/zw/>政府债务</a>{beside}",
        "/zw/": f"<title>政府债务</title><ul><li><a href=/zw/1.html>{title}</a></li></ul>",
        "/zw/1.html": f"<title>{title}</title><h1>{title}</h1><p>{text}，单位：亿元。</p>",
    }


def test_what_is_missing_here_is_missing(portal: Any) -> None:
    pages = debt("限额 10，余额 8")
    assert judge(portal, pages, **DEBT).verdict is Verdict.FAIL
    assert judge(portal, debt("限额 10，余额 8，期限 5 年"), **DEBT).verdict is Verdict.PASS
    assert judge(portal, pages, **DEBT, elsewhere=["信息公开平台"]).verdict is Verdict.FAIL


def test_what_is_missing_stands_on_the_document_and_not_on_the_list_that_leads_to_it(
    portal: Any,
) -> None:
    (one,) = judge(portal, debt("限额 10，余额 8"), **DEBT).findings
    assert one.url.endswith("/zw/1.html")
    assert (one.found_on, one.found_on_count) == ([], 0)


@pytest.mark.parametrize("title", ["债务", "偿债计划"])  # with documents to read, and without
def test_what_is_missing_here_may_stand_on_a_platform_that_is_linked(
    portal: Any, title: str
) -> None:
    more = "".join(f"<a href=/{n}/>栏目{n}</a>" for n in range(12))
    pages = {f"/{n}/": f"<title>栏目{n}</title><p>内容</p>" for n in range(12)}
    pages |= debt("限额 10，余额 8", PLATFORM + more)
    found = judge(
        portal, pages, **{**DEBT, "title_any": [title], "elsewhere": ["债券信息公开平台"]}
    )
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)
    assert "中国地方政府债券信息公开平台" in found.why


@pytest.mark.parametrize(
    ("body", "media", "verdict"),
    [
        ("<video src=/a.mp4></video>", ["image", "video"], Verdict.PASS),
        ("<img src=/a.jpg width=800 height=900>", ["image", "video"], Verdict.PASS),
        ("<img src=/a.jpg width=800 height=900>", "video", Verdict.FAIL),
        ("<a href=/a.pdf>附件</a>", ["image", "video"], Verdict.FAIL),
    ],
)
def test_one_of_the_media_is_enough(
    portal: Any, body: str, media: list[str] | str, verdict: Verdict
) -> None:
    pages = {
        "/": "<a href=/hy/>会议解读</a>",
        "/hy/": "<title>会议解读</title><ul><li><a href=/hy/1.html>常务会议解读</a></li></ul>",
        "/hy/1.html": f"<title>常务会议解读</title><h1>常务会议解读</h1><p>{'会议议题说明。' * 20}</p>{body}",
    }
    found = judge(portal, pages, title_any=["常务会议解读"], media=media)
    assert found.verdict is verdict


@pytest.mark.parametrize(
    ("since", "verdict"), [("2016-01-01", Verdict.PASS), ("2015-01-01", Verdict.FAIL)]
)
def test_what_was_made_before_the_day_does_not_count(
    portal: Any, since: str, verdict: Verdict
) -> None:
    rows = [("养犬管理办法", "2015-06-01", "正文"), ("停车管理办法", "2019-06-01", "现行有效")]
    pages = {"/": "<a href=/gf/>规范性文件</a>"} | {
        f"/gf/{n}.html": f"<h1>{title}</h1><p>发布日期：{day}</p><p>{text}，各单位请遵照执行。</p>"
        for n, (title, day, text) in enumerate(rows)
    }
    pages["/gf/"] = "<title>规范性文件</title><ul>"
    pages["/gf/"] += "".join(
        f"<li><a href=/gf/{n}.html>{title}</a><span>{day}</span></li>"
        for n, (title, day, _) in enumerate(rows)
    )
    params = {"names": ["规范性文件"], "all_of": ["有效|废止"], "since": since}
    assert judge(portal, pages, **params).verdict is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("公开征求意见（2026年3月1日—3月31日），欢迎来信", Verdict.PASS),
        ("公开征求意见，截止日期另行通知", Verdict.PASS),  # said in so many words
        ("公开征求意见，欢迎来信来电", Verdict.FAIL),
        ("会议于2026年3月1日召开，3月31日结束", Verdict.FAIL),  # days of something else
    ],
)
def test_a_period_in_days_is_a_day_until_which_one_asks(
    portal: Any, text: str, verdict: Verdict
) -> None:
    title = "关于公开征求养犬办法意见的公告"
    pages = {
        "/": "<a href=/zj/>意见征集</a>",
        "/zj/": f"<title>意见征集</title><ul><li><a href=/zj/1.html>{title}</a></li></ul>",
        "/zj/1.html": f"<title>{title}</title><h1>{title}</h1><p>{text}。</p>",
    }
    found = judge(portal, pages, title_any=["征求.{0,20}意见"], all_of=["截止日期"])
    assert found.verdict is verdict


def test_documents_of_which_none_was_read_are_told_as_such(portal: Any) -> None:
    pages = debt("限额 10，余额 8")
    del pages["/zw/1.html"]
    told = judge(portal, pages, **DEBT)
    assert (told.verdict, told.reason) == (Verdict.REVIEW, Reason.BUDGET)
    assert told.why.startswith("有 1 份没有读到正文")


def test_words_that_say_nothing_are_refused() -> None:
    with pytest.raises(ValidationError, match="词组里有空的词"):
        Params.model_validate({"title_any": ["债务"], "all_of": ["限额|"]})


def test_too_few_documents_prove_nothing(portal: Any) -> None:
    found = judge(portal, debt("限额 10"), **(DEBT | {"together": False, "min_population": 9}))
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.TOO_FEW, ())
