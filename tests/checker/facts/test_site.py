from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checker.checks.home_fresh import Params, home_fresh
from checker.facts.breadth import too_narrow
from checker.facts.column_state import ColumnState, state_of
from checker.facts.columns import columns_named, scripted
from checker.facts.gaps import all_gaps, gaps_within
from checker.facts.names import NameMatch
from checker.judgement import Question
from checker.results import Reason
from crawler.snapshot import Fetch, Outcome, Role

HOME = "http://www.tx.gov.cn/"


def test_clicks_are_counted_along_the_shortest_way(portal: Any) -> None:
    hop = Fetch(f"{HOME}go", Role.PAGE, Outcome.REDIRECT, status=302, location=f"{HOME}c/")
    site = portal(
        {
            "/": "<a href=/a/>甲</a><a href=/go>丙</a>",
            "/a/": "<a href=/b/>乙</a><iframe src=/f.html></iframe>",
            "/b/": "<a href=/c/>丙</a>",
            "/c/": "<a href=/d/>丁</a>",
            "/f.html": "<a href=/e/>戊</a>",
        },
        [hop],
    )
    wanted = {"": 0, "a/": 1, "go": 1, "c/": 1, "b/": 2, "f.html": 1, "e/": 2, "d/": 2}
    assert {path: site.clicks(HOME + path) for path in wanted} == wanted
    assert site.clicks(f"{HOME}nowhere") is None


def test_a_home_page_that_jumps_on(portal: Any) -> None:
    jump = "<meta http-equiv=refresh content='0;url=/web/index.html'>"
    site = portal({"/": jump, "/web/index.html": "<title>桃县人民政府</title><a href=/a/>甲</a>"})
    assert site.home.reason is None
    assert site.name == "桃县人民政府"
    assert (site.clicks(f"{HOME}web/index.html"), site.clicks(f"{HOME}a/")) == (0, 1)


@pytest.mark.parametrize(
    ("pages", "fetches", "reason"),
    [
        ({}, [Fetch(HOME, Role.PAGE, Outcome.TIMEOUT, attempts=2)], Reason.UNREACHABLE),
        ({}, [Fetch(HOME, Role.PAGE, Outcome.BLOCKED, status=412)], Reason.BLOCKED),
        ({}, [Fetch(HOME, Role.PAGE, Outcome.CLIENT_ERROR, status=403)], Reason.BLOCKED),
        ({}, [], Reason.BUDGET),
        ({"/": "<div id=app></div><script src=a.js></script>"}, [], Reason.SCRIPT_ONLY),
        ({"/": "<p>建设中</p>"}, [], Reason.TOO_FEW),
        ({"/": ""}, [], Reason.TOO_FEW),
        ({"/": "<script r='m'>$_ts=1</script>"}, [], Reason.BLOCKED),
    ],
)
def test_a_home_page_that_says_nothing(
    portal: Any, pages: Any, fetches: Any, reason: Reason
) -> None:
    assert portal(pages, fetches).home.reason is reason


def test_a_home_page_that_leads_to_another_site(portal: Any) -> None:
    other = "http://www.other.gov.cn/"
    hop = Fetch(HOME, Role.PAGE, Outcome.REDIRECT, status=301, location=other)
    site = portal({other: "<a href=/>某市</a>"}, [hop])
    assert site.home.reason is Reason.TOO_FEW
    assert other in site.home.detail


def test_columns_exact_names_first_then_near_ones(portal: Any) -> None:
    site = portal(
        {
            "/": "<a href=/far/>其他</a><a href=/b/>本县规划计划</a><a href=/x/>城乡规划公示</a>",
            "/far/": "<a href=/a/>规划计划</a>",
            "/a/": "<p>甲</p>",
            "/b/": "<p>乙</p>",
        }
    )
    found = columns_named(site, ["规划计划"])
    assert [(c.url, c.match, c.clicks) for c in found] == [
        (f"{HOME}a/", NameMatch.EXACT, 2),
        (f"{HOME}b/", NameMatch.CONTAINED, 1),
    ]
    assert found[0].seen_on == f"{HOME}far/"


