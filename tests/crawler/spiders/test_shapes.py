"""Lists that a CMS hides, through the real crawler: every page and every row of them is found."""

from __future__ import annotations

from pathlib import Path

from crawler.snapshot import LinkKind, Outcome
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


def test_data_that_is_no_list_is_a_page_without_links(server, crawled):
    server.at("/", page("/a.json", "/b.xml"))
    server.at("/a.json", http('{"data": 1}', content_type="application/json"))
    server.at("/b.xml", http("<a href='/c'>x</a>", content_type="text/xml"))
    _, snapshot = crawled()
    assert snapshot.fetch(HOME + "a.json").outcome is Outcome.OK
    assert snapshot.links(HOME + "b.xml") == ()
