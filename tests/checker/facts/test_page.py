from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts.dates import DateKind, Rank
from checker.facts.page import PageFacts, read_page
from crawler.reading.charset import decode

URL = "http://www.tx.gov.cn/ghjh/"


def read(html: str, url: str = URL) -> PageFacts:
    return read_page(html, url)


def test_a_list_without_its_template() -> None:
    page = read(
        """<title>规划计划_某县人民政府</title><div class="header"><ul>
        <li><a href="/">首页</a></li><li><a href="/zwgk/zhengfuxinxigongkaizhinan.html">政府信息公开指南</a></li>
        </ul></div><div class="location">当前位置：<a href="/">首页</a> &gt; <a href="/ghjh/">规划计划</a></div>
        <ul class="list">
        <li><a href="1.html" title="某县十四五规划纲要全文">某县十四五规…</a><span>2021-05-15</span></li>
        <li><span>[2021/6/1]</span><a href="/ghjh/2.html">某县能源规划</a></li>
        <li>【置顶】<a href="3.html">某县交通规划</a> 2020年1月2日</li>
        <li><a href="1.html" title="某县十四五规划纲要全文">某县十四五规…</a><span>2021-05-15</span></li></ul>
        <div class="pagination"><a href="index_1.html">下一页</a><a href="index_1.html">2</a></div>
        <div class="footer"><a href="/sm.html">关于我们和网站声明</a><a href="http://beian.miit.gov.cn">某ICP备1号</a></div>"""
    )
    assert [(entry.title, entry.date) for entry in page.entries] == [
        ("某县十四五规划纲要全文", date(2021, 5, 15)),
        ("某县能源规划", date(2021, 6, 1)),
        ("某县交通规划", date(2020, 1, 2)),
    ]
    assert [entry.pinned for entry in page.entries] == [False, False, True]
    assert page.entries[1].url == "http://www.tx.gov.cn/ghjh/2.html"
    assert page.breadcrumb == ("首页", "规划计划")
    assert page.trail_targets == ("http://www.tx.gov.cn/", URL)
    assert page.column_name == "规划计划"


@pytest.mark.parametrize(
    ("base", "under"),
    [
        ("http://www.tx.gov.cn/zwgk/", "http://www.tx.gov.cn/zwgk/"),
        ("/zwgk/", "http://www.tx.gov.cn/zwgk/"),
        ("", URL),
        ("javascript:;", URL),
    ],
)
def test_links_are_read_from_the_base_that_a_page_names(base: str, under: str) -> None:
    rows = "".join(
        f"<li><a href={n}.html>某县第{n}号能源规划</a><span>2021-05-1{n}</span></li>"
        for n in (1, 2)
    )
    page = read(f"<base href='{base}'><title>规划计划</title><ul>{rows}</ul>")
    assert [entry.url for entry in page.entries] == [f"{under}1.html", f"{under}2.html"]


@pytest.mark.parametrize(
    ("lines", "dated"),
    [
        (("2024-03-01", "来源：甲局 浏览次数：5"), True),
        (("来源：甲局 浏览次数：5", "2024-03-01"), True),
        (("来源：甲局 浏览次数：5 2024-03-01",), True),
        (("来源：甲局 浏览次数：5 2024-03-01 " + "县政府召开会议" * 30,), False),
        (("来源：甲局 浏览次数：5", "县政府召开会议", "2024-03-01"), False),
        (("2024-03-01", "县政府召开会议", "来源：甲局 浏览次数：5"), False),
    ],
)
def test_a_day_without_a_label_is_told_by_the_line_beside_it(
    lines: tuple[str, ...], *, dated: bool
) -> None:
    page = read("<title>某县人民政府</title>" + "".join(f"<div>{line}</div>" for line in lines))
    assert [one.value for one in page.dates] == [date(2024, 3, 1)] * dated


@pytest.mark.parametrize(
    ("mark", "pinned"),
    [
        ("<img alt=置顶 src=1.gif>", True),
        ("<img title=置顶 src=1.gif>", True),
        ("<em>顶</em>", True),
        ("<em>TOP</em>", True),
        ("<i class=icon-top></i>", True),
        ("[置顶]", True),
        ("<img alt=新 src=1.gif>", False),
        ("<em title=置顶说明>新</em>", False),
        ("", False),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "<li>{}<a href={}.html>{}</a> 2021-05-1{}</li>",
        "{}<a href={}.html>{}<em>2021-05-1{}</em></a>",
    ],
)
def test_a_row_is_pinned_by_its_mark(form: str, mark: str, *, pinned: bool) -> None:
    rows = [form.format(mark if n == 2 else "", n, f"某县第{n}号能源规划", n) for n in (1, 2, 3)]
    page = read(f"<title>规划计划</title><div>{''.join(rows)}</div>")
    assert [entry.pinned for entry in page.entries] == [False, pinned, False]


