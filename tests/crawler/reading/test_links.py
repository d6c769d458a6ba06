from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.links import MAX_LINKS, MAX_TEXT, Link, LinkKind, read_data_links, read_links

URL = "http://www.x.gov.cn/zwgk/index.html"
AT = "http://www.x.gov.cn/zwgk/"


def links(html, encoding="utf-8"):
    return list(read_links(html, URL, encoding).links)


def test_anchors_in_document_order_with_their_texts():
    html = "<a href=b.html>  县长 \n 信箱 </a><p><a href=/a.html><b>政务</b><i>公开</i></a><a name=x>不是链接</a>"
    assert links(html) == [
        Link(AT + "b.html", "县长 信箱"),
        Link("http://www.x.gov.cn/a.html", "政务公开"),
    ]


def test_same_target_twice_is_two_links():
    assert len(links("<a href=a>一</a><a href=a>二</a>")) == 2


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ('<img src=a.png alt="年度 报告">', "年度 报告"),
        ('<img src=a.png title="年度报告">', "年度报告"),
        ('<span></span><img src=a.png alt="">', ""),
        ('<img src=a.png alt="图">文字', "文字"),
    ],
)
def test_image_link_is_called_by_its_picture(inner, text):
    assert links(f"<a href=a.html>{inner}</a>") == [Link(AT + "a.html", text)]


def test_title_of_an_image_link_comes_before_the_picture_s():
    assert links('<a href=a title="公开指南"><img alt=图></a>')[0].text == "公开指南"


def test_empty_title_falls_back_to_the_picture():
    assert links('<a href=a title=""><img alt=图></a>')[0].text == "图"


def test_area_of_an_image_map():
    html = '<map><area shape=rect coords="0,0,9,9" href="/dz.html" alt="地址"></map>'
    assert links(html) == [Link("http://www.x.gov.cn/dz.html", "地址")]


def test_base_moves_every_relative_link():
    html = '<base href="/site2/"><a href="a.html">一</a>'
    assert links(html)[0].target == "http://www.x.gov.cn/site2/a.html"


@pytest.mark.parametrize("base", ["javascript:alert(1)", "file:///C:/", "", "http://[", "#"])
def test_nonsense_base_is_passed_over(base):
    assert links(f'<base href="{base}"><a href="a.html">一</a>')[0].target == AT + "a.html"


def test_frameset_and_iframe():
    html = '<frameset><frame src="top.html"><frame src="main.html" title="正文"></frameset>'
    assert links(html) == [
        Link(AT + "top.html", "", LinkKind.FRAME),
        Link(AT + "main.html", "正文", LinkKind.FRAME),
    ]
    assert links('<iframe src="list.html"></iframe>') == [
        Link(AT + "list.html", "", LinkKind.FRAME)
    ]


@pytest.mark.parametrize(
    "content",
    [
        "0;url=main.html",
        "0; URL='main.html'",
        '3;URL="main.html"',
        "0,url=main.html",
        "0;main.html",
        "0.5 ; url = main.html",
    ],
)
def test_meta_refresh(content):
    html = (
        f"<meta http-equiv=Refresh content={content!r}>"
        if '"' in content
        else f'<meta http-equiv=refresh content="{content}">'
    )
    assert links(html) == [Link(AT + "main.html", "", LinkKind.REFRESH)]


@pytest.mark.parametrize("content", ["5", "", "0;url=", ";", "abc"])
def test_meta_refresh_that_leads_nowhere(content):
    assert links(f'<meta http-equiv=refresh content="{content}">') == []


@pytest.mark.parametrize(
    "script",
    [
        "window.location='main.html'",
        'location.href = "main.html";',
        "document.location.replace('main.html')",
        "top.location.assign('main.html')",
        "self.location = 'main.html'",
    ],
)
def test_script_that_only_jumps(script):
    assert links(f"<html><script>{script}</script></html>") == [
        Link(AT + "main.html", "", LinkKind.REFRESH)
    ]


def test_script_on_a_page_with_text_is_no_jump():
    assert links(f"<script>location='a.html'</script><p>{'政务公开' * 60}</p>") == []


