"""The pages are those of a county portal: tags, lists, index tables, encodings, attachments."""

import re
from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser

from audits.demo import DemoSite, hosts
from audits.demo.tree import grow

TODAY = date(2026, 11, 21)
SITE = ["SiteName", "SiteDomain", "SiteIDCode"]
COLUMN = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
ARTICLE = ["ArticleTitle", "PubDate", "ContentSource", "Keywords", "Url"]


def parsed(site, path, host=hosts.WWW, charset="utf-8"):
    path, _, query = path.partition("?")
    return LexborHTMLParser(site.answer(host, path, query).body.decode(charset))


def metas(page):
    found = {m.attributes["name"]: m.attributes["content"] for m in page.css("meta[name]")}
    found.pop("viewport", None)
    return found


def articles(column):
    return grow(TODAY, "present", "published").articles[column]


def test_the_same_day_gives_the_same_bytes_and_another_day_does_not(site):
    again = DemoSite(TODAY)
    assert again.answers == site.answers
    assert DemoSite(date(2026, 11, 22)).answers != site.answers


def test_home_list_and_article_carry_the_national_tags(site):
    assert list(metas(parsed(site, "/"))) == SITE
    listed = metas(parsed(site, "/zwdt/tzgg/"))
    assert list(listed) == SITE + COLUMN
    assert listed["ColumnName"] == "通知公告"
    article = articles("/zwdt/tzgg/")[0]
    tags = metas(parsed(site, article.path))
    assert list(tags) == SITE + COLUMN + ARTICLE
    assert tags["ArticleTitle"] == article.title
    assert tags["SiteDomain"] == "www.qinglan-demo.gov.cn"


@pytest.mark.parametrize("column", ["/zwdt/dtyw/", "/zwdt/tzgg/", "/hdjl/xzxx/", "/zfxxgk/zd/"])
def test_the_date_is_the_same_in_tag_text_list_and_address(site, column):
    for article in articles(column)[:10]:
        page = parsed(site, article.path)
        stamp = f"{article.when:%Y-%m-%d %H:%M}"
        assert metas(page)["PubDate"] == stamp
        assert f"发布时间：{stamp}" in page.css_first(".info").text()
        assert f"/t{article.when:%Y%m%d}_" in article.path
        row = next(
            r
            for r in parsed(site, column).css(".rows li")
            if article.title == r.css_first("a").text()
        )
        assert row.css_first("span").text() == stamp[:10]


def test_lists_are_paged_from_index_to_index_2_newest_first(site):
    dates = []
    for name in ("", "index_1.html", "index_2.html"):
        page = parsed(site, f"/zwdt/dtyw/{name}")
        dates += [row.css_first("span").text() for row in page.css(".rows li")]
    assert len(dates) == 24
    assert dates == sorted(dates, reverse=True)
    assert site.answer(hosts.WWW, "/zwdt/dtyw/index_3.html").status == 404
    first = parsed(site, "/zwdt/dtyw/")
    assert [a.attributes["href"] for a in first.css(".page a")] == [
        "index_1.html",
        "index_2.html",
        "index_1.html",
        "index_2.html",
    ]
    assert site.answer(hosts.WWW, "/zwdt/dtyw/index.html") == site.answer(hosts.WWW, "/zwdt/dtyw/")


def test_articles_know_their_neighbours_and_their_place(site):
    listed = articles("/zwdt/bmdt/")
    page = parsed(site, listed[1].path)
    around = [a.attributes["href"] for a in page.css(".around a")]
    assert around == [listed[0].path, listed[2].path]
    assert [a.text() for a in page.css(".crumbs a")] == ["首页", "政务动态", "部门动态"]