def test_rows_of_tables_and_definition_lists() -> None:
    table = read(
        """<table><tr><th>标题</th><th>日期</th></tr>
        <tr><td><a href="1.html">第一号文件全文</a></td><td>2021-05-15</td></tr>
        <tr><td><a href="2.html">第二号文件全文</a> <a href="2.pdf">下载</a></td><td>2021-05-16</td></tr></table>"""
    )
    assert [(e.title, e.stamp) for e in table.entries] == [
        ("第一号文件全文", "2021-05-15"),
        ("第二号文件全文", "2021-05-16"),
    ]
    listed = read(
        "<dl><dt><a href=1.html>第一号</a></dt><dd>2021-05-15</dd>"
        "<dt><a href=2.html>第二号</a></dt><dd>2021-05-16</dd></dl>"
    )
    assert [(e.title, e.stamp) for e in listed.entries] == [
        ("第一号", "2021-05-15"),
        ("第二号", "2021-05-16"),
    ]


@pytest.mark.parametrize(
    ("heads", "days", "listed"),
    [
        (("成文日期", "发布日期"), ("2021-05-10", "2021-05-15"), date(2021, 5, 15)),
        (("发布日期", "成文日期"), ("2021-05-15", "2021-05-10"), date(2021, 5, 15)),
        (("成文日期", "更新日期"), ("2021-05-10", "2021-05-20"), date(2021, 5, 20)),
        (("有效期至", "发布日期"), ("2026-05-15", "2021-05-15"), date(2021, 5, 15)),
    ],
)
def test_of_several_days_of_a_row_the_head_of_the_column_tells_when_it_was_published(
    heads: tuple[str, str], days: tuple[str, str], listed: date
) -> None:
    head = "".join(f"<th>{one}</th>" for one in ("标题", *heads))
    cells = "".join(f"<td>{day}</td>" for day in days)
    rows = "".join(f"<tr><td><a href={n}.html>第{n}号文件全文</a></td>{cells}</tr>" for n in (1, 2))
    page = read(f"<table><tr>{head}</tr>{rows}</table>")
    assert [entry.date for entry in page.entries] == [listed, listed]


def test_of_several_days_of_a_row_their_labels_tell_when_it_was_published() -> None:
    rows = "".join(
        f"<li><a href={n}.html>第{n}号文件全文</a><span>成文日期：2021-05-10</span>"
        "<span>发布日期：2021-05-15</span></li>"
        for n in (1, 2)
    )
    assert [entry.date for entry in read(f"<ul>{rows}</ul>").entries] == [date(2021, 5, 15)] * 2


@pytest.mark.parametrize(
    "row", ["{1} <a href={0}.html>{2}</a><br>", "<a href={0}.html>{2}</a> {1}<br>"]
)
def test_days_that_stand_before_or_behind_the_links_of_a_list(row: str) -> None:
    days = [date(2021, 5, 20 - n) for n in range(4)]
    rows = "".join(row.format(n, day, f"某县第{n}号能源规划") for n, day in enumerate(days))
    assert [entry.date for entry in read(f"<div>{rows}</div>").entries] == days


def test_rows_of_anchors_with_their_own_date() -> None:
    page = read(
        "<div><a href=1.html><span>2021-05-15</span>某县能源规划</a><a href=2.html><em>05-16</em>某县交通规划</a></div>"
    )
    assert [(e.title, e.date, e.stamp) for e in page.entries] == [
        ("某县能源规划", date(2021, 5, 15), "2021-05-15"),
        ("某县交通规划", None, "05-16"),
    ]


@pytest.mark.parametrize(
    ("tagged", "column"),
    [("某县人民政府", "规划计划"), ("专项规划", "专项规划"), ("", "规划计划")],
)
def test_a_column_is_called_as_tagged_unless_the_tag_names_the_site(
    tagged: str, column: str
) -> None:
    page = read(
        f"<meta name=SiteName content=某县人民政府><meta name=ColumnName content='{tagged}'>"
        "<title>规划计划</title><div class=position>当前位置：<a href=/>首页</a> &gt; "
        "<a href=/ghjh/>规划计划</a></div><p>说明</p>"
    )
    assert page.column_name == column


def test_a_heading_is_one_line() -> None:
    page = read("<h1>关于\n<br>修路  的通告</h1><h2>一、总则</h2><h3>细目</h3>")
    assert page.headings == ("关于 修路 的通告", "一、总则")


