"""A column's list over its pages, frames, data and sub-columns, and what of it could not be seen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.facts.lists import MAX_CHILDREN, MAX_PAGES, read_list
from checker.facts.titles import TitleIndex
from checker.results import Reason
from checker.title_params import compiled
from crawler.snapshot.memory import page as answer

HOME = "http://www.tx.gov.cn/"
COLUMN = HOME + "gzdt/"
START = "<title>某县人民政府</title><a href=/gzdt/>工作动态</a><a href=/zwyw/>政务要闻</a>"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
SHELL = f"""<title>工作动态</title><script url="{UNIT}" queryData="{{'webId':'1','pageId':'2'}}"></script>"""


def rows(*numbers: int, under: str = "/gzdt") -> str:
    lines = (
        f"<li><a href={under}/{n}.html>全县第{n}次工作会议召开</a><span>2026-05-{n:02}</span></li>"
        for n in numbers
    )
    return f"<ul>{''.join(lines)}</ul>"


def reasons(seen: Any) -> list[Reason]:
    return [one.reason for one in seen.unseen]


def data(*numbers: int, count: int) -> str:
    pager = f"<div class=pagination queryData=\"{{'rows':'2','count':'{count}'}}\"></div>"
    return json.dumps({"data": {"html": rows(*numbers) + pager}})


@pytest.fixture
def by_data(portal: Any) -> Any:
    """A column whose rows only come as data, in two answers of which the second may be missing."""

    def build(*bodies: str) -> Any:
        first = f"{HOME.rstrip('/')}{UNIT}?webId=1&pageId=2"
        second = f"{first}&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A2%7D"
        urls = dict(zip((first, second), bodies, strict=False))
        asked = [answer(url, body, content_type="application/json") for url, body in urls.items()]
        return portal({"/": START, "/gzdt/": SHELL} | urls, asked)

    return build


def test_rows_that_come_as_data_are_joined_over_all_answers(by_data: Any) -> None:
    site = by_data(data(1, 2, count=3), data(2, 3, count=3))
    seen = read_list(site, COLUMN)
    assert [entry.title for entry in seen.entries] == [
        f"全县第{n}次工作会议召开" for n in (1, 2, 3)
    ]
    assert (seen.unseen, seen.doubts, seen.complete) == ([], [], True)
    titled = site.once(TitleIndex).search(
        compiled(["第3次工作会议"], site.snapshot.info.started_at.date()), []
    )
    assert [one.url for one in titled] == [f"{COLUMN}3.html"]


def test_data_that_was_not_fetched_is_missing_from_the_list(by_data: Any) -> None:
    seen = read_list(by_data(data(1, 2, count=3)), COLUMN)
    assert len(seen.entries) == 2
    assert not seen.complete


def test_a_further_page_that_is_a_wall_is_not_seen(portal: Any) -> None:
    wall = "<title>安全验证</title><script>var _waf_='1'</script><p>您的访问请求可能对网站造成威胁，请求已被 安全狗 拦截</p>"
    first = rows(1, 2) + "<a href=index_1.html>下一页</a>"
    site = portal({"/": START, "/gzdt/": first, "/gzdt/index_1.html": wall})
    assert site.page(f"{COLUMN}index_1.html").wall
    seen = read_list(site, COLUMN)
    assert (len(seen.entries), reasons(seen)) == (2, [Reason.BLOCKED])


def test_pages_that_name_each_other_are_read_once(portal: Any) -> None:
    turn = "<a href=index.html>1</a><a href=index_1.html>2</a><a href=/gzdt/>下一页</a>"
    pages = {"/": START, "/gzdt/": rows(1) + turn, "/gzdt/index.html": rows(1) + turn}
    seen = read_list(portal(pages | {"/gzdt/index_1.html": rows(2) + turn}), COLUMN)
    assert [len(seen.pages), len(seen.entries)] == [3, 2]


def test_the_pages_of_a_numbered_list_are_found_without_links_to_them(portal: Any) -> None:
    said = "<div>共 3 页</div>"
    pages = {f"/gzdt/index_{n}.html": rows(n + 1) for n in (1, 2)}
    seen = read_list(portal({"/": START, "/gzdt/": rows(1) + said} | pages), COLUMN)
    assert (len(seen.entries), seen.complete) == (3, True)
    cut = read_list(portal({"/": START, "/gzdt/": rows(1) + said}), COLUMN)
    assert (len(cut.entries), reasons(cut)) == (1, [Reason.SCRIPT_ONLY])


def test_a_list_without_end_is_read_as_far_as_it_decides_anything(portal: Any) -> None:
    pages = {"/": START, "/gzdt/": rows(1) + "<a href=index_1.html>下一页</a>"}
    pages |= {
        f"/gzdt/index_{n}.html": f"{rows(1)}<a href=index_{n + 1}.html>下一页</a>"
        for n in range(1, MAX_PAGES + 3)
    }
    seen = read_list(portal(pages), COLUMN)
    assert len(seen.pages) == MAX_PAGES
    assert Reason.BUDGET in reasons(seen)


def test_rows_of_the_template_and_of_the_list_s_own_pages_are_no_entries(portal: Any) -> None:
    """A link to the list itself, or one that every page carries, is none of its rows."""
    around = "<div><a href=/zwyw/1.html>某县召开全县安全生产大检查动员会议</a></div>"
    more = "<ul><li><a href=index_1.html>全县工作会议一览（第二页）</a><span>2026-05-03</span></li></ul><a href=index_1.html>下一页</a>"
    pages = {
        "/": START + around,
        "/gzdt/": around + rows(1) + more,
        "/gzdt/index_1.html": around + rows(2),
    }
    pages |= {"/zwyw/": around, "/zwyw/1.html": around} | {
        f"/gzdt/{n}.html": around for n in (1, 2)
    }
    assert len(read_list(portal(pages), COLUMN).entries) == 2


def test_columns_below_are_sure_once_and_only_so_many(portal: Any) -> None:
    below = "".join(f"<li><a href=/gzdt/c{n}/>第{n}类</a></li>" for n in range(MAX_CHILDREN + 5))
    first = f"<ul>{below}</ul><a href=index_1.html>下一页</a>"
    pages = {"/": START, "/gzdt/": first, "/gzdt/index_1.html": f"<ul>{below}</ul>"}
    pages |= {f"/gzdt/c{n}/": rows(1) for n in range(MAX_CHILDREN + 5)}
    seen = read_list(portal(pages), COLUMN)
    assert len(set(seen.sure)) == len(seen.sure) == MAX_CHILDREN
    aside = {url.replace("/gzdt/c", "/c"): body for url, body in pages.items()}
    aside["/gzdt/"] = aside["/gzdt/index_1.html"] = first.replace("/gzdt/c", "/c")
    seen = read_list(portal(aside), COLUMN)
    assert (len(set(seen.maybe)), len(seen.maybe), seen.sure) == (MAX_CHILDREN, MAX_CHILDREN, [])


def test_rows_beside_the_list_that_no_other_column_shows_may_be_its_own(portal: Any) -> None:
    beside = f"<h3>最新公开</h3>{rows(8, 9)}"
    pages = {
        "/": START,
        "/gzdt/": f"<title>工作动态</title><h2>工作动态</h2>{rows(1, 2, 3)}{beside}",
    }
    alone = read_list(portal(pages), COLUMN)
    assert [(one.reason, "2 条信息" in one.detail) for one in alone.doubts] == [
        (Reason.ASSISTED, True)
    ]
    others = {
        f"/c{n}/": f"<title>栏目{n}</title><h2>栏目{n}</h2>{rows(1, 2, 3, under=f'/c{n}')}{beside}"
        for n in range(3)
    }
    assert read_list(portal(pages | others), COLUMN).doubts == []