def test_a_column_that_only_a_script_opens(portal: Any) -> None:
    site = portal({"/": "<a href=/a/>甲</a><a href='javascript:go(3)'>规划计划</a>"})
    assert columns_named(site, ["规划计划"]) == []
    assert scripted(site, ["规划计划"], [], 2) == (HOME, "规划计划")
    assert scripted(site, ["规划计划"], ["计划"], 2) is None


def test_links_of_the_template_stand_on_most_pages(portal: Any) -> None:
    menu = "<a href=/gk/>政务公开</a>"
    pages = {"/": menu + "".join(f"<a href=/{n}.html>第{n}页</a>" for n in range(9))}
    site = portal(pages | {f"/{n}.html": f"<p>文</p>{menu}" for n in range(9)})
    assert site.templates == {f"{HOME}gk/"}


def test_a_page_under_another_session_s_url_is_the_page_that_was_asked_for(portal: Any) -> None:
    twin = f"{HOME}zwgk/;jsessionid=B2"
    left_out = Fetch(twin, Role.PAGE, Outcome.TRAP, location=f"{HOME}zwgk/", detail="session")
    pages = {"/": "<a href=/zwgk/;jsessionid=B2>政务公开</a>", "/zwgk/": "<a href=/1.html>一</a>"}
    site = portal(pages, [left_out])
    assert site.clicks(f"{HOME}zwgk/") == site.clicks(twin) == 1
    assert site.clicks(f"{HOME}1.html") == 2
    assert gaps_within(site, 1) == []


def test_a_page_left_out_as_one_of_endlessly_many_is_a_gap(portal: Any) -> None:
    left_out = Fetch(f"{HOME}rili/2031/", Role.PAGE, Outcome.TRAP, detail="calendar")
    site = portal({"/": "<a href=/rili/2031/>日程</a>"}, [left_out])
    assert [gap.reason for gap in gaps_within(site, 1)] == [Reason.BUDGET]
    assert [gap.reason for gap in all_gaps(site)] == [Reason.BUDGET]


def test_jumps_are_followed_so_far_and_never_in_a_circle(portal: Any) -> None:
    def jump(to: str) -> str:
        return f"<meta http-equiv=refresh content='0;url={to}'>"

    chain = {f"/{n}.html": jump(f"/{n + 1}.html") for n in range(6)}
    site = portal({"/": "<a href=/0.html>一</a>", **chain, "/6.html": "<p>正文</p>"})
    assert site.resolve(f"{HOME}0.html").last.url == f"{HOME}3.html"
    assert site.resolve(f"{HOME}4.html").last.url == f"{HOME}6.html"
    circle = portal({"/": jump("/a.html"), "/a.html": jump("/")})
    assert circle.resolve(HOME).last.url == f"{HOME}a.html"


WALL = "<title>安全验证</title><p>您的访问请求可能对网站造成威胁，请求已被 安全狗 拦截</p>"
ROWS = "<ul><li><a href=/c/1.html>全县工作会议召开</a><span>2026-05-01</span></li></ul>"
FORM = "<form action=/q><input name=a><input name=b><input name=d><button>{}</button></form>"


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (ROWS, ColumnState.LIST),
        ("<title>栏目</title><iframe src=/f.html></iframe>", ColumnState.LIST),
        (WALL, ColumnState.UNSEEN),
        ("<title>栏目</title><div>共 9 页</div>", ColumnState.SCRIPT_ONLY),
        ("<title>栏目</title><iframe src=/gone.html></iframe>", ColumnState.UNSEEN),
        (FORM.format("查询"), ColumnState.UNSEEN),
        (FORM.format("提交"), ColumnState.FORM),
        ("<img src=1.jpg width=900 height=1200>", ColumnState.PICTURE),
        ("<p>暂无信息</p>", ColumnState.EMPTY),
        ("<p>" + "本县概况如下，地处华东。" * 9 + "</p>", ColumnState.TEXT),
        ("<table>" + "<tr><td>某单位<td>0999-1234567</tr>" * 6 + "</table>", ColumnState.TABLE),
        ("", ColumnState.EMPTY),
    ],
)
def test_what_a_visitor_finds_in_a_column(portal: Any, body: str, state: ColumnState) -> None:
    gone = Fetch(f"{HOME}gone.html", Role.PAGE, Outcome.TIMEOUT, attempts=2)
    site = portal({"/": "<a href=/c/>栏目</a>", "/c/": body, "/f.html": ROWS}, [gone])
    assert state_of(site, f"{HOME}c/", has_below=False)[0] is state