def test_what_a_page_tells_is_told_outside_its_template_its_links_and_its_rows() -> None:
    said = "本县今年的重点工作已经安排。"
    row = "<li><a href={0}.html>某县第{0}号能源规划，全文如下。</a><span>2021-05-1{0}</span></li>"
    rows = "".join(row.format(n) for n in range(1, 6))
    foot = f"<div class=footer><p>{said}</p><p>版权所有</p></div>"
    assert read(f"<p>{said}</p>{foot}<ul>{rows}</ul>").told == len(said)
    assert read(f"{foot}<ul>{rows}</ul>").told == 0


def test_short_names_of_columns_are_no_entries() -> None:
    page = read(
        "<div><a href=/a/>专项规划</a><a href=/b/index.html>年度计划</a><a href=/c.html>区域规划</a></div>"
    )
    assert page.entries == ()
    assert "http://www.tx.gov.cn/a/" in page.main_targets


def test_titles_without_dates_are_entries_where_the_url_is_an_article() -> None:
    page = read("<ul><li><a href=/ghjh/1.html>某县国民经济和社会发展第十四个五年规划</a></li></ul>")
    assert [entry.title for entry in page.entries] == ["某县国民经济和社会发展第十四个五年规划"]


def test_a_placeholder_says_so() -> None:
    page = read("<ul><li><a href=1.html>暂无相关内容</a><span>2021-05-15</span></li></ul>")
    assert [entry.placeholder for entry in page.entries] == [True]


@pytest.mark.parametrize(
    "html",
    [
        "<div id=app></div><script src=/js/app.js></script>",
        "<div class=list></div><script>$.ajax({url:'/api/list',success:function(d){$('.list').html(d)}})</script>",
        "<ul><li v-for='x in list'><a>{{ x.title }}</a></li></ul>",
    ],
)
def test_a_list_that_only_a_script_brings(html: str) -> None:
    assert read(html).script_only


@pytest.mark.parametrize(
    "html",
    [
        "<div class=list>暂无信息</div>",
        "<ul><li><a href=1.html>某县能源规划</a><span>2021-05-15</span></li></ul><script>$.ajax({})</script>",
        f"<p>{'规划正文' * 80}</p><script>$.ajax('/count')</script>",
    ],
)
def test_a_list_that_is_there_or_empty_is_not_script_only(html: str) -> None:
    assert not read(html).script_only


def test_a_picture_instead_of_text() -> None:
    assert read("<div><img src=1.jpg></div>").image_only
    assert not read("<p>说明</p>").image_only


def test_the_dates_of_an_article_with_their_places() -> None:
    url = "http://www.tx.gov.cn/art/2023/5/16/art_1_2.html"
    page = read(
        "<meta name=PubDate content='2023-05-15 09:30'><h1>通知</h1><p>发布时间：2023年5月15日 来源：县政府</p>",
        url,
    )
    assert [(c.value, c.rank) for c in page.dates] == [
        (date(2023, 5, 15), Rank.BODY),
        (date(2023, 5, 15), Rank.META),
        (date(2023, 5, 16), Rank.URL),
    ]


def test_what_the_list_says_of_its_own_size() -> None:
    assert read("<script>createPageHTML(56,0,'index','html')</script>").pages == 56
    assert read("<script>var p={recordCount:107,prepage:15}</script>").records == 107


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/=\"' adivultrphefscn-:；规划2023年月日"), max_size=300))
def test_any_html_may_come(html: str) -> None:
    read(html)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_may_come(body: bytes) -> None:
    read(decode(body).text)


def test_nested_boxes_are_cut_once() -> None:
    nested = "<div class=header>" * 50 + "<a href=/x.html>政府信息公开指南全文</a>" + "</div>" * 50
    assert read(f"{nested}<nav><nav><div class=nav>x</div></nav></nav><p>正文</p>").entries == ()


def saved(path: Path, url: str = URL) -> PageFacts:
    return read(decode(path.read_bytes()).text, url)


def test_a_real_trs_list(realdata: Path) -> None:
    page = saved(
        realdata / "gov-pages" / "pingtan-list-trs.html",
        "https://www.pingtan.gov.cn/zwgk/ghxx/gzjzqk/",
    )
    assert len(page.entries) == 75
    assert all(entry.date for entry in page.entries)
    assert page.records == 107
    assert page.breadcrumb[-2:] == ("规划信息", "工作进展情况")