def test_documents_stand_under_an_index_table(site):
    for article in articles("/zfxxgk/fdzdgknr/zcwj/"):
        cells = parsed(site, article.path).css("table.index th, table.index td")
        texts = [cell.text() for cell in cells]
        table = dict(zip(texts[::2], texts[1::2], strict=True))
        assert table["标题"] == article.title
        assert re.fullmatch(r"青政(办)?发〔\d{4}〕\d+号", table["发文字号"])
        assert f"〔{table['成文日期'][:4]}〕" in table["发文字号"]
        assert table["成文日期"] <= table["发布日期"]
        office = "青岚县人民政府办公室" if "办" in table["发文字号"] else "青岚县人民政府"
        assert table["发文机关"] == office


def test_a_document_and_its_explanation_point_at_each_other(site):
    explained = articles("/zfxxgk/fdzdgknr/zcwj/")[0]
    explaining = next(
        a for a in articles("/zfxxgk/fdzdgknr/zcjd/") if a.item.explains == explained.key
    )
    assert explaining.path in site.answer(hosts.WWW, explained.path).body.decode()
    assert explained.path in site.answer(hosts.WWW, explaining.path).body.decode()


def test_the_footer_bears_the_identity_marks(site):
    footer = parsed(site, "/").css_first("footer").text()
    for mark in (
        "网站标识码：9901230001",
        "澜ICP备99000123号",
        "澜公网安备 99012302000017号",
        "找错",
    ):
        assert mark in footer
    assert metas(parsed(site, "/"))["SiteIDCode"] in footer


def test_nothing_is_loaded_from_elsewhere(site):
    for host in (hosts.WWW, hosts.RSJ):
        for path, answer in site.answers[host].items():
            if answer.content_type.startswith("text/html"):
                page = LexborHTMLParser(answer.body)
                assert not page.css("link, img, iframe, script[src]"), path


def test_every_link_to_the_outside_is_under_a_reserved_name(site):
    outside = re.compile(rb'(?:href|src|action)="https?://([^/"]+)')
    for host in (hosts.WWW, hosts.RSJ):
        for answer in site.answers[host].values():
            for name in outside.findall(answer.body):
                known = name.endswith((b".example", hosts.ZONE.encode()))
                assert known or name == b"192.168.1.10"


def test_every_attachment_on_a_page_is_a_file_of_its_kind(site, truth):
    magic = {"pdf": b"%PDF-1.4", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}
    broken = {each.target for each in truth.broken}
    seen = 0
    for path, answer in site.answers[hosts.WWW].items():
        suffix = path.rpartition(".")[2]
        if suffix in magic and f"http://{hosts.WWW}{path}" not in broken:
            assert answer.body.startswith(magic[suffix])
            seen += 1
    assert seen > 25


def test_the_sub_site_is_in_gbk_though_it_says_gb2312(site):
    page = parsed(site, "/list.asp?cid=1", hosts.RSJ, "gbk")
    assert "通知公告" in page.css_first("title").text()
    assert site.answer(hosts.RSJ, "/").content_type == "text/html"
    beyond = site.answer(hosts.RSJ, "/show.asp", "id=104").body
    assert "镕" in beyond.decode("gbk")
    assert b"charset=gb2312" in beyond
    with pytest.raises(UnicodeDecodeError):
        beyond.decode("gb2312")


def test_one_page_of_the_sub_site_claims_utf_8_and_is_gbk(site):
    claims = [
        answer
        for answer in site.answers[hosts.RSJ].values()
        if answer.content_type == "text/html; charset=utf-8"
    ]
    (answer,) = claims
    assert b"charset=utf-8" in answer.body
    assert "工伤保险" in answer.body.decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")


def test_the_sub_site_turns_pages_by_query(site):
    first = parsed(site, "/list.asp?cid=1", hosts.RSJ, "gbk")
    second = parsed(site, "/list.asp?cid=1&page=2", hosts.RSJ, "gbk")
    assert (len(first.css("li")), len(second.css("li"))) == (5, 2)


def test_letters_show_question_answer_and_who_answered(site):
    for article in articles("/hdjl/xzxx/"):
        text = parsed(site, article.path).text()
        assert article.paragraphs[0] in text
        assert article.item.reply in text
        assert f"答复单位：{article.source}" in text
