from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.charset import decode
from crawler.reading.scripted import Need, may_hold_rows, scripted

EXAMPLES = Path(__file__).parent / "shapes" / "examples"
COLUMN = "http://www.x.gov.cn/zwgk/ghjh/"
ARTICLE = "http://www.x.gov.cn/zwgk/ghjh/t20210515_123.html"
CHROME = "<div class=header>" + "".join(f"<a href=/c{n}/>栏目{n}</a>" for n in range(40)) + "</div>"
FOOT = "<div class=footer>某县人民政府主办 网站标识码：3700000001 备案号</div>"
ROWS = "<ul><li><a href=1.html>某县能源规划</a><span>2021-05-15</span></li></ul>"
AJAX = "<script>$.ajax({url:'/api/list',success:draw})</script>"


def need(html: str, url: str = COLUMN, *, home: bool = False) -> Need | None:
    found = scripted(html, url, home=home)
    return found.need if found else None


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<div id=app></div><script src=/js/app.js></script>", Need.SHELL),
        ("<div id=root></div><script src=/static/main.chunk.js></script>", Need.SHELL),
        (f"{CHROME}<ul id=list></ul>{FOOT}{AJAX}", Need.ROWS),
        (f"{CHROME}<div class=news-list></div><script src=/js/zwgk.js></script>", Need.ROWS),
        (f"{CHROME}<ul><li v-for='r in rows'>{{{{r.title}}}}</li></ul>{AJAX}", Need.TEMPLATE),
        (
            f"{CHROME}<div class=con></div>{FOOT}<script>document.write('<iframe src='+u+'>')</script>",
            Need.FRAME,
        ),
        (f"{CHROME}<div class=con></div>{FOOT}{AJAX}", Need.DATA),
        (
            "".join(f"<a href='javascript:go({n})'>栏目{n}</a>" for n in range(12))
            + FOOT * 20
            + "<script src=/js/common.js></script>",
            Need.LINKS,
        ),
    ],
)
def test_columns_that_a_browser_has_to_draw(html: str, wanted: Need) -> None:
    assert need(html) is wanted


@pytest.mark.parametrize(
    "html",
    [
        f"{CHROME}{ROWS}{FOOT}{AJAX}",
        f"{CHROME}<p>暂无内容</p>{FOOT}",
        f"{CHROME}<ul id=list></ul>{FOOT}",
        "<div id=app></div>",
        f"{CHROME}<div class=con>{'领导简介与分工。' * 100}</div>{AJAX}",
    ],
)
def test_columns_whose_source_shows_what_there_is(html: str) -> None:
    assert need(html) is None


def test_a_home_page_without_a_link_is_drawn_whatever_its_scripts_are() -> None:
    html = "<title>某县</title><body><script>boot()</script>"
    assert need(html, "http://www.x.gov.cn/", home=True) is Need.SHELL
    assert need(html) is None


def test_a_page_of_frames_that_a_script_fills_is_drawn() -> None:
    assert need("<script>go()</script><frameset><frame src=a.html></frameset>") is Need.SHELL


def test_a_column_that_shows_dates_shows_its_rows() -> None:
    rows = "<p>某县能源规划 2021-05-15</p>"
    assert need(f"{CHROME}<div class=con>{rows}</div>{FOOT}{AJAX}") is None


def test_an_article_is_left_alone_unless_nothing_of_it_shows() -> None:
    metas = "<meta name=ArticleTitle content=a><meta name=PubDate content=2021-05-15>"
    related = f"<div class=relate-list></div>{AJAX}"
    assert need(f"{metas}{'正文' * 200}{related}", ARTICLE) is None
    assert need(f"{metas}<div id=app></div>{related}", ARTICLE) is Need.SHELL


def test_a_list_that_an_adapter_reads_needs_no_browser() -> None:
    for name in ("jpage-list.html", "jpaas-list.html", "gkmlpt-shell.html"):
        html = decode((EXAMPLES / name).read_bytes()).text
        assert need(html, "http://www.x.gov.cn/gkmlpt/index") is None, name


def test_who_is_sure_goes_first() -> None:
    sure = scripted("<div id=app></div><script src=/a.js></script>", COLUMN)
    unsure = scripted(f"{CHROME}<div class=con></div>{FOOT}{AJAX}", COLUMN)
    assert sure is not None
    assert unsure is not None
    assert (sure.sure, unsure.sure) == (True, False)


@pytest.mark.parametrize(
    ("url", "may"),
    [
        (COLUMN, True),
        ("http://www.x.gov.cn/zwgk/index.html", True),
        ("http://www.x.gov.cn/zwgk/index_2.html", True),
        ("http://www.x.gov.cn/zwgk/list.jsp?id=1", True),
        (ARTICLE, False),
        ("http://www.x.gov.cn/a.pdf", False),
    ],
)
def test_which_urls_may_be_columns(url: str, *, may: bool) -> None:
    assert may_hold_rows(url) is may


PIECES = (
    *("<script>", "</script>", "<a href=x>", "{{", "}}", "<ul id=list>", "</ul>", "<body>"),
    *("<frameset>", "<template>", "$.ajax", "2021-01-01", "<!--", "文"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_text_is_too_odd(html: str) -> None:
    scripted(html, COLUMN, home=True)


REAL = Path(__file__).parents[4] / "shared" / "realdata" / "gov-pages"


@pytest.mark.skipif(not REAL.is_dir(), reason="the saved real pages are not here")
def test_real_pages_that_show_their_content_are_not_drawn() -> None:
    for name in ("pingtan-list-trs.html", "pingtan-article-trs.html"):
        assert need(decode((REAL / name).read_bytes()).text) is None, name