def test_a_real_trs_article(realdata: Path) -> None:
    page = saved(
        realdata / "gov-pages" / "pingtan-article-trs.html",
        "https://www.pingtan.gov.cn/zwgk/ghxx/gzjzqk/202503/t20250321_97999.htm",
    )
    assert [(c.value, c.rank) for c in page.dates] == [
        (date(2025, 3, 21), Rank.BODY),
        (date(2025, 3, 21), Rank.META),
        (date(2025, 3, 21), Rank.URL),
        (date(2025, 3, 17), Rank.OTHER),  # under the document
    ]
    assert page.dates[-1].kind is DateKind.WRITTEN
    assert [link.target.rpartition(".")[2] for link in page.attachments] == ["XLS"]


def test_a_real_jpage_data_store(realdata: Path) -> None:
    page = saved(realdata / "gov-pages" / "jpage-datastore-kjt-shandong.html")
    assert [entry.date for entry in page.entries] == [date(2026, 9, 4), date(2026, 8, 21)]
    assert not page.script_only


def test_a_real_gb2312_list_of_filler_rows(realdata: Path) -> None:
    page = saved(realdata / "gov-pages" / "zcom-gb2312" / "list.html")
    assert [entry.date for entry in page.entries] == [date(2009, 3, 3)]  # ten times the same row
    assert page.breadcrumb == ("首页", "机构职能")


def test_no_saved_page_raises(realdata: Path) -> None:
    read_any = 0
    for path in sorted(p for p in realdata.rglob("*") if p.is_file() and p.suffix != ".dat"):
        if path.stat().st_size < 500_000:
            saved(path)
            read_any += 1
    assert read_any > 100


def dated(*days: str) -> list[date | None]:
    """The days of rows that stand so in one list."""
    rows = (
        f"<li><a href=/ghjh/{n}.html>某县第{n}号规划全文公布</a><span>{day}</span></li>"
        for n, day in enumerate(days)
    )
    return [entry.date for entry in read(f"<ul>{''.join(rows)}</ul>").entries]


def test_a_year_left_out_is_that_of_the_rows_around_where_there_can_be_no_other() -> None:
    assert dated("2026-03-01", "02-20", "2026-02-01")[1] == date(2026, 2, 20)
    assert dated("2026-03-01", "04-20", "2026-02-01")[1] is None  # out of order
    assert dated("2026-03-01", "02-20", "2025-12-01")[1] is None  # either year
    assert dated("2024-03-01", "02-29", "2024-02-01")[1] == date(2024, 2, 29)
    assert (
        dated("2026-03-01", "02-29", "2026-02-01")[1] is None
    )  # no such day: the page is read all the same


@pytest.mark.parametrize(
    ("trail", "steps"),
    [
        ("<div>当前位置：<a href=/>首页</a> &gt; <a href=/gk/>政务公开</a></div>", ("首页", "政务公开")),
        ("<div class=breadcrumb><a href=/>首页</a><i></i><a href=/gk/>政务公开</a></div>", ("首页", "政务公开")),
        ("<div><a href=/>首页</a> &gt; <a href=/gk/>政务公开</a></div>", ("首页", "政务公开")),
        # A box that goes on with other things, or is none.
        ("<div>当前位置：<a href=/>首页</a> &gt; 政务公开<p>欢迎访问本站</p></div>", ("首页", "政务公开")),
        ("<div>当前位置：首页 &gt; " + "很长的栏目名称" * 6 + " &gt; 其他</div>", ("首页", ("很长的栏目名称" * 6)[:30])),
        ("<div class=breadcrumb>政务公开</div>", ()),
        ("<div class=breadcrumb><b>政务公开</b><b>机构职能</b></div>", ()),
        ("<p>" + "本县位置优越，交通便利。" * 40 + "当前位置：</p>", ()),
        ("<div><a href=/>首页</a> &gt;</div>" * 12, ("首页",)),
    ],
)  # fmt: skip
def test_the_trail_of_a_page(trail: str, steps: tuple[str, ...]) -> None:
    assert read(f"<title>某县</title>{trail}<h1>机构职能</h1><p>正文</p>").breadcrumb == steps


def test_the_head_of_a_table_says_which_of_two_days_is_that_of_publication() -> None:
    table = (
        "<table><tr><th>标题</th><th>成文日期</th><th>发布日期</th></tr>"
        "<tr><td><a href=1.html>关于印发某县能源规划的通知</a></td><td>2026-01-05</td><td>2026-02-06</td></tr>"
        "<tr><td><a href=2.html>关于印发某县交通规划的通知</a></td><td>2026-01-06</td><td>2026-02-07</td></tr></table>"
    )
    assert [entry.date for entry in read(table).entries] == [date(2026, 2, 6), date(2026, 2, 7)]
    uneven = table.replace("<th>标题</th>", "<th>序号</th><th>标题</th>")
    assert [entry.date for entry in read(uneven).entries] == [date(2026, 1, 5), date(2026, 1, 6)]


