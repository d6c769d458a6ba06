from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checker.checks.column_exists import Params, column_exists
from checker.judgement import Judgement, Question
from checker.results import Reason, Verdict
from crawler.snapshot import Fetch, Outcome, Role

HOME = "http://www.tx.gov.cn/"
PARAMS = Params(
    names=["规划计划", "规划信息"], exclude_names=["城乡规划"], item_words=["规划", "计划"]
)
ASKED = Question("plans-column", date(2026, 6, 30))
TO_COLUMN = "<title>某县</title><a href=/ghjh/>规划计划</a>"


def rows(*titles: str, under: str = "/ghjh") -> str:
    lines = (
        f"<li><a href={under}/{n}.html>{t}</a><span>2026-01-0{n}</span></li>"
        for n, t in enumerate(titles, 1)
    )
    return f"<ul>{''.join(lines)}</ul>"


def missing(
    url: str, outcome: Outcome = Outcome.TIMEOUT, role: Role = Role.PAGE, **facts: Any
) -> Fetch:
    return Fetch(url, role, outcome, attempts=2, **facts)


# What the lists link to, so that nothing is left unseen by accident.
ARTICLES = {f"/{under}/{n}.html": "<p>正文</p>" for under in ("ghjh", "a") for n in (1, 2, 3)}


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(
        pages: dict[str, str], *fetches: Fetch, params: Params = PARAMS, **more: Any
    ) -> Judgement:
        pages = ARTICLES | pages
        return column_exists(params, portal(pages, fetches, **more), ASKED)

    return judge


THREE = rows("能源规划", "交通规划", "年度计划")


def test_a_full_column_one_click_away(judged: Any) -> None:
    found = judged({"/": TO_COLUMN, "/ghjh/": THREE})
    assert found.verdict is Verdict.PASS
    assert (found.slots["column"], found.slots["clicks"], found.slots["items"]) == (
        "规划计划",
        "1",
        "3",
    )
    assert found.evidence[0].url == f"{HOME}ghjh/"
    assert "能源规划" in found.evidence[0].excerpt


def test_entries_of_further_pages_are_joined(judged: Any) -> None:
    first = rows("能源规划", "交通规划") + "<a href=index_1.html>下一页</a>"
    found = judged(
        {"/": TO_COLUMN, "/ghjh/": first, "/ghjh/index_1.html": rows("水利规划", under="/ghjh/b")}
    )
    assert found.verdict is Verdict.PASS


def test_a_further_page_that_was_not_seen_leaves_a_doubt(judged: Any) -> None:
    first = rows("能源规划", "交通规划") + "<a href=index_1.html>下一页</a>"
    found = judged({"/": TO_COLUMN, "/ghjh/": first}, missing(f"{HOME}ghjh/index_1.html"))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.UNREACHABLE)


def test_entries_of_sub_columns_below_are_joined(judged: Any) -> None:
    found = judged(
        {
            "/": TO_COLUMN,
            "/ghjh/": "<div><a href=/ghjh/zx/>专项规划</a><a href=/ghjh/nd/>年度计划</a></div>",
            "/ghjh/zx/": rows("能源规划", "交通规划", under="/ghjh/zx"),
            "/ghjh/nd/": rows("2026年国民经济计划", under="/ghjh/nd"),
        }
    )
    assert (found.verdict, found.slots["items"]) == (Verdict.PASS, "3")


def test_a_sub_column_by_its_trail(judged: Any) -> None:
    trail = "<div class=position>当前位置：<a href=/>首页</a> &gt; <a href=/col/col1/>规划计划</a> &gt; 专项规划</div>"
    found = judged(
        {
            "/": "<title>某县</title><a href=/col/col1/>规划计划</a>",
            "/col/col1/": "<title>规划计划_某县</title><div><a href=/col/col2/>专项规划</a></div>",
            "/col/col2/": trail + rows("能源规划", "交通规划", "水利规划", under="/art"),
        }
    )
    assert found.verdict is Verdict.PASS


