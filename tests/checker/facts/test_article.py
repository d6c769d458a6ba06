"""What an article says of itself: whose it is."""

from __future__ import annotations

import pytest

from checker.facts.article import read_title, source_of
from checker.facts.markup import read_markup


@pytest.mark.parametrize(
    "behind",
    [
        "发布时间：昨天",
        "更新日期：昨天",
        "日 期：昨天",
        "2024-03-01",
        "文号：甲政发1号",
        "索引号：005",
        "关键词：公路",
        "作者：王",
        "责任编辑：王",
        "浏览次数：5",
        "字体：大 中 小",
        "【打印】",
        "| 关闭",
    ],
)
@pytest.mark.parametrize("label", ["来源：", "信息来源：", "来 源：", "供稿单位：", "发布机构："])
def test_the_source_ends_where_the_next_thing_is_told(label: str, behind: str) -> None:
    found = source_of(
        read_markup(f"<h1>修路的通告</h1><p>{label}甲县交通局 {behind}</p><p>正文。</p>")
    )
    assert found
    assert found.value == "甲县交通局"


@pytest.mark.parametrize("said", ["来源：——", "资金来源：县财政", "来源：发布时间：昨天"])
def test_what_is_no_source(said: str) -> None:
    assert source_of(read_markup(f"<h1>修路的通告</h1><p>{said}</p><p>正文。</p>")) is None


@pytest.mark.parametrize(
    ("html", "end"),
    [
        ("<div>关于修路的通告</div><p>正文。</p>", 7),
        ("<p>甲县</p><div>关于修路的通告</div><p>正文。</p>", 10),
        ("<p>关于修路的通告已经发布。</p><div>关于修路的通告</div>", 20),
        ("<h1>关于修路的通告</h1><p>正文。</p>", 7),
        ("<a href=1.html>关于修路的通告</a><p>正文。</p>", None),
        ("<p>正文。</p>", None),
    ],
)
def test_where_the_title_stands_over_the_article(html: str, end: int | None) -> None:
    found = read_title(read_markup(f"<meta name=ArticleTitle content=关于修路的通告>{html}"))
    assert found
    assert (found.fact.value, found.end) == ("关于修路的通告", end)


@pytest.mark.parametrize(
    "html",
    [
        "<h1>关于修路的通告</h1>",
        "<h3>关于修路的通告</h3>",
        "<div class=title>关于修路的通告</div>",
        "<ucaptitle>关于修路的通告</ucaptitle>",
    ],
)
def test_the_title_is_what_is_headed_so(html: str) -> None:
    page = f"<title>某县人民政府</title><p>某县的通告栏</p>{html}<p>各乡镇：现通告如下。</p>"
    found = read_title(read_markup(page))
    assert found
    assert found.fact.value == "关于修路的通告"
