"""Lists that a CMS hides, through the real crawler: every page and every row of them is found."""

from __future__ import annotations

from pathlib import Path

from crawler.snapshot import LinkKind, Outcome, Role
from tests.crawler.loopback import http, page

HOME = "http://www.x.gov.cn/"
EXAMPLES = Path(__file__).parents[1] / "reading" / "shapes" / "examples"


def example(name):
    return (
        (EXAMPLES / name)
        .read_text(encoding="utf-8")
        .replace("http://www.qingxi.example.cn/", "/")
        .replace("http:\\/\\/www.qingxi.example.cn", "")
    )


def depths(snapshot, *parts):
    return {
        f.url.removeprefix(HOME): f.depth
        for f in snapshot.fetches()
        if any(part in f.url for part in parts)
    }


def test_jpage(server, crawled):
    server.at("/", page("/col/col2101/index.html"))
    server.at("/col/col2101/index.html", http(example("jpage-list.html")))
    first = "/module/web/jpage/dataproxy.jsp?page=1&appid=1&webid=12&path=/&columnid=2101&unitid=45021&webname=%E6%B8%85%E6%BA%AA%E5%8E%BF%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C&permissiontype=0"
    server.at(first, http(example("jpage-answer.xml"), content_type="text/xml;charset=UTF-8"))
    _, snapshot = crawled()
    found = depths(snapshot, "/art_2101", "dataproxy")
    assert found["art/2026/1/6/art_2101_87751.html"] == 2
    assert found["art/2026/2/11/art_2101_87951.html"] == 2
    assert sorted(url[:38] for url in found if "dataproxy" in url) == [
        "module/web/jpage/dataproxy.jsp?page=1&", "module/web/jpage/dataproxy.jsp?page=2&",
    ]  # fmt: skip
    assert {link.kind for link in snapshot.links(HOME + "col/col2101/index.html")} == {
        LinkKind.ANCHOR,
        LinkKind.DATA,
        LinkKind.MORE,
    }


def test_jpaas(server, crawled):
    server.at("/", page("/list.html"))
    server.at("/list.html", http(example("jpaas-list.html")))
    unit = "/api-gateway/jpaas-publish-server/front/page/build/unit?parseType=bulidstatic&webId=1209&tplSetId=qx0aB9kd2&pageType=column&tagId=%E5%BD%93%E5%89%8D%E6%A0%8F%E7%9B%AElist&editType=null&pageId=1229000101"
    server.at(unit, http(example("jpaas-answer.json"), content_type="application/json"))
    _, snapshot = crawled()
    assert depths(snapshot, "/art_")["art/2026/2/18/art_1229000101_2539870.html"] == 2
    assert [target.rpartition("paramJson=")[2] for target in server.targets() if "paramJson" in target] == [
        "%7B%22pageNo%22%3A2%2C%22pageSize%22%3A15%7D", "%7B%22pageNo%22%3A3%2C%22pageSize%22%3A15%7D",
    ]  # fmt: skip


def test_gkmlpt_with_data_sent_as_html(server, crawled):
    server.at("/", page("/gkmlpt/index"))
    server.at("/gkmlpt/index", http(example("gkmlpt-shell.html")))
    server.at("/gkmlpt/api/all/9110?page=1&sid=763021", http(example("gkmlpt-answer.json")))
    _, snapshot = crawled()
    assert depths(snapshot, "post_200") == {
        "gkmlpt/content/2/2001/post_2001.html": 2,
        "zwgk/post_2002.html": 2,
    }
    assert "gkmlpt/api/all/9102?page=1&sid=763021" in depths(snapshot, "api")


def test_trs_and_ucap(server, crawled):
    server.at("/", page("/gzdt/", "/tz/common_list.shtml"))
    server.at("/gzdt/", http(example("trs-list.html")))
    server.at("/gzdt/index_3.html", page("/last.html"))
    server.at("/tz/common_list.shtml", http(example("ucap-list.html")))
    _, snapshot = crawled()
    assert depths(snapshot, "_list_", "index_") == {
        "gzdt/index_1.html": 1, "gzdt/index_2.html": 1, "gzdt/index_3.html": 1,
        "tz/common_list_2.shtml": 1, "tz/common_list_3.shtml": 1,
    }  # fmt: skip
    assert depths(snapshot, "last") == {"last.html": 2}


def test_pages_of_a_list_are_no_deeper_than_its_first(server, crawled):
    server.at("/", page("/tz/index.html"))
    server.at("/tz/index.html", http(example("numbered-list.html")))
    server.at("/tz/index_9.html", page("old.html"))
    _, snapshot = crawled()
    assert depths(snapshot, "/tz/") == {
        "tz/index.html": 1, "tz/index_2.html": 1, "tz/index_3.html": 1, "tz/index_9.html": 1,
        "tz/info_1001_2.html": 2, "tz/old.html": 2,
    }  # fmt: skip


def outcome(snapshot, path):
    url = path if "://" in path else HOME + path
    found = snapshot.fetch(url)
    return found.outcome if found else None


def test_jpage_without_a_next_group_asks_as_its_script_does(server, crawled):
    html = example("jpage-list.html")
    html = html[: html.index("<nextgroup>")] + html[html.index("<recordset>") :]
    server.at("/", page("/col/col2101/index.html"))
    server.at("/col/col2101/index.html", http(html))
    _, snapshot = crawled()
    asked = [target for target in server.targets() if "dataproxy.jsp" in target]
    assert [target.partition("startrecord=")[2][:28] for target in asked] == [
        "4&endrecord=48&perpage=15&co", "49&endrecord=93&perpage=15&c", "94&endrecord=128&perpage=15&",
    ]  # fmt: skip
    # Whoever made the address was we: nobody's link is dead.
    assert outcome(snapshot, asked[0][1:]) is Outcome.NOT_FOUND
    kinds = {
        link.kind
        for link in snapshot.links(HOME + "col/col2101/index.html")
        if "dataproxy" in link.target
    }
    assert kinds == {LinkKind.MORE}


