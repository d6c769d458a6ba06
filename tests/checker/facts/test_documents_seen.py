from __future__ import annotations

from datetime import date
from typing import Any

from checker.facts.documents_seen import Chosen, open_documents
from checker.results import Reason

AS_OF = date(2026, 6, 30)
MENU = (
    "<div class=side><a href=/gk/jgzn/ class=on>机构职能</a><a href=/gk/czyjs/>财政预决算</a>"
    "<a href=/gk/tjxx/>统计信息</a></div>"
)
TEXT = (
    "<h1>桃县人民政府办公室机构职能</h1><p>主要职责：协助县政府领导同志组织起草、审核以县政府、"
    "县政府办公室名义发布的公文；负责县政府会议的准备工作；指导监督全县政务公开工作。</p>"
    "<p>办公地址：桃县人民路1号；办公时间：工作日9时至12时；联系电话：0999-5550001。</p>"
)
PAGES = {
    "/": "<a href=/gk/jgzn/>机构职能</a><a href=/gk/czyjs/>财政预决算</a>",
    "/gk/czyjs/": f"<title>财政预决算</title>{MENU}<ul>"
    + "".join(
        f"<li><a href=/gk/czyjs/{n}.html>2025年{n}号部门决算公开</a></li>" for n in range(1, 6)
    )
    + "</ul>",
    "/gk/tjxx/": f"<title>统计信息</title>{MENU}<ul><li><a href=/gk/tjxx/1.html>统计公报</a></li></ul>",
    **{f"/gk/czyjs/{n}.html": "<p>正文</p>" for n in range(1, 6)},
    "/gk/tjxx/1.html": "<p>正文</p>",
}
WANTED = Chosen(names=("机构职能",))


def test_a_column_that_is_one_page_of_text_is_the_document(portal: Any) -> None:
    site = portal({**PAGES, "/gk/jgzn/": f"<title>机构职能</title>{MENU}{TEXT}"})
    (opened,) = open_documents(site, WANTED, AS_OF).opened
    assert opened.page is not None
    assert opened.page.url.endswith("/gk/jgzn/")


def test_rows_of_the_columns_beside_it_are_no_documents_of_an_empty_column(portal: Any) -> None:
    site = portal({**PAGES, "/gk/jgzn/": f"<title>机构职能</title>{MENU}"})
    seen = open_documents(site, WANTED, AS_OF)
    assert seen.opened == []
    assert seen.doubt is not None
    assert seen.doubt.reason is Reason.ASSISTED


def test_a_guide_that_is_its_own_column_is_the_document(portal: Any) -> None:
    guide = TEXT.replace("桃县人民政府办公室机构职能", "政府信息公开指南")
    site = portal(
        {
            "/": "<a href=/gk/zn/>政府信息公开指南</a><a href=/gk/tjxx/>统计信息</a>",
            "/gk/zn/": f"<title>政府信息公开指南</title>{guide}",
            "/gk/tjxx/": PAGES["/gk/tjxx/"],
        }
    )
    wanted = Chosen(names=("政府信息公开指南",), title_any=("公开指南",), title_none=("网站使用",))
    (opened,) = open_documents(site, wanted, AS_OF).opened
    assert opened.page is not None
    assert opened.page.url.endswith("/gk/zn/")
    other = Chosen(names=("政府信息公开指南",), title_any=("年度报告",))
    assert open_documents(site, other, AS_OF).opened == []
