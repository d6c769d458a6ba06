from __future__ import annotations

import pytest

from checker.facts.pairs.catalogue import read_catalogue
from crawler.snapshot import Fetch, Outcome, Role

URL = "http://www.tx.gov.cn/ml/"
HEAD = "<tr><th>序号</th><th>试点领域</th><th>公开事项</th><th>操作</th></tr>"
LIST = (
    "<title>社会救助</title><ul>"
    + "".join(
        f"<li><a href=/n{n}.html>{n}月份低保对象名单公示</a><span>2024-0{n}-01</span></li>"
        for n in range(1, 6)
    )
    + "</ul>"
)
ITEM = (
    "<title>部门预算</title><meta name=ArticleTitle content=部门预算><meta name=PubDate content=2024-01-05>"
    "<h1>部门预算</h1><div id=zoom>" + "按照要求现将预算公布如下。" * 10 + "</div>"
)


def row(item: str, href: str | None, domain: str = "社会救助") -> str:
    link = f"<a href='{href}'>查看</a>" if href else ""
    return f"<tr><td>1</td><td>{domain}</td><td>{item}</td><td>{link}</td></tr>"


def catalogue(portal, rows: str, pages=(), fetches=()):
    table = f"<table>{HEAD}{rows}</table>"
    site = portal({"/": "<a href=/ml/>标准目录</a>", "/ml/": table} | dict(pages), fetches)
    return read_catalogue(site, URL)


def fetch(url: str, outcome: Outcome, status: int | None = None) -> Fetch:
    return Fetch(url, Role.PAGE, outcome, status=status, attempts=2)


@pytest.mark.parametrize(
    ("href", "page", "target"),
    [
        ("/a/", LIST, "list"),
        ("/a.html", ITEM, "item"),
        ("/a/", "<title>社会救助</title><p>暂无内容</p>", "empty"),
        (
            "/a/",
            "<title>社会救助</title><div id=list></div><script>$.ajax({url:'/x'})</script>",
            "unseen",
        ),
        ("/a/", "<title>社会救助</title><iframe src=/f.html></iframe>", "unseen"),
        (
            "/a/",
            "<title>社会救助</title><div id=list></div><script src=/list.js></script>",
            "unseen",
        ),
        ("/a/", "<title>社会救助</title><p>欢迎。</p>", "empty"),
        ("/a/", "<title>社会救助</title><p>欢迎。</p><a href=/a.pdf>名单下载</a>", "item"),
        ("/a.pdf", None, "file"),
        ("/a/", f"<title>社会救助</title><p>{'低保对象由县民政局审核确认。' * 20}</p>", "item"),
        # A few lines may be all there is to say: that is no empty page.
        ("/a/", f"<title>社会救助</title><p>{'低保标准为每人每月820元。' * 6}</p>", "unseen"),
        ("/", None, "root"),
        ("/ml/", None, "root"),
        (None, None, "none"),
        ("javascript:open(1)", None, "unseen"),
        ("/never.html", None, "unseen"),
    ],
)
def test_a_row_leads_where_it_leads(portal, href, page, target):
    pages = {href: page} if page else {}
    found = catalogue(portal, row("低保对象名单", href) + row("其他", None), pages)
    assert found
    assert str(found.rows[0].target) == target
    assert found.rows[0].domain == "社会救助"
    assert found.rows[0].item == "低保对象名单"


def test_a_row_of_empty_cells_names_nothing(portal):
    blank = "<tr><td></td><td>—</td><td></td><td></td></tr>"
    found = catalogue(portal, row("低保对象名单", None) + blank + row("其他", None))
    assert [one.item for one in found.rows] == ["低保对象名单", "其他"]


@pytest.mark.parametrize(
    ("outcome", "status", "target"),
    [
        (Outcome.NOT_FOUND, 404, "dead"),
        (Outcome.BLOCKED, 412, "unseen"),
        (Outcome.TIMEOUT, None, "dead"),
        (Outcome.BUDGET, None, "unseen"),
    ],
)
def test_only_what_is_dead_is_called_dead(portal, outcome, status, target):
    gone = fetch("http://www.tx.gov.cn/gone.html", outcome, status)
    found = catalogue(portal, row("低保对象名单", "/gone.html") + row("其他", None), fetches=[gone])
    assert found
    assert str(found.rows[0].target) == target


def test_what_item_and_target_have_in_common(portal):
    rows = (
        row("城乡低保对象名单", "/a/")
        + row("公务员招考", "/a/", "人事")
        + row("信息公开", "/a/", "")
    )
    found = catalogue(portal, rows, {"/a/": LIST})
    assert found
    assert [one.shared for one in found.rows] == ["低保", "", ""]


def test_rows_that_all_lead_to_one_place_lead_nowhere_special(portal):
    same = catalogue(portal, "".join(row(f"事项{n}", "/a/") for n in range(5)), {"/a/": LIST})
    assert same
    assert same.leads_nowhere_special
    pages = {f"/a{n}/": LIST for n in range(5)}
    apart = catalogue(portal, "".join(row(f"事项{n}", f"/a{n}/") for n in range(5)), pages)
    assert apart
    assert not apart.leads_nowhere_special
    assert apart.distinct == 1


def test_merged_domains_hold_for_all_their_rows(portal):
    rows = (
        "<tr><td>1</td><td rowspan=2>社会救助</td><td>低保对象</td><td></td></tr>"
        "<tr><td>2</td><td>特困人员</td><td></td></tr>"
    )
    found = catalogue(portal, rows)
    assert found
    assert [(one.domain, one.item) for one in found.rows] == [
        ("社会救助", "低保对象"),
        ("社会救助", "特困人员"),
    ]


def test_another_table_is_no_catalogue(portal):
    site = portal(
        {"/": "<table><tr><th>姓名</th><th>金额</th></tr><tr><td>王某</td><td>3</td></tr></table>"}
    )
    assert read_catalogue(site, "http://www.tx.gov.cn/") is None
    assert read_catalogue(site, "http://www.tx.gov.cn/none") is None