def test_another_column_linked_from_an_empty_one_is_not_counted(judged: Any) -> None:
    found = judged(
        {
            "/": TO_COLUMN,
            "/ghjh/": "<title>规划计划</title><p>暂无</p><div><a href=/cxgh/>城乡规划公示</a></div>",
            "/cxgh/": rows(
                "小区规划公示一号", "小区规划公示二号", "小区规划公示三号", under="/cxgh"
            ),
        }
    )
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)


@pytest.mark.parametrize(
    "body", ["<p>暂无信息</p>", rows("能源规划"), rows("能源规划", "招聘公告", "放假通知"), ""]
)
def test_a_column_seen_with_too_few_entries(judged: Any, body: str) -> None:
    found = judged({"/": TO_COLUMN, "/ghjh/": f"<title>规划计划</title>{body}"})
    assert found.verdict is Verdict.FAIL
    assert found.findings[0].url == f"{HOME}ghjh/"
    assert found.findings[0].observed.endswith("条")
    assert found.findings[0].sha256


def test_placeholders_and_repeated_rows_are_not_counted(judged: Any) -> None:
    found = judged({"/": TO_COLUMN, "/ghjh/": rows("能源规划", "暂无规划", "测试规划")})
    assert (found.verdict, found.slots["items"]) == (Verdict.FAIL, "1")


def test_nothing_so_named_where_everything_was_seen(judged: Any) -> None:
    found = judged({"/": "<a href=/a/>通知公告</a>", "/a/": rows("放假通知", under="/a")})
    assert found.verdict is Verdict.FAIL
    assert found.slots["column"] == "没有找到"
    assert found.findings[0].url == HOME


def test_an_empty_answer_is_a_column_without_entries(judged: Any) -> None:
    found = judged({"/": TO_COLUMN, "/ghjh/": ""})
    assert (found.verdict, found.slots["items"]) == (Verdict.FAIL, "0")


def test_a_column_nearly_so_called_that_cannot_be_read_is_for_a_person(judged: Any) -> None:
    drawn = "<title>发展规划</title><ul id=list></ul><script>$.post('/api/list')</script>"
    found = judged(
        {"/": "<title>某县</title><a href=/a/>发展规划</a>", "/a/": drawn},
        params=PARAMS.model_copy(update={"related_words": ["规划"]}),
    )
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.SCRIPT_ONLY)
    assert "“发展规划”名称相近" in found.why


def test_an_excluded_column_is_none(judged: Any) -> None:
    found = judged({"/": "<a href=/a/>城乡规划信息</a>", "/a/": THREE})
    assert found.verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome.TIMEOUT, Reason.UNREACHABLE),
        (Outcome.BLOCKED, Reason.BLOCKED),
        (Outcome.BUDGET, Reason.BUDGET),
        (Outcome.TRAP, Reason.BUDGET),
        (Outcome.LOGIN, Reason.LOGIN),
        (Outcome.NOT_REACHED, Reason.BUDGET),
    ],
)
@pytest.mark.parametrize("path", ["ghjh/", "zwgk/"])
def test_an_unseen_column_page_is_never_a_failure(
    judged: Any, outcome: Outcome, reason: Reason, path: str
) -> None:
    name = "规划计划" if path == "ghjh/" else "政务公开"
    found = judged({"/": f"<a href=/{path}>{name}</a>"}, missing(HOME + path, outcome))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, reason)


def test_a_dead_column_link_is_no_column(judged: Any) -> None:
    others = {f"/{name}/": "<p>文</p>" for name in ("b", "c", "d")}
    start = TO_COLUMN + "".join(f"<a href={path}>其他</a>" for path in others)
    found = judged({"/": start} | others, missing(f"{HOME}ghjh/", Outcome.NOT_FOUND, status=404))
    assert found.verdict is Verdict.FAIL
    assert found.findings[0].target == f"{HOME}ghjh/"


def test_a_column_on_another_host_is_for_a_person(judged: Any) -> None:
    url = "http://fgj.other.gov.cn/ghjh/"
    found = judged({"/": f"<a href={url}>规划计划</a>", url: THREE})
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)