def test_query_in_the_page_s_encoding():
    assert (
        links('<a href="/s?q=公开">搜</a>', "gb18030")[0].target
        == "http://www.x.gov.cn/s?q=%B9%AB%BF%AA"
    )


def test_jpage_rows():
    html = """<script type="text/xml"><datastore><nextgroup/><recordset>
    <record><![CDATA[<li><a href="/art/1.html" title="通知全文">关于…</a></li>]]></record>
    <record> <![CDATA[<tr><td><a href='/art/2.html'></a><a title="只有标题" href='/art/3.html'></a>]]></record>
    </recordset></datastore></script>"""
    assert links(html) == [
        Link("http://www.x.gov.cn/art/1.html", "关于…", LinkKind.DATA),
        Link("http://www.x.gov.cn/art/2.html", "", LinkKind.DATA),
        Link("http://www.x.gov.cn/art/3.html", "只有标题", LinkKind.DATA),
    ]


def test_file_and_other_schemes_are_reported():
    assert [
        link.target
        for link in links('<a href="file:///C:/a.doc">表</a><a href="javascript:;">x</a>')
    ] == ["file:///C:/a.doc"]


def test_title_and_visible_text():
    page = read_links(
        "<title> 某县\n人民政府 </title><style>p{}</style><p>正文<script>var x='脚本'</script>"
        "<noscript>无脚本</noscript><b>一</b>",
        URL,
    )
    assert page.title == "某县 人民政府"
    assert page.text == "正文 一"
    assert page.text_size == 4


def test_limits():
    page = read_links(
        f"<title>{'长' * 999}</title><a href=/a>{'长' * 999}</a>"
        + "<a href=/b>x</a>" * (MAX_LINKS + 9),
        URL,
    )
    assert len(page.title) == len(page.links[0].text) == MAX_TEXT
    assert len(page.links) == MAX_LINKS


@pytest.mark.parametrize(
    "html",
    [
        "",
        "\x00",
        "<",
        "<a href",
        "<a href=>",
        "&#xD800;",
        "<title>",
        "<frameset>",
        "<svg><title>图</title></svg>",
    ],
)
def test_fragments(html):
    read_links(html, URL)


@given(st.text(st.sampled_from("<>/='\" ahreftilbs#?&;:.-![]公\x00\ud800\u2028"), max_size=80))
def test_no_text_can_hurt(html):
    page = read_links(
        f"<meta http-equiv=refresh content='0;url={html}'><a href='{html}'>{html}</a>{html}", URL
    )
    for link in page.links:
        link.target.encode()
        link.text.encode()
    page.title.encode()
    page.text.encode()


@pytest.mark.parametrize(
    "href", ["{{item.url}}", "${url}", "<%=url%>", "'+url+'", "/a/{{id}}.html", '" + u + "']
)
def test_a_script_s_template_is_no_link(href):
    assert links(f"<a href='{escape(href)}'>通知</a>") == []


@pytest.mark.parametrize("tag", ["noscript", "template", "textarea"])
def test_what_no_visitor_can_come_to_see_is_no_link(tag):
    assert links(f"<body><{tag}><p><a href=a.html>一</a></p></{tag}><a href=b.html>二</a>") == [
        Link(AT + "b.html", "二")
    ]


@pytest.mark.parametrize(
    "mark", ["hidden", "style='display:none'", "style='color:red; DISPLAY: none;'"]
)
def test_a_folded_menu_holds_links_that_are_hidden(mark):
    assert links(f"<ul {mark}><li><a href=a.html>一</a></ul><a href=b.html>二</a>") == [
        Link(AT + "a.html", "一", LinkKind.HIDDEN),
        Link(AT + "b.html", "二"),
    ]


def test_what_no_browser_could_open_is_no_link_of_a_list():
    answer = '{"data": {"html": "<a href=http://[>一</a><a href=/a>二</a>"}}'
    data = read_data_links(answer, "application/json", "http://www.x.gov.cn/api")
    assert [link.target for link in data.links] == ["http://www.x.gov.cn/a"]
    index = "<sitemapindex><sitemap><loc>http://[</loc></sitemap></sitemapindex>"
    assert read_data_links(index, "text/xml", "http://www.x.gov.cn/sitemap.xml").links == ()
