"""Portals that are right and hard to see are for a person; real absence still fails."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checker.checks.column_exists import Params, column_exists
from checker.judgement import Judgement, Question
from checker.results import Reason, Verdict

HOME = "http://www.tx.gov.cn/"
PARAMS = Params(
    names=["规划计划", "规划信息", "规划"],
    exclude_names=["城乡规划", "规划公示"],
    item_words=["规划", "纲要", "五年", "行动计划"],
    item_exclude=["批前公示"],
    related_words=["规划"],
)
NAV = (
    "<div class=nav><a href=/>首页</a><a href=/zwyw/>政务要闻</a><a href=/ghjh/>规划计划</a></div>"
)
PLAIN = "<div class=nav><a href=/>首页</a><a href=/zwyw/>政务要闻</a><a href=/zwgk/>政府信息公开</a></div>"
NEWS = [f"县政府召开第{n}次常务会议" for n in (1, 2)]
PLANS = ["某县第十五个五年规划纲要", "某县能源发展规划", "某县交通发展规划"]
POST = "<script>$.post('/api/list',{id:5},function(d){$('#list').html(d)})</script>"


def rows(titles: list[str], under: str = "/ghjh") -> str:
    lines = (
        f"<li><a href={under}/{n}.html>{title}</a><span>2026-01-0{n}</span></li>"
        for n, title in enumerate(titles, 1)
    )
    return f"<ul>{''.join(lines)}</ul>"


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(pages: dict[str, str], nav: str = NAV) -> Judgement:
        around = {
            f"/{under}/{n}.html": "<p>正文</p>"
            for under in ("ghjh", "zwyw", "qt")
            for n in range(1, 5)
        }
        home = {"/": f"<title>某县人民政府</title>{nav}", "/zwyw/": nav + rows(NEWS, "/zwyw")}
        return column_exists(
            PARAMS, portal(around | home | pages), Question("plans-column", date(2026, 6, 30))
        )

    return judge


def column(judged: Any, body: str, **pages: str) -> Judgement:
    page = f"<title>规划计划_某县人民政府</title>{NAV}{body}"
    found: Judgement = judged({"/ghjh/": page} | pages)
    return found


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{'政府信息公开指南说明文字。' * 25}</p><div id=list></div>{POST}",
        f"<div class=hot>{rows(NEWS, '/zwyw')}</div><div id=list></div>{POST}",
        f"{rows(NEWS, '/zwyw')}<script>axios.get('/api/list')</script>",
        f"{rows(NEWS, '/zwyw')}<script>fetch('/api/list')</script>",
        "<ul id=list></ul><script src=/js/list.js></script>",
        "<p>说明</p><div class=news-list></div><script src=/js/ghjh.js></script>",
        "<ul><li><a href='{{url}}'>{{title}}</a></li></ul>",
    ],
)
def test_a_list_that_a_script_may_draw(judged: Any, body: str) -> None:
    found = column(judged, body)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.SCRIPT_ONLY)


@pytest.mark.parametrize(
    "body",
    [
        "<div class=list><p>暂无信息</p></div>",
        "<div class=list></div>",
        "<div class=list></div><script src=/js/jquery-3.6.0.min.js></script>",
        f"{rows(PLANS[:2])}<script src=/js/list.js></script>",
        f"{rows(PLANS[:2])}<a class=disabled href='javascript:;'>下一页</a>",
        f"{rows(PLANS[:2])}<a href='javascript:void(0)'>下一页</a><span>共1页</span>",
        rows(["某县能源发展规划", "小区批前公示", *NEWS]),
    ],
)
def test_a_column_that_is_plainly_too_empty_fails(judged: Any, body: str) -> None:
    assert column(judged, body).verdict is Verdict.FAIL


@pytest.mark.parametrize(
    "pager",
    [
        "<a href='javascript:goPage(2)'>下一页</a>",
        "<a href='javascript:;'>下一页</a>",
        "<a href='javascript:goPage(2)'>&gt;</a><span>共3页</span>",
        "<a onclick='more()'>加载更多</a>",
        "<script>initPage({id:'p',count:\"3\"})</script>",
        "<span>第1/3页</span>",
    ],
)
def test_a_list_whose_pages_a_script_turns(judged: Any, pager: str) -> None:
    found = column(judged, rows(PLANS[:2]) + pager)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.SCRIPT_ONLY)


def test_a_frame_of_a_foreign_host_is_for_a_person(judged: Any) -> None:
    found = column(judged, "<iframe src=http://pt.other.cn/l.html></iframe>")
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)


@pytest.mark.parametrize(
    "titles",
    [
        ["中学招生计划", "环卫作业计划", "食堂采购计划"],
        ["某县乡村振兴三年行动方案", "某县教育现代化2035", "某县能源发展规划"],
        ["某县国民经济和社会发展第…", "某县国土空间总体…", "某县综合交通运输发..."],
    ],
)
def test_rows_that_do_not_say_what_they_are(judged: Any, titles: list[str]) -> None:
    found = column(judged, rows(titles))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)


def test_a_cut_title_is_the_article_s_own(judged: Any) -> None:
    articles = {f"/ghjh/{n}.html": f"<h1>{title}</h1>" for n, title in enumerate(PLANS, 1)}
    found = column(judged, rows([f"{title[:5]}…" for title in PLANS]), **articles)
    assert found.verdict is Verdict.PASS


def test_sub_columns_in_a_menu_of_the_column(judged: Any) -> None:
    menu = (
        "<div class=menu><a href=/g1/>空间</a><a href=/g2/>专项</a></div><div>请选择左侧栏目</div>"
    )
    found = column(judged, menu, **{"/g1/": rows(PLANS[:2], "/qt"), "/g2/": rows(PLANS, "/qt")})
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)


@pytest.mark.parametrize(
    "menu",
    [
        "<select onchange='go(this)'><option value=/ghjh/>规划计划</option></select>",
        "<ul><li data-url=/ghjh/>规划计划</li></ul>",
        '<script>var zNodes=[{id:1,name:"规划计划",url:"/ghjh/"}]</script>',
        '<script>var zNodes=[{name:"\\u89c4\\u5212\\u8ba1\\u5212"}]</script>',
        "<ul class=ztree id=tree></ul><script>$.post('/tree',draw)</script>",
    ],
)
def test_a_menu_that_only_a_script_opens(judged: Any, menu: str) -> None:
    found = judged({"/zwgk/": f"{PLAIN}<p>公开</p>{menu}"}, PLAIN)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.SCRIPT_ONLY)


@pytest.mark.parametrize("link", ["<img src=a.jpg>", "国土空间规划之窗", "县情纵览"])
def test_a_full_column_under_an_unlisted_name(judged: Any, link: str) -> None:
    pages = {"/zwgk/": f"{PLAIN}<a href=/qt/>{link}</a>", "/qt/": PLAIN + rows(PLANS, "/qt")}
    found = judged(pages, PLAIN)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)


@pytest.mark.parametrize(
    ("link", "titles"),
    [
        ("城乡规划公示", PLANS),
        ("国土空间规划之窗", PLANS[:2]),
        ("县情纵览", [*PLANS[:2], *NEWS]),
    ],
)
def test_an_unlisted_column_that_could_not_pass_changes_nothing(
    judged: Any, link: str, titles: list[str]
) -> None:
    pages = {"/zwgk/": f"{PLAIN}<a href=/qt/>{link}</a>", "/qt/": PLAIN + rows(titles, "/qt")}
    assert judged(pages, PLAIN).verdict is Verdict.FAIL


def test_plans_scattered_over_columns_are_for_a_person(judged: Any) -> None:
    pages = {
        "/zwgk/": f"{PLAIN}<a href=/ghjh/>规划计划</a><a href=/qt/>区域规划专栏</a>",
        "/ghjh/": PLAIN + rows(PLANS[:2]),
        "/qt/": PLAIN + rows(["某县水利规划", "某县林业规划"], "/qt"),
    }
    found = judged(pages, PLAIN)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)