def test_too_deep(judged: Any) -> None:
    pages = {
        "/": "<a href=/1/>一层</a>",
        "/1/": "<a href=/2/>二层</a>",
        "/2/": "<a href=/ghjh/>规划计划</a>",
        "/ghjh/": THREE,
    }
    assert judged(pages).verdict is Verdict.PASS
    strict = PARAMS.model_copy(update={"max_clicks": 2})
    found = judged(pages, params=strict)
    assert (found.verdict, found.findings[0].observed) == (Verdict.FAIL, "3 次点击")
    doubtful = judged(
        pages | {"/": "<a href=/1/>一层</a><a href=/x/>其他</a>"},
        missing(f"{HOME}x/"),
        params=strict,
    )
    assert doubtful.verdict is Verdict.REVIEW


def test_redirects_and_frames_cost_no_click(judged: Any) -> None:
    strict = PARAMS.model_copy(update={"max_clicks": 1})
    hop = Fetch(f"{HOME}go", Role.PAGE, Outcome.REDIRECT, status=302, location=f"{HOME}ghjh/")
    found = judged(
        {
            "/": "<iframe src=/menu.html></iframe>",
            "/menu.html": "<a href=/go>规划计划</a>",
            "/ghjh/": THREE,
        },
        hop,
        params=strict,
    )
    assert (found.verdict, found.slots["clicks"]) == (Verdict.PASS, "1")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<div id=app></div><script src=app.js></script>", Reason.SCRIPT_ONLY),
        ("<title>规划计划</title><img src=1.jpg>", Reason.IMAGE_ONLY),
        (rows("能源规划") + "<script>var p={recordCount:107}</script>", Reason.SCRIPT_ONLY),
    ],
)
def test_what_only_a_browser_or_an_eye_sees(judged: Any, body: str, reason: Reason) -> None:
    found = judged({"/": TO_COLUMN, "/ghjh/": body})
    assert (found.verdict, found.reason) == (Verdict.REVIEW, reason)


def test_a_column_known_by_its_own_title_only(judged: Any) -> None:
    found = judged(
        {
            "/": "<a href=/gh/><img src=gh.jpg></a>",
            "/gh/": f"<meta name=ColumnName content=规划计划>{THREE}",
        }
    )
    assert (found.verdict, found.slots["clicks"]) == (Verdict.PASS, "1")


def test_an_article_that_bears_the_name_is_no_column(judged: Any) -> None:
    article = "<meta name=ArticleTitle content=规划计划>" + "<h1>规划计划</h1>" + THREE
    found = judged({"/": "<a href=/art/1.html>规划计划</a>", "/art/1.html": article})
    assert found.verdict is Verdict.FAIL


def test_a_nearly_so_named_column_proves_nothing_while_pages_are_unseen(judged: Any) -> None:
    pages = {
        "/": "<a href=/a/>本县规划信息网</a><a href=/b/>政务公开</a>",
        "/a/": rows("能源规划", under="/a"),
    }
    found = judged(pages, missing(f"{HOME}b/", Outcome.BLOCKED))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.BLOCKED)
    assert judged(pages | {"/b/": "<p>文</p>"}).verdict is Verdict.FAIL


def test_a_link_that_only_a_script_opens_is_for_a_person(judged: Any) -> None:
    found = judged(
        {"/": "<a href=/a/>通知</a><a href='javascript:open(1)'>规划计划</a>", "/a/": "<p>文</p>"}
    )
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.SCRIPT_ONLY)


def test_a_home_page_most_of_whose_links_lead_nowhere_proves_nothing(judged: Any) -> None:
    names = [f"c{n}" for n in range(9)]
    dead = [missing(f"{HOME}{name}/", Outcome.NOT_FOUND, status=404) for name in names]
    found = judged({"/": "".join(f"<a href=/{name}/>栏目{name}</a>" for name in names)}, *dead)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.TOO_FEW)


