"""Archived pages lose everything that acts, keep what they say, and have their places marked."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from reports.archived_page import MAX_MARKS, MAX_SOURCE, Sought, archived_page
from reports.language import language

T = language("zh")
HOME = "http://www.x.gov.cn"


def shown(source, target=None, excerpt="", hide=str):
    def resolve(href, base):
        return (base or HOME) + href if href.startswith("/") else href

    return archived_page(source, Sought(target, excerpt), resolve, hide, T)


def places(page):
    """The text of each numbered place."""
    tree = LexborHTMLParser(page.markup)
    return [tree.css_first(f"#place-{n}").text() for n in range(1, page.marks + 1)]


def test_the_dead_link_is_marked_where_it_stands():
    page = shown("<p><a href=/a>别的</a><a href=/dead>年度<b>报告</b></a></p>", f"{HOME}/dead")
    assert places(page) == ["年度报告"]
    assert page.markup.count("gongkai-place") == 1


def test_links_are_read_against_the_base_of_the_page():
    page = shown("<base href=http://old.gov.cn><a href=/dead>一</a>", "http://old.gov.cn/dead")
    assert places(page) == ["一"]


def test_a_picture_that_is_missing_is_marked_by_its_words():
    page = shown("<img src=/gone.png alt=流程图>", f"{HOME}/gone.png")
    assert places(page) == ["【图片 流程图】"]


def test_a_sentence_is_marked_across_elements_and_white_space():
    page = shown("<p>发布时间：<span>2022-\n</span>04-20，来源</p>", excerpt="发布时间：2022-04-20")
    assert page.marks == 1
    tree = LexborHTMLParser(page.markup)
    assert "".join(m.text() for m in tree.css("mark")).split() == ["发布时间：2022-", "04-20"]


def test_an_excerpt_made_of_pieces_marks_each_piece():
    page = shown(
        "<p>最新一条：甲通知</p><p>发布于 2021-08-12</p>", excerpt="甲通知全文；2021-08-12"
    )
    assert places(page) == ["2021-08-12"]


def test_what_stands_nowhere_is_not_marked():
    assert shown("<p>全文</p>", f"{HOME}/x", "没有这句话").marks == 0


def test_short_words_are_not_marked_everywhere():
    assert shown("<p>公开公开公开</p>", excerpt="公开").marks == 0


def test_numbers_of_persons_are_masked_before_they_are_looked_for():
    page = shown(
        "<title>张某 1234</title><p>身份证 1234 号</p><img alt=1234><a href=/1234>x</a>",
        excerpt="身份证 **** 号",
        hide=lambda text: text.replace("1234", "****"),
    )
    assert places(page) == ["身份证 **** 号"]
    assert "1234" not in page.markup + page.title


def test_names_of_the_page_cannot_pass_for_ours():
    page = shown("<p id=place-1 class=gongkai-place>假的</p><a href=/dead>真的</a>", f"{HOME}/dead")
    assert places(page) == ["真的"]


def test_hidden_characters_are_spelt_out():
    assert "[U+202E]" in shown("<p>\u202eexe.pdf</p>").markup


def test_a_long_page_is_cut_and_says_so():
    assert shown("<p>" + "字" * MAX_SOURCE).cut
    assert not shown("<p>短</p>").cut


def test_the_number_of_marks_is_limited():
    page = shown("<a href=/dead>x</a>" * (MAX_MARKS + 50), f"{HOME}/dead")
    assert page.marks == MAX_MARKS == len(places(page))


def test_a_page_without_anything_is_an_empty_one():
    assert shown("").marks == 0


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "<form action=http://evil.example><input name=a></form>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<style>@import url(http://evil.example)</style>",
    "<p style='background:url(http://evil.example)'>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<object data=http://evil.example></object><embed src=http://evil.example>",
    "<template><script>alert(1)</script></template>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<title></title><base href=http://evil.example/>",
    "<video src=http://evil.example autoplay><track src=http://evil.example>",
]


def harmless(markup):
    tree = LexborHTMLParser(f"<main>{markup}</main>")
    for node in tree.css("main *"):
        assert node.tag in {
            *["main", "p", "a", "b", "span", "mark", "table", "tbody", "tr", "td", "font", "li"]
        }, node.tag
        assert set(node.attributes) <= {"class", "id", "title", "align"}, node.html
    assert len(tree.css("main")) == 1
    assert not re.search(
        r"<(script|style|iframe|img|svg|link|meta|base|form)", markup, re.IGNORECASE
    )


@pytest.mark.parametrize("source", HOSTILE)
def test_what_acts_is_gone(source):
    harmless(shown(f"<p>前</p>{source}<p>后</p>", f"{HOME}/x", "alert").markup)


@given(
    st.lists(
        st.sampled_from(
            [
                *HOSTILE,
                "<p>",
                "</p>",
                "<b>",
                "</table>",
                "<tr><td>",
                "甲",
                "</main>",
                "<mark id=place-1>",
            ]
        ),
        max_size=12,
    ),
    st.sampled_from(["", "alert(1)", "甲甲甲甲", "</main><script>"]),
)
@settings(max_examples=60)
def test_no_mixture_gets_through(parts, excerpt):
    page = shown("".join(parts), "javascript:alert(1)", excerpt)
    harmless(page.markup)
    assert len(places(page)) == page.marks