def test_what_came_of_a_column_that_is_not_held(portal: Any) -> None:
    away, dead, late = "http://b.gov.cn/c/", f"{HOME}d/", f"{HOME}l/"
    fetches = [
        Fetch(dead, Role.PAGE, Outcome.NOT_FOUND, status=404),
        Fetch(late, Role.PAGE, Outcome.TIMEOUT),
    ]
    pages = {"/": f"<a href={away}>甲</a><a href=/d/>乙</a><a href=/l/>丙</a>", away: ROWS}
    site = portal(pages, fetches)
    states = [state_of(site, url, has_below=False)[0] for url in (away, dead, late, "")]
    assert states == [*(ColumnState.ELSEWHERE, ColumnState.DEAD), *[ColumnState.UNSEEN] * 2]
    above = portal({"/": "<a href=/c/>栏目</a>", "/c/": "<ul><li><a href=/c/d/>甲</a></li></ul>"})
    assert state_of(above, f"{HOME}c/", has_below=True)[0] is ColumnState.GROUP


def test_what_is_no_gap_and_what_is_one(portal: Any) -> None:
    """Staff's doors, other sites and empty answers hide no column; walls and pages of scripts may."""
    scripted_menu = "".join(f"<a href='javascript:go({n})'>栏目{n}</a>" for n in range(12))
    links = {
        "a": "登录", "b": "旧站", "c": "空白", "d": "要闻", "e": "公开", "f": "政策", "g": "数据",
    }  # fmt: skip
    pages = {
        "/": "".join(f"<a href=/{path}/>{name}</a>" for path, name in links.items()),
        "/c/": "",
        "/d/": "<title>安全验证</title><p>您的访问请求可能对网站造成威胁，请求已被 安全狗 拦截</p>",
        "/e/": scripted_menu,
        "/g/": "<ul><li><a href=/g/1.html>全县工作会议召开</a></li></ul>",
        "/g/1.html": "<p>正文</p>",
        "http://old.cn/": "<p>旧站</p>",
    }
    fetches = [
        Fetch(f"{HOME}a/", Role.PAGE, Outcome.LOGIN, status=401),
        Fetch(f"{HOME}b/", Role.PAGE, Outcome.REDIRECT, status=302, location="http://old.cn/"),
        Fetch(f"{HOME}f/", Role.PAGE, Outcome.ROBOTS),
    ]
    site = portal(pages, fetches)
    found = {gap.text: gap.reason for gap in gaps_within(site, 3)}
    assert {"要闻": Reason.BLOCKED, "公开": Reason.SCRIPT_ONLY}.items() <= found.items()
    assert set(found) == {"要闻", "公开", "政策"}
    assert {gap.text for gap in all_gaps(site)} == set(found)


def test_data_that_a_script_asked_for_is_read_also_where_it_calls_itself_a_page(
    portal: Any,
) -> None:
    data = '{"rows": [{"title": "某县能源规划", "url": "/1.html", "date": "2026-05-15"}]}'
    site = portal({"/api": f"\n {data}", "/page": f"<p>规划</p>{data}"})
    rows = {path: site.data_rows(site.snapshot.fetch(HOME + path)) for path in ("api", "page")}
    assert [entry.title for entry in rows["api"]] == ["某县能源规划"]
    assert rows["page"] == ()


def test_without_a_home_page_nothing_is_known_to_be_absent(portal: Any) -> None:
    site = portal({})
    assert too_narrow(site) == "首页没有看到"
    assert site.own_names == ()
    assert (
        home_fresh(Params(max_age_days=14), site, Question("r", date(2026, 6, 30))).findings == ()
    )
