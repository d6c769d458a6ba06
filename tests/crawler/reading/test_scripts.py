from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from crawler.reading.scripts import MAX_SCRIPT, SourceFacts, Turns, read_source, scripts_of


def read(html: str, scripts: str = "", sources: tuple[str, ...] = ()) -> SourceFacts:
    return read_source(LexborHTMLParser(html), scripts, sources)


@pytest.mark.parametrize(
    "html",
    [
        "<div id=list></div>",
        "<ul class='news-list'> </ul>",
        "<table><tbody id=rows></tbody></table>",
        "<div class=list-box><ul></ul></div>",
        "<div id=list><script>draw()</script><!-- rows --></div>",
    ],
)
def test_an_empty_box_for_rows(html: str) -> None:
    assert read(html).hollow


@pytest.mark.parametrize(
    "html",
    [
        "<div class=list>暂无信息</div>",
        "<ul id=list><li>一</li></ul>",
        "<div class=clear></div>",
        "<div class=list><p></p></div>",
    ],
)
def test_a_box_that_holds_something_or_is_no_list(html: str) -> None:
    assert not read(html).hollow


@pytest.mark.parametrize(
    ("source", "own"),
    [
        ("/js/list.js", True),
        ("/js/jquery.pagination.js", True),
        ("/js/jquery-3.6.0.min.js", False),
        ("https://hm.baidu.com/hm.js?abc", False),
        ("//dcs.conac.cn/js/1/2.js", False),
        ("/js/common.js", False),
    ],
)
def test_a_script_of_the_page_s_own(source: str, own: bool) -> None:  # noqa: FBT001  # a case
    assert read("", sources=(source,)).own_script is own


@pytest.mark.parametrize(
    ("html", "turns"),
    [
        ("<a href='javascript:goPage(2)'>下一页</a>", Turns.YES),
        ("<a href=# onclick='goPage(2)'>下一页 &gt;</a>", Turns.YES),
        ("<button onclick='more()'>加载更多</button>", Turns.YES),
        ("<a href='javascript:void(0);'>下一页</a>", Turns.MAYBE),
        ("<a class=disabled href='javascript:void(0);'>下一页</a>", Turns.NO),
        ("<a href=index_1.html>下一页</a>", Turns.NO),
    ],
)
def test_a_pager_of_scripts(html: str, turns: Turns) -> None:
    assert read(html).turns is turns


@settings(max_examples=200)
@given(st.text(alphabet=st.sampled_from("<>/=\"'#; adivulotspnh()下一页规划\\u89c4"), max_size=200))
def test_any_text_may_come(text: str) -> None:
    read(text, text, (text,))


def test_the_texts_that_scripts_and_choices_have_for_a_page() -> None:
    choices = (
        "<select><option>政策解读<option>x<option>" + "长" * 41 + "</select><p data-url=/a>通知"
    )
    names = read(choices, r"var a='\u516c\u544a', b=\"abc\";").names
    assert names == ("政策解读", "通知", "公告")


def test_no_more_texts_than_can_be_of_use() -> None:
    names = read("", "".join(f"'栏目{n}'" for n in range(5000))).names
    assert 0 < len(names) < 5000


def test_scripts_are_read_as_far_as_they_may_be_long() -> None:
    tree = LexborHTMLParser(
        f"<script>{'a' * MAX_SCRIPT}</script><script>b</script><script src=/c.js></script>"
    )
    assert scripts_of(tree) == ("a" * MAX_SCRIPT, ("/c.js",))


@pytest.mark.parametrize("between", ["", "<!-- 列表 -->", "<script>draw()</script>", " \n "])
def test_what_a_reader_does_not_see_fills_no_box(between: str) -> None:
    assert read(f"<ul id=list>{between}</ul>").hollow
    assert not read(f"<ul id=list>{between}暂无内容</ul>").hollow
