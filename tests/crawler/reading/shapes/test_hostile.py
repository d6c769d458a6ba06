"""No text hurts: nothing raises, all answers are bounded, and time grows with the size alone.

A megabyte takes part of a second; what grows with its square would take minutes.
"""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.shapes.door import read_data, read_page
from crawler.reading.shapes.shape import MAX_FURTHER, MAX_HREF, MAX_ROWS

WORDS = [
    *(
        "<datastore>",
        "<record><![CDATA[",
        "]]></record>",
        "<nextgroup><![CDATA[",
        "dataproxy.jsp",
        ".jpage({",
        "})",
        "ajaxParam:{",
    ),
    *(
        "columnid:1,unitid:'2'",
        "var p={",
        "totalRecord:",
        "perPage:",
        "proxyUrl:'/dataproxy.jsp'",
        "jpaas-publish-server/front",
    ),
    *(
        "url='/jpaas-publish-server/front'",
        "queryData=",
        "\"{'a':'b'}\"",
        "<script ",
        "</script>",
        "<!--",
        "-->",
        "createPageHTML(",
    ),
    *(
        "9,0,'index','html')",
        "countPage=",
        "currentPage=0",
        "'index_'+",
        "静 maxStaticIndex",
        "SID:'1'",
        "TREE:[",
        '{"id":1},',
    ),
    *(
        "下一页",
        "»",
        "<a href='index_2.html'>",
        "2</a>",
        "<urlset>",
        "<url><loc>",
        "</loc></url>",
        "<sitemapindex>",
        "Sitemap: /a\n",
    ),
    *("[", "{", "]", "}", "<", ">", "9", "\ud800", "\x00", "<li>", "2026-03-09", "'", '"', ":"),
]
ANYTHING = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=40).map("".join)
URLS = st.sampled_from(
    [
        "http://x.cn/",
        "http://x.cn/gkmlpt/index",
        "http://x.cn/robots.txt",
        "http://[",
        "",
        "?paramJson=pageNo:9999999",
    ]
)


def check(shape):
    assert len(shape.rows) <= MAX_ROWS
    assert len(shape.further) <= MAX_FURTHER
    for href in [*shape.further, *shape.pager, *(row.href for row in shape.rows)]:
        assert href.encode()
        assert len(href) <= MAX_HREF
    for row in shape.rows:
        assert len(row.text.encode()) <= 800
        assert len(row.date_text) < 30


@given(ANYTHING, URLS)
def test_no_page_can_hurt(html, url):
    check(read_page(html, url))
    check(read_page("<datastore>" + html, url))


@given(
    ANYTHING, st.sampled_from(["text/xml", "application/json", "text/plain", "", "x/+json"]), URLS
)
def test_no_answer_can_hurt(text, mime, url):
    for answer in (text, "{" + text, json.dumps({"data": {"html": text}})):
        shape = read_data(answer, mime, url)
        if shape:
            check(shape)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(string.printable + "\ud800", max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "url",
                    "title",
                    "date",
                    "id",
                    "children",
                    "articles",
                    "total",
                    "offset",
                    "data",
                    "html",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON, JSON, JSON)
def test_no_json_can_hurt(articles, total, data):
    for answer in (
        {"articles": [articles], "total": total, "offset": data},
        {"data": {"html": data}},
        {"articles": articles},
    ):
        shape = read_data(
            json.dumps(answer), "application/json", "http://x.cn/gkmlpt/api/all/5?page=2&sid=1"
        )
        if shape:
            check(shape)
    check(read_page(f"SID:'1',TREE:[{json.dumps(data)}]", "http://x.cn/gkmlpt/index"))


HOSTILE = [
    *(
        "<datastore>" + unit
        for unit in (
            "<record><![CDATA[",
            "<record><![CDATA[]]>",
            "<nextgroup><![CDATA[<a href=dataproxy>]]>",
            "<record>   ",
        )
    ),
    *(
        "<datastore>" + unit
        for unit in (
            ".jpage({",
            "var p={columnid",
            "$('#1').jpage({totalRecord:9,",
            "<record><![CDATA[<a href=x>]]>",
        )
    ),
    *(
        "jpaas-publish-server/front" + unit
        for unit in (
            "<script querydata=",
            "querydata=",
            "<x url=jpaas-publish-server/front querydata='{",
        )
    ),
    *(
        "createPageHTML(",
        "createPageHTML(1,",
        "createPageHTML(9,0,'index','html')",
        "createPageHTML((",
        "countPage = ",
        "countPage=1 'index_'+",
    ),
    *(
        "下",
        "下一页",
        "<a href=a_2.html>2</a>下一页",
        "<script>下一页",
        "<!--下一页",
        ">»<",
        "› ",
        "<div>下一页",
    ),
    *("TREE:[", "SID:'1' TREE:[[", "SID:", "静 maxStaticIndex"),
    *(
        "<urlset><url><loc>x",
        "<urlset>",
        "<urlset><a>",
        "<sitemapindex><sitemap><loc>a</loc></sitemap>",
        "Sitemap: a",
        "sitemap   ",
    ),
    *(
        '{"a":',
        "{[",
        '{"articles":[[',
        " ",
        "9",
        "<",
        "<a href=x>",
        "<div><a href=x>",
        "<p><i><b><u><s><a href=x>",
        "2026-1-",
        "\ufeff",
    ),
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_megabyte_of_anything_is_read(unit):
    text = unit[:26] + unit * (1_000_000 // len(unit))
    for url in ("http://x.cn/gkmlpt/index", "http://x.cn/robots.txt"):
        check(read_page(text, url))
        shape = read_data(text, "text/plain", url)
        if shape:
            check(shape)
    rows = read_data(json.dumps({"data": {"html": text}}), "application/json", "http://x.cn/")
    check(rows)
