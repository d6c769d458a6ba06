from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checker.facts.documents_seen import Chosen, open_documents
from checker.results import Reason
from crawler.snapshot import Fetch, Outcome, Role

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


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<title>安全验证</title><p>您的访问请求可能对网站造成威胁，请求已被 安全狗 拦截</p>", Reason.BLOCKED),
        ("<div id=app></div><script src=app.js></script>", Reason.SCRIPT_ONLY),
        ("<img src=1.jpg width=900 height=1200>", Reason.IMAGE_ONLY),
        (TEXT, None),
    ],
)  # fmt: skip
def test_a_document_of_which_no_text_is_seen_is_not_read(
    portal: Any, body: str, reason: Reason | None
) -> None:
    site = portal({"/": "<a href=/gk/1.html>某县政府信息公开指南</a>", "/gk/1.html": body})
    (opened,) = open_documents(site, Chosen(title_any=("公开指南",)), AS_OF).opened
    assert (opened.unread.reason if opened.unread else None) is reason


def test_titles_may_stand_on_pages_that_were_not_seen(portal: Any) -> None:
    """No column is asked for, so any page may be the one."""
    late = Fetch("http://www.tx.gov.cn/c/20260501.html", Role.PAGE, Outcome.TIMEOUT, attempts=2)
    links = "".join(f"<a href=/{name}/>栏目{name}</a>" for name in "abc")
    pages = {"/": f"{links}<a href=/c/20260501.html>全县第一季度工作会议召开</a>"}
    pages |= {f"/{name}/": "<p>内容</p>" for name in "abc"}
    wanted = Chosen(title_any=("公开指南",))
    doubt = open_documents(portal(pages, [late]), wanted, AS_OF).doubt
    assert doubt is not None
    assert (doubt.reason, "有 1 个页面没有看到" in doubt.detail) == (Reason.UNREACHABLE, True)
    seen = pages | {"/c/20260501.html": "<p>内容</p>"}
    assert open_documents(portal(seen), wanted, AS_OF).doubt is None
