"""Each CMS shape on a saved page: own words, a county that does not exist, structure as portals have it."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.reading.shapes.door import read_data, read_page
from crawler.reading.shapes.shape import MAX_FURTHER, MAX_ROWS, NOTHING, Row

EXAMPLES = Path(__file__).parent / "examples"
HOST = "http://www.qingxi.example.cn"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def example(name):
    return (EXAMPLES / name).read_text(encoding="utf-8")


def test_page_without_a_shape():
    assert read_page(example("plain-page.html"), HOST + "/gk/xq.html") is NOTHING


# jpage


def test_jpage_rows_with_dates_and_the_next_group():
    shape = read_page(example("jpage-list.html"), HOST + "/col/col2101/index.html")
    assert shape.name == "jpage"
    assert shape.rows == (
        Row("/art/2026/3/9/art_2101_88012.html", "清溪县关于春季森林防火的通告", "2026-03-09"),
        Row("/art/2026/2/27/art_2101_87990.html", "关于公布2026年民生实事…", "2026-02-27"),
        Row("/art/2026/2/11/art_2101_87951.html", "2026年春节假期便民服务安排", "02-11"),
    )
    assert shape.further == (
        "/module/web/jpage/dataproxy.jsp?page=1&appid=1&webid=12&path=/&columnid=2101&unitid=45021&webname=清溪县人民政府&permissiontype=0",
    )


def test_jpage_without_a_next_group_asks_as_its_script_does():
    html = example("jpage-list.html")
    html = html[: html.index("<nextgroup>")] + html[html.index("<recordset>") :]
    further = read_page(html, HOST + "/col/col2101/index.html").further
    asked = [parse_qs(urlsplit(href).query) for href in further]
    assert {urlsplit(href).path for href in further} == {"/module/web/jpage/dataproxy.jsp"}
    assert [(x["startrecord"], x["endrecord"], x["perpage"]) for x in asked] == [
        (["4"], ["48"], ["15"]),
        (["49"], ["93"], ["15"]),
        (["94"], ["128"], ["15"]),
    ]
    assert asked[0]["columnid"] == ["2101"]
    assert asked[0]["unitid"] == ["45021"]
    assert asked[0]["webname"] == ["清溪县人民政府"]


@pytest.mark.parametrize(
    "broken",
    [
        "totalRecord:''",
        "totalRecord:n",
        "perPage:0",
        "proxyUrl:'http://elsewhere.example/x.jsp'",
        "ajaxParam:other",
    ],
)
def test_jpage_whose_script_does_not_say_all_asks_for_nothing(broken):
    html = f"<datastore></datastore><script>var p={{columnid:1,unitid:2}}; $('#9').jpage({{totalRecord:90,perPage:15,proxyUrl:'/dataproxy.jsp',ajaxParam:p,{broken}}});</script>"
    assert read_page(html, HOST).further == ()


def test_jpage_parameters_may_stand_in_the_call():
    html = "<datastore></datastore><script>$('#9').jpage({totalRecord:20,perPage:20,proxyUrl:'/m/dataproxy.jsp',ajaxParam:{columnid:1,unitid:'2'}});</script>"
    assert read_page(html, HOST).further == (
        "/m/dataproxy.jsp?startrecord=1&endrecord=20&perpage=20&columnid=1&unitid=2",
    )


@pytest.mark.parametrize(
    ("script", "asked"),
    [
        ("var q={note:'columnid'}; var p={columnid:1,unitid:2};", 1),
        (
            "".join(f"var x{n}={{columnid:{n},unitid:2}};" for n in range(30))
            + "var p={columnid:1,unitid:2};",
            0,
        ),
    ],
    ids=["beside another set", "after more than a page has"],
)
def test_jpage_parameters_are_found_among_few_sets(script, asked):
    call = "$('#9').jpage({totalRecord:20,perPage:20,proxyUrl:'/dataproxy.jsp',ajaxParam:p});"
    html = f"<datastore></datastore><script>{script}{call}</script>"
    assert len(read_page(html, HOST).further) == asked


def test_jpage_answer():
    shape = read_data(
        example("jpage-answer.xml"), "text/xml", HOST + "/module/web/jpage/dataproxy.jsp?page=1"
    )
    assert [row.date_text for row in shape.rows] == ["2026-01-20", "2026-01-06"]
    assert shape.further == (
        "./dataproxy.jsp?page=2&appid=1&webid=12&path=/&columnid=2101&unitid=45021&permissiontype=0",
    )


def test_jpage_of_many_thousand_records_is_bounded():
    html = "<datastore></datastore><script>var p={columnid:1,unitid:2}; $('#9').jpage({totalRecord:9999999,perPage:1,groupSize:1,proxyUrl:'/dataproxy.jsp',ajaxParam:p});</script>"
    assert len(read_page(html, HOST).further) == MAX_FURTHER


# jpaas


def test_jpaas_unit_is_asked_for_as_its_script_does():
    shape = read_page(example("jpaas-list.html"), HOST + "/col/col1229000101/index.html")
    assert shape.name == "jpaas"
    (asked,) = shape.further
    assert urlsplit(asked).path == UNIT
    assert parse_qs(urlsplit(asked).query) == {
        "parseType": ["bulidstatic"],
        "webId": ["1209"],
        "tplSetId": ["qx0aB9kd2"],
        "pageType": ["column"],
        "tagId": ["当前栏目list"],
        "editType": ["null"],
        "pageId": ["1229000101"],
    }


def test_jpaas_answer_and_its_further_pages():
    shape = read_data(
        example("jpaas-answer.json"), "application/json", f"{HOST}{UNIT}?webId=1209&tagId=a%20b"
    )
    assert shape.rows == (
        Row(
            "/art/2026/3/5/art_1229000101_2540012.html",
            "清溪县人民政府关于印发县政府工作规则的通知",
            "2026-03-05",
        ),
        Row("/art/2026/2/18/art_1229000101_2539870.html", "清溪县农村公路管理办法", "2026-02-18"),
    )
    assert shape.further == tuple(
        f"{HOST}{UNIT}?webId=1209&tagId=a%20b&paramJson=%7B%22pageNo%22%3A{n}%2C%22pageSize%22%3A15%7D"
        for n in (2, 3)
    )


def test_jpaas_last_page_goes_nowhere():
    url = f"{HOST}{UNIT}?webId=1209&paramJson=%7B%22pageNo%22%3A3%2C%22pageSize%22%3A15%7D"
    assert read_data(example("jpaas-answer.json"), "application/json", url).further == ()


def test_jpaas_second_page_names_the_third():
    url = f"{HOST}{UNIT}?paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A15%7D&webId=1209"
    assert read_data(example("jpaas-answer.json"), "application/json", url).further == (
        f"{HOST}{UNIT}?paramJson=%7B%22pageNo%22%3A3%2C%22pageSize%22%3A15%7D&webId=1209",
    )


@pytest.mark.parametrize(
    "pager",
    [
        "<p class=pagination>1 2 3</p>",
        "<div id=u_pagination queryData=\"{'rows':'0','count':'31'}\"></div>",
        "<div id=u_pagination queryData=\"{'rows':'20'}\"></div>",
    ],
    ids=["no script's", "no rows", "no count"],
)
def test_jpaas_pagination_that_does_not_say_how_many_goes_nowhere(pager):
    answer = json.dumps({"data": {"html": f"<a href=/a>一</a>{pager}"}})
    shape = read_data(answer, "application/json", HOST + UNIT)
    assert (shape.rows, shape.further) == ((Row("/a", "一"),), ())


def test_jpaas_pagination_in_query_data():
    html = "<a href=/a>一</a><div id=autUDB_pagination queryData=\"{'rows':'20','count':'31','pageNo':'1'}\"></div>"
    answer = json.dumps({"data": {"html": html}})
    (asked,) = read_data(answer, "application/json", HOST + UNIT).further
    assert parse_qs(urlsplit(asked).query) == {"paramJson": ['{"pageNo":2,"pageSize":20}']}


# TRS and UCAP


@pytest.mark.parametrize(
    "address", ["/zwgk/gzdt/", "/zwgk/gzdt/index.html", "/zwgk/gzdt/index.html?from=home"]
)
def test_trs_counts_from_nought(address):
    shape = read_page(example("trs-list.html"), HOST + address)
    assert shape.name == "trs"
    assert shape.further == ("index_1.html", "index_2.html", "index_3.html")
    assert shape.pager == frozenset()


def test_ucap_counts_from_one():
    shape = read_page(example("ucap-list.html"), HOST + "/qxzj/c104512/common_list.shtml")
    assert shape.name == "ucap"
    assert shape.further == ("common_list_2.shtml", "common_list_3.shtml")


@pytest.mark.parametrize(
    ("call", "file", "further"),
    [
        ("createPageHTML(9,3,'index','html')", "index_3.html", ("index_4.html",)),
        ("createPageHTML(9,8,'index','html')", "index_8.html", ()),
        (
            "createPageHTML(9,1,'list','htm')",
            "list_1.htm",
            tuple(f"list_{n}.htm" for n in range(2, 9)),
        ),
        (
            "createPageHTML(3, 1, 'index', 'shtml')",
            "index.shtml",
            ("index_2.shtml", "index_3.shtml"),
        ),
        ("createPageHTML('page-div',26, 4,'index','html',900)", "index_4.html", ("index_5.html",)),
        ("createPageHTML(1, 0, 'index', 'html')", "index.html", ()),
    ],
)
def test_pager_script(call, file, further):
    assert read_page(f"<script>{call};</script>", f"{HOST}/a/{file}").further == further


@pytest.mark.parametrize(
    ("call", "file"),
    [
        (
            "createPageHTML(9,5,'index','html')",
            "index.html",
        ),  # the first page, but not the first number
        ("createPageHTML(9,0,'index','html')", "default.html"),  # another file's name
        ("createPageHTML(9,2,'index','html')", "index_3.html"),  # counted in a third way
        ("createPageHTML(${PAGE_COUNT}, ${PAGE_INDEX}, '${PAGE_NAME}', '${PAGE_EXT}')", ""),
        ("createPageHTML(n,0,'index','html')", ""),
        ("createPageHTML(9,0,'../../x','html')", ""),
        ("createPageHTML(9,0,'index','html?x')", ""),
        ("createPageHTML()", ""),
    ],
)
def test_pager_script_that_does_not_say_how_it_counts(call, file):
    assert read_page(f"<script>{call};</script>", f"{HOST}/a/{file}").further == ()


@pytest.mark.parametrize(
    "html",
    [
        "<script>//createPageHTML(9,0,'index','html')</script>",
        "<script>a(); // createPageHTML(9,0,'index','html')\n</script>",
        "<script>/* createPageHTML(9,0,'index','html') */</script>",
        "<!-- <script>createPageHTML(9,0,'index','html')</script> -->",
        "<!-- <script>countPage=9;currentPage=0;'index_'+n</script> -->",
        "<!-- <script url='/jpaas-publish-server/front/u' queryData=\"{'a':'b'}\"></script> -->",
    ],
)
def test_what_is_commented_out_asks_for_nothing(html):
    assert read_page(html, HOST + "/a/").further == ()


@pytest.mark.parametrize(
    "html",
    [
        "<script><!--\ncreatePageHTML(2,0,'index','html')\n//--></script>",
        "<!-- x --><script src='http://x/y.js'></script><script>/* x */createPageHTML(2,0,'index','html')</script>",
        "<script>//draw it\ncreatePageHTML(2,0,'index','html')</script>",
    ],
)
def test_what_only_looks_commented_out_is_read(html):
    assert read_page(html, HOST + "/a/").further == ("index_1.html",)


def test_trs_variables_with_the_script_that_joins_the_names():
    html = example("trs-variables.html")
    assert read_page(html, HOST + "/dt/").further == ("index_1.htm", "index_2.htm")
    assert read_page(
        html.replace("currentPage = 0", "currentPage = 1"), HOST + "/dt/index_1.htm"
    ).further == ("index_2.htm",)


def test_trs_variables_alone_say_nothing():
    assert (
        read_page(
            "<script>var currentPage=0,countPage=56;setPage(countPage)</script>", HOST + "/dt/"
        ).further
        == ()
    )
    other = example("trs-variables.html").replace("currentPage = 0", "currentPage = 1")
    assert read_page(other, HOST + "/dt/").further == ()


def test_search_component_of_trs_is_named_and_nothing_is_guessed():
    html = "<script>var pageChnlInfo={quickMode:'动静结合',maxStaticIndex: 5,recordCount:'107',prepage:15}</script>"
    shape = read_page(html, HOST + "/a/")
    assert (shape.name, shape.further) == ("trs-search", ())


# Pagers that stand on the page


def test_numbered_pager():
    shape = read_page(example("numbered-list.html"), HOST + "/tz/index.html")
    assert shape.name == "pager"
    assert shape.pager == {"./index.html", "./index_2.html", "./index_3.html", "./index_9.html"}
    assert shape.further == ()


@pytest.mark.parametrize(
    "address",
    [
        "list.jsp?id=3&page=2",
        "?cpage=2",
        "column-index-2.shtml",
        "/a/list/2/",
        "x.html?pageNum=2&uid=4",
        "list_2.html",
    ],
)
def test_numbers_count_where_the_address_carries_them(address):
    html = f"<a href='{address}'>2</a><a href='/art/2024/'>2024</a><a href=/news/t2_19.html>3</a><b>下一页</b>"
    assert read_page(html, HOST).pager == {address}


@pytest.mark.parametrize(
    "text",
    [
        "下一页",
        "下一页 &gt;",
        "下页»",
        "[下一页]",
        "【下一页】",
        "&lt; 上一页",
        "尾页 &gt;|",
        "下 一 页",
    ],
)
def test_words_that_turn_pages(text):
    html = f"<a href=more.jsp?x=1>{text}</a><b>下一页</b>"
    assert read_page(html, HOST).pager == {"more.jsp?x=1"}


@pytest.mark.parametrize("text", ["下一页更精彩", "点击下一页查看", "返回上一页面", "打印本页"])
def test_words_that_only_speak_of_pages(text):
    assert read_page(f"<a href=more.jsp?x=1>{text}</a><b>下一页</b>", HOST) is NOTHING


def test_symbols_count_beside_numbers_only():
    numbered = "<a href=l.jsp?page=1>«</a><a href=l.jsp?page=2>2</a><a href=l.jsp?page=2>»</a><a href=/x>»</a>"
    assert read_page(numbered, HOST).pager == {"l.jsp?page=1", "l.jsp?page=2"}
    assert read_page("<a href=/zwgk/>»</a><a href=/gk/>2</a>", HOST) is NOTHING


def test_own_links_come_before_what_a_script_would_draw():
    html = "<script>createPageHTML(9,0,'index','html')</script><a href=index_2.html>2</a><a href=index_2.html>下一页</a>"
    shape = read_page(html, HOST + "/a/")
    assert (shape.name, shape.further, shape.pager) == ("trs", (), {"index_2.html"})


# gkmlpt


def test_the_links_that_turn_the_pages_of_a_list_are_known_beside_its_script():
    html = example("jpage-list.html") + "<a href=index_2.html>下一页</a>"
    shape = read_page(html, HOST + "/col/col2101/index.html")
    assert shape.name == "jpage"
    assert shape.further
    assert "index_2.html" in shape.pager


def test_gkmlpt_columns_of_the_shell():
    shape = read_page(example("gkmlpt-shell.html"), HOST + "/qxnyj/gkmlpt/index")
    assert shape.name == "gkmlpt"
    assert shape.further == (
        HOST + "/qxnyj/gkmlpt/api/all/9102?page=1&sid=763021",
        HOST + "/qxnyj/gkmlpt/api/all/9110?page=1&sid=763021",
    )


@pytest.mark.parametrize(
    "path", ["/index.html", "/gkmlpt/content/2/2001/post_2001.html", "/gkmlpt"]
)
def test_gkmlpt_articles_are_no_shell(path):
    assert read_page(example("gkmlpt-shell.html"), HOST + path) is NOTHING


def test_gkmlpt_answer():
    text = example("gkmlpt-answer.json")
    shape = read_data(text, "application/json", HOST + "/gkmlpt/api/all/9110?page=1&sid=763021")
    assert shape.rows == (
        Row(HOST + "/gkmlpt/content/2/2001/post_2001.html", "清溪县城市绿化管理办法", "2026-03-04"),
        Row(HOST + "/zwgk/post_2002.html", "清溪县农贸市场管理规定", "2026-02-20"),
    )
    assert shape.further[0] == HOST + "/gkmlpt/api/all/9110?page=2&sid=763021"
    assert shape.further[-1] == HOST + "/gkmlpt/api/all/9110?page=115&sid=763021"  # two a page here


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("2026-03-04 10:00:00", "2026-03-04"),
        ("三月四日", ""),
        (None, ""),
        (1772582400, "2026-03-04"),
    ],
)
def test_gkmlpt_days_are_numbers_or_texts(said, date):
    article = {"title": "通知", "url": "/a.html", "date": said, "create_time": None}
    shape = read_data(
        json.dumps({"articles": [article], "total": 1}),
        "application/json",
        HOST + "/gkmlpt/api/all/1?page=1",
    )
    assert [row.date_text for row in shape.rows] == [date]


def test_gkmlpt_last_and_empty_pages_go_nowhere():
    text = example("gkmlpt-answer.json").replace('"offset":0', '"offset":228')
    assert (
        read_data(text, "application/json", HOST + "/gkmlpt/api/all/9110?page=115&sid=7").further
        == ()
    )
    assert read_data('{"articles":[],"total":9}', "application/json", HOST).further == ()


# Sitemaps


def test_sitemap():
    shape = read_data(example("sitemap.xml"), "text/xml", HOST + "/sitemap.xml")
    assert shape.rows == (Row(HOST + "/", "", "2026-03-09"), Row(HOST + "/zwgk/?a=1&b=2"))
    assert shape.further == ()


def test_sitemap_index():
    shape = read_data(example("sitemap-index.xml"), "application/xml", HOST + "/sitemap.xml")
    assert shape.rows == ()
    assert shape.further == (HOST + "/sitemap-1.xml", HOST + "/sitemap-2.xml.gz")


def test_half_a_character_in_a_sitemap_costs_that_address_only():
    text = "<urlset><url><loc>/a&#xD800;</loc></url><url><loc>/b</loc><lastmod>&#56320;</lastmod></url></urlset>"
    shape = read_data(text, "text/xml", HOST + "/sitemap.xml")
    assert [row.href for row in shape.rows] == ["/b"]


def test_sitemap_with_entities_is_not_read():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>http://x/&b;</loc></url></urlset>'
    assert read_data(bomb, "text/xml", HOST + "/sitemap.xml") is None


def test_damaged_sitemap_gives_what_is_whole():
    text = "<urlset><url><loc>http://x.cn/a</loc></url><url><loc>http://x.cn/b"
    assert Row("http://x.cn/a") in read_data(text, "text/xml", HOST + "/sitemap.xml").rows


def test_a_sitemap_is_read_as_far_as_a_page_may_be_long_and_what_is_no_entry_is_passed_over():
    odd = "<image><loc>http://x.cn/picture</loc></image>"
    entries = "".join(f"<url><loc>http://x.cn/{n}</loc></url>" for n in range(MAX_ROWS + 5))
    shape = read_data(f"<urlset>{odd}{entries}</urlset>", "text/xml", HOST + "/sitemap.xml")
    assert len(shape.rows) == MAX_ROWS
    assert shape.rows[0] == Row("http://x.cn/0")


def test_what_only_speaks_of_a_sitemap_is_none():
    assert read_data("<!-- <urlset> -->", "text/xml", HOST + "/sitemap.xml") is None


def test_a_sitemap_that_is_none_s_address_is_not_asked_for():
    text = "Sitemap: {{map}}\nSitemap: /a.xml\n"
    assert read_data(text, "text/plain", HOST + "/robots.txt").further == ("/a.xml",)


def test_robots():
    text = "User-agent: *\nDisallow: /x\nsitemap : /a.xml\nSitemap: http://x.cn/b.xml\r\nSitemap:\n"
    shape = read_data(text, "text/plain", HOST + "/robots.txt")
    assert shape.further == ("/a.xml", "http://x.cn/b.xml")
    assert read_data(text, "text/plain", HOST + "/readme.txt") is None


@pytest.mark.parametrize(
    ("text", "mime"),
    [
        ("{}", "application/json"),
        ("[1]", "application/json"),
        ("", ""),
        ("<a/>", "text/xml"),
        ('{"data":{"html":3}}', ""),
        ("%PDF", "application/pdf"),
    ],
)
def test_what_is_no_list(text, mime):
    assert read_data(text, mime, HOST + "/x") is None