def test_pager_that_trs_variables_describe(server, crawled):
    server.at("/", page("/dt/"))
    server.at("/dt/", http(example("trs-variables.html")))
    server.at("/dt/index_2.htm", page("t20260101_1.html"))
    _, snapshot = crawled()
    assert depths(snapshot, "/dt/") == {
        "dt/": 1, "dt/index_1.htm": 1, "dt/index_2.htm": 1,
        "dt/t20260301_88.html": 2, "dt/t20260101_1.html": 2,
    }  # fmt: skip


def test_pages_counted_by_cpage(server, crawled):
    first = "/xwzx/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1042"
    server.at("/", page(first))
    server.at(first, http(example("cpage-list.html")))
    last = "/xwzx/list.jsp?cpage=3&totalpage=3&wbtreeid=1042"
    server.at(last, page("/info/1042/19001.htm"))
    _, snapshot = crawled()
    found = depths(snapshot, "cpage=", "/info/")
    assert found["xwzx/list.jsp?cpage=2&totalpage=3&wbtreeid=1042"] == found[last[1:]] == 1
    assert found["info/1042/20311.htm"] == found["info/1042/19001.htm"] == 2


def test_pages_that_only_the_word_for_next_leads_to(server, crawled):
    server.at("/", page("/gsgg/"))
    server.at("/gsgg/", http(example("next-word-list.html")))
    for start in (15, 30):
        leads = f"<a href=more.shtml?start={start + 15}>下一页 &gt;</a>" if start < 30 else ""
        server.at(f"/gsgg/more.shtml?start={start}", page(f"content/{start}.shtml", more=leads))
    _, snapshot = crawled()
    assert depths(snapshot, "more.shtml", "/content/") == {
        "gsgg/more.shtml?start=15": 1, "gsgg/more.shtml?start=30": 1,
        "gsgg/content/a9f3c2.shtml": 2, "gsgg/content/b1d044.shtml": 2,
        "gsgg/content/15.shtml": 2, "gsgg/content/30.shtml": 2,
    }  # fmt: skip


def test_list_and_footer_in_frames_and_a_base(server, crawled):
    raw = (EXAMPLES / "framed-list.html").read_text(encoding="utf-8")
    server.at("/", page("/czj.html"))
    server.at("/czj.html", http(raw.replace("qingxi.example.cn", "x.gov.cn")))
    host = "czj.x.gov.cn"
    server.at("/yjs/list_2026.html", page("t20260101_1.html"), host=host)
    server.at("/common/footer.html", page("http://beian.example.cn/"), host=host)
    _, snapshot = crawled()
    found = {f.url.partition("//")[2]: f.depth for f in snapshot.fetches() if host in f.url}
    assert found[f"{host}/yjs/list_2026.html"] == found[f"{host}/common/footer.html"] == 1
    assert found[f"{host}/index.html"] == found[f"{host}/yjs/t20260101_1.html"] == 2
    assert outcome(snapshot, "http://beian.example.cn/") is not None
    assert snapshot.info.hosts == ("www.x.gov.cn", host)


def test_home_page_of_frames_that_jumps(server, crawled):
    server.at("/", http(example("jump-home.html")))
    server.at("/web/index.html", page("zwgk/"))
    server.at("/web/top.html", page("sy/"))
    server.at("/web/main.html", page("dt/"))
    _, snapshot = crawled()
    assert depths(snapshot, "/web/") == {
        "web/top.html": 0, "web/main.html": 0, "web/index.html": 0,
        "web/sy/": 1, "web/dt/": 1, "web/zwgk/": 1,
    }  # fmt: skip


def test_home_page_that_a_script_leaves(server, crawled):
    html = example("script-home.html").encode("gb18030")
    server.at("/", http(html, content_type="text/html"))
    server.at("/web/site0/index.html", page("/zwgk/"))
    _, snapshot = crawled()
    assert snapshot.fetch(HOME).encoding_reason == "meta"
    assert depths(snapshot, "site0", "zwgk") == {"web/site0/index.html": 0, "zwgk/": 1}


def test_sitemaps(server, crawled):
    server.at("/", page("/zwgk/"))
    server.at("/sitemap.xml", http(example("sitemap-index.xml"), content_type="text/xml"))
    listed = (EXAMPLES / "sitemap.xml").read_text(encoding="utf-8")
    listed = listed.replace("http://www.qingxi.example.cn/", HOME).encode("gb18030")
    server.at("/sitemap-1.xml", http(listed, content_type="text/xml"))
    _, snapshot = crawled(sitemaps=True)
    assert {f.url.removeprefix(HOME) for f in snapshot.fetches() if f.role is Role.SITEMAP} == {
        "robots.txt", "sitemap.xml", "sitemap-1.xml", "sitemap-2.xml.gz",
    }  # fmt: skip
    assert depths(snapshot, "?a=1") == {"zwgk/?a=1&b=2": None}
    assert snapshot.fetch(HOME).depth == 0


def test_data_that_is_no_list_is_a_page_without_links(server, crawled):
    server.at("/", page("/a.json", "/b.xml"))
    server.at("/a.json", http('{"data": 1}', content_type="application/json"))
    server.at("/b.xml", http("<a href='/c'>x</a>", content_type="text/xml"))
    _, snapshot = crawled()
    assert snapshot.fetch(HOME + "a.json").outcome is Outcome.OK
    assert snapshot.links(HOME + "b.xml") == ()