def test_rows_open_what_their_attributes_or_scripts_name() -> None:
    page = read(
        "<ul><li><a href='javascript:;' data-href=/ghjh/1.html>某县能源规划全文</a><span>2026-01-05</span></li>"
        "<li><a href=# onclick=\"window.open('/ghjh/2.html')\">某县交通规划全文</a><span>2026-01-06</span></li>"
        "<li><a href=# onclick=go(3)>某县水利规划全文</a><span>2026-01-07</span></li></ul>"
    )
    assert [entry.url and entry.url.rpartition("/")[2] for entry in page.entries] == [
        "1.html",
        "2.html",
        None,
    ]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<p>发布日期：2026-05-20</p>", date(2026, 5, 20)),
        ("<p>今天是2026-05-20</p>", None),
        ("<p>2026年5月20日 星期三</p>", None),
        (f"<p>{'本县位于华东，交通便利，物产丰富，' * 12}2026-05-20</p>", None),
        ("<p>2026-05-20 来源：县政府办公室 浏览次数：15</p>", date(2026, 5, 20)),
    ],
)  # fmt: skip
def test_which_line_says_when_an_article_was_published(line: str, day: date | None) -> None:
    page = read(
        f"<title>某县能源规划</title><h1>某县人民政府关于印发能源规划的通知</h1>{line}"
        f"<div id=zoom><p>{'各乡镇人民政府，县政府各部门：现将规划印发给你们。' * 5}</p></div>",
        "http://www.tx.gov.cn/ghjh/a.html",
    )
    days = [candidate.value for candidate in page.dates if candidate.rank is Rank.BODY]
    assert days == ([day] if day else [])


@pytest.mark.parametrize(
    ("title", "line", "number"),
    [
        ("某县人民政府关于印发能源规划的通知（桓政发〔2021〕12号）", "", "桓政发〔2021〕12号"),
        ("某县人民政府转发桓政发〔2021〕12号文件的通知", "", None),
        ("某县人民政府关于印发能源规划的通知", "<p>【发文字号】：桓政发〔2021〕12号</p>", "桓政发〔2021〕12号"),
        ("某县人民政府关于印发能源规划的通知", "<p>桓政发〔2021〕12号</p>", "桓政发〔2021〕12号"),
        ("某县人民政府关于印发能源规划的通知", "<p>根据桓政发〔2021〕12号文件要求</p>", None),
        ("某县人民政府关于印发能源规划的通知", "<p>发文字号：无</p>", None),
    ],
)  # fmt: skip
def test_a_document_s_own_number(title: str, line: str, number: str | None) -> None:
    page = read(
        f"<title>{title}</title><h1>{title}</h1><p>发布日期：2026-05-20</p>{line}"
        f"<div id=zoom><p>{'各乡镇人民政府，县政府各部门：现将规划印发给你们。' * 5}</p></div>",
        "http://www.tx.gov.cn/ghjh/a.html",
    )
    assert (page.number.value if page.number else None) == number


def test_the_marks_of_rows_that_are_kept_on_top() -> None:
    rows = (
        "<li><i>置顶</i><a href=1.html>某县能源规划全文公布</a><span>2021-01-01</span></li>"
        "<li>[顶]<a href=2.html>某县交通规划全文公布</a><span>2021-01-02</span></li>"
        "<li><a href=3.html>某县水利规划全文公布</a><span>2026-01-03</span></li>"
    )
    assert [entry.pinned for entry in read(f"<ul>{rows}</ul>").entries] == [True, True, False]


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("<a href=/down?id=3&name=%E8%A1%A8.xlsx>附件</a>", "xlsx"),
        ("<a href=/download?fileid=3>附件1</a>", ""),
        ("<a href=/download?fileid=3>返回</a>", None),
        ("<a href=/art/3.html>某县规划.pdf</a>", None),
        ("<a href=/attach/3.html>某县规划.pdf</a>", "pdf"),
        ("<a href=/f/3 title=某县规划.doc>查看</a>", "doc"),
        ("<iframe src=/f/3.pdf></iframe>", "pdf"),
    ],
)
def test_what_kind_of_file_a_link_leads_to(link: str, kind: str | None) -> None:
    files = read(f"<h1>某县规划</h1><p>正文。</p>{link}").attachments
    assert [one.kind for one in files] == ([] if kind is None else [kind])