BELOW = Params(names=["规划计划"], within=["政府信息公开"])
DOOR = "<title>某县</title><a href=/gk/>政府信息公开</a>"


@pytest.mark.parametrize(
    ("home", "door", "trail", "verdict"),
    [
        (DOOR, "<a href=/ghjh/>规划计划</a>", "", Verdict.PASS),  # the other column links to it
        (
            f"{DOOR}<a href=/ghjh/>规划计划</a>",
            "",
            "<div class=dqwz>当前位置：<a href=/>首页</a> &gt; <a href=/gk/>政府信息公开</a> &gt; <a href=/ghjh/>规划计划</a></div>",
            Verdict.PASS,
        ),
        (f"{DOOR}<a href=/ghjh/>规划计划</a>", "", "", Verdict.REVIEW),
        ("<a href=/ghjh/>规划计划</a>", "", "", Verdict.REVIEW),
    ],
)
def test_a_column_has_to_lie_where_it_is_demanded(
    judged: Any, home: str, door: str, trail: str, verdict: Verdict
) -> None:
    pages = {"/": home, "/gk/": f"<title>政府信息公开</title>{door}", "/ghjh/": f"{trail}{THREE}"}
    found = judged(pages, params=BELOW)
    assert found.verdict is verdict
    if verdict is Verdict.REVIEW:
        assert found.reason is Reason.ASSISTED
        assert "没有看到它在“政府信息公开”之下" in found.why


def test_a_column_below_by_its_address_is_where_it_is_demanded(judged: Any) -> None:
    pages = {
        "/": f"{DOOR}<a href=/gk/ghjh/>规划计划</a>",
        "/gk/": "<title>政府信息公开</title>",
        "/gk/ghjh/": THREE,
    }
    assert judged(pages, params=BELOW).verdict is Verdict.PASS


def test_a_full_column_too_deep_does_not_undo_what_lies_near(judged: Any) -> None:
    """Two near columns that are full enough together are for a person, whatever lies deeper."""
    near = {
        "/": "<a href=/ghjh/>规划计划</a><a href=/a/>规划信息</a><a href=/x/>政务公开</a>",
        "/ghjh/": rows("能源规划", "交通规划"),
        "/a/": rows("水利规划", "年度计划", under="/a"),
    }
    deep = {
        "/x/": "<a href=/x/y/>其他</a>",
        "/x/y/": "<a href=/x/y/z/>更多</a>",
        "/x/y/z/": "<a href=/x/y/z/gh/>规划计划</a>",
        "/x/y/z/gh/": rows("一号规划", "二号规划", "三号规划", under="/ghjh"),
    }
    for pages in (near | {"/x/": "<p>文</p>"}, near | deep):
        found = judged(pages)
        assert (found.verdict, found.reason, found.findings) == (
            *(Verdict.REVIEW, Reason.ASSISTED),
            (),
        )
    alone = judged({"/": "<a href=/x/>政务公开</a>"} | deep)
    assert (alone.verdict, alone.findings[0].observed) == (Verdict.FAIL, "4 次点击")


def test_a_column_called_much_like_it_that_was_not_read_is_for_a_person(judged: Any) -> None:
    params = PARAMS.model_copy(update={"related_words": ["规划展示"]})
    pages = {"/": "<a href=/a/>规划展示厅</a>"}
    hidden = judged(
        pages | {"/a/": rows("能源规划") + "<script>var p={recordCount:107}</script>"},
        params=params,
    )
    assert (hidden.verdict, hidden.reason) == (Verdict.REVIEW, Reason.SCRIPT_ONLY)
    assert "名称相近" in hidden.why
    assert judged(pages | {"/a/": rows("能源规划")}, params=params).verdict is Verdict.FAIL


def test_a_column_whose_page_is_empty_is_an_empty_column(judged: Any) -> None:
    found = judged({"/": TO_COLUMN, "/ghjh/": ""})
    assert (found.verdict, found.findings[0].observed) == (Verdict.FAIL, "0 条")
