from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.links import LinkKind
from crawler.reading.worth import (
    HOME,
    STEPS,
    Standing,
    Tier,
    is_article,
    level,
    worth_of,
)

HOST = "http://www.x.gov.cn"
ON_HOME = Standing(HOME, 1)
ON_COLUMN = Standing(level(Tier.NAVIGATION), 2)
YEAR = 2026


def tier_of(worth):
    return Tier(max(Tier.SITEMAP, min(worth // STEPS, Tier.HOME)))


def tier(path, text="", at=ON_COLUMN):
    return tier_of(worth_of(HOST + path, text, at, YEAR))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/zwgk/", "政务公开"),
        ("/zwgk/index.html", "政务公开"),
        ("/col/col1229000101/index.html", "规划计划"),
        ("/zwgk/zfxxgk/list.shtml", "一个名称很长很长很长的栏目页面"),
        ("/c26829/column.shtml", ""),
        ("/gkmlpt/index", "政府信息公开"),
        ("/zjql", "走进青岚"),
        ("/about.html", "关于我们"),
        ("", "县人社局"),
        ("/", "县人社局"),
    ],
)
def test_columns(path, text):
    assert not is_article(HOST + path, text)
    assert tier(path, text) is Tier.COLUMN
    assert tier(path, text, ON_HOME) is Tier.NAVIGATION


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/art/2026/3/9/art_2101_88012.html", "通告"),
        ("/zwgk/202605/t20260503_1353179.html", ""),
        ("/content/post_103540.html", ""),
        ("/info/2381/644672.htm", "简讯"),
        ("/xxgk/x/202604/9f86d081884c7d659a2feaa0c55ad015.shtml", ""),
        ("/show.jsp?id=12", "某县人民政府关于印发工作规则的通知"),
        ("/news/a.html", "某县人民政府召开全体会议部署重点工作"),
    ],
)
def test_articles(path, text):
    assert is_article(HOST + path, text)
    assert tier(path, text) is Tier.ARTICLE
    assert tier(path, text, ON_HOME) is Tier.ARTICLE


def test_old_articles_come_after_recent_ones_and_after_further_pages_of_lists():
    assert tier("/art/2019/3/9/art_1_2345.html") is Tier.REST
    assert tier("/zwgk/201905/t20190503_135317.html") is Tier.REST
    assert tier("/art/2025/3/9/art_1_2345.html") is Tier.ARTICLE
    assert tier("/news/12345.html") is Tier.ARTICLE  # no date: it may be of today
    assert Tier.REST < Tier.LATER < Tier.ARTICLE < Tier.LIST < Tier.COLUMN < Tier.NAVIGATION


@pytest.mark.parametrize(
    "text",
    [
        "某县2019年政府信息公开工作年度报告",
        "政府信息公开指南",
        "“十四五”规划纲要",
        "2018年部门决算",
    ],
)
def test_what_work_points_ask_for_comes_with_the_lists(text):
    assert tier("/art/2019/3/9/art_1_2345.html", text) is Tier.LIST


@pytest.mark.parametrize(
    ("path", "turns", "kind", "expected"),
    [
        ("/tz/index_2.html", True, LinkKind.ANCHOR, Tier.LIST),
        ("/tz/index_5.html", True, LinkKind.ANCHOR, Tier.LIST),
        ("/tz/index_6.html", True, LinkKind.ANCHOR, Tier.LATER),
        ("/tz/index_899.html", True, LinkKind.ANCHOR, Tier.LATER),
        ("/dataproxy.jsp?startrecord=46", False, LinkKind.MORE, Tier.LIST),
        ("/list.jsp?id=3&page=2", False, LinkKind.ANCHOR, Tier.LIST),
        ("/list.jsp?id=3&page=77", False, LinkKind.ANCHOR, Tier.LATER),
        # An article in several pages, and one whose number looks like a page's.
        ("/news/a_2.html", False, LinkKind.ANCHOR, Tier.COLUMN),
        ("/news/content_123.html", False, LinkKind.ANCHOR, Tier.ARTICLE),
    ],
)
def test_pages_of_lists(path, turns, kind, expected):
    at = Standing(level(Tier.NAVIGATION), 1, kind, turns)
    assert tier(path, "2", at) is expected


def test_the_next_pages_of_all_lists_come_before_the_far_pages_of_one():
    at = Standing(HOME, 1, turns=True)
    worths = [worth_of(f"{HOST}/tz/index_{n}.html", str(n), at, YEAR) for n in range(2, 40)]
    assert worths == sorted(worths, reverse=True)
    assert worths[0] > worths[1] > worths[3] > worths[10]


def test_a_few_articles_of_every_list_come_before_many_of_one():
    at = [Standing(level(Tier.COLUMN), 2, place=place) for place in range(20)]
    worths = [
        worth_of(f"{HOST}/art/2026/3/9/art_1_{n + 100}.html", "", at[n], YEAR) for n in range(20)
    ]
    assert worths == sorted(worths, reverse=True)
    assert len(set(worths[:15])) == 15


@pytest.mark.parametrize("kind", [LinkKind.FRAME, LinkKind.REFRESH])
def test_what_shows_with_a_page_is_worth_as_much(kind):
    at = Standing(level(Tier.COLUMN, 3), 2, kind)
    assert worth_of(f"{HOST}/art/2019/1/1/art_1_234.html", "", at, YEAR) == at.worth


PATHS = st.lists(
    st.sampled_from(
        ["/", "a", "2026", "05", "index", "_", ".html", "?page=", "t20260503_1", "12345"]
    ),
    max_size=8,
).map("".join)


@given(
    st.one_of(PATHS, st.text(max_size=40)),
    st.text(max_size=30),
    st.integers(0, 200),
    st.one_of(st.none(), st.integers(0, 50)),
    st.sampled_from(LinkKind),
    st.booleans(),
    st.integers(0, 500),
)
def test_every_link_has_a_worth(path, text, parent, depth, kind, turns, place):
    at = Standing(parent, depth, kind, turns, place)
    worth = worth_of(f"{HOST}/{path}", text, at, YEAR)
    assert Tier.SITEMAP <= tier_of(worth) <= Tier.HOME
    assert worth == worth_of(f"{HOST}/{path}", text, at, YEAR)
