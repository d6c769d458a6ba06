"""What a page's links are does not depend on what was read before it."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from crawler.reading.link import Link, LinkKind
from crawler.reading.links import ENOUGH_TEXT, read_links
from crawler.reading.memory import LinkMemory

URLS = (
    "http://www.x.gov.cn/",
    "http://www.x.gov.cn/a/1.html",
    "http://www.x.gov.cn/a/2.html?x=/y/",
    "http://www.x.gov.cn/b/1.html",
    "https://www.x.gov.cn/a/1.html",
    "http://rsj.x.gov.cn/a/1.html",
)
HREFS = (
    *("", " ", "#top", "1.html", " 1.html", "../1.html", "/1.html", "\\1.html", "//y.cn/1.html"),
    *("?page=2", " ?page=2", "http:1.html", "ht\ntp:1.html", "http://y.cn/", "HTTP://Y.CN/a"),
    *("javascript:void(0)", "mailto:a@b", "file:///C:/a.doc", "C:/a.doc", "{{url}}", "/a?词=开"),
    *("1.html#a", "http://u:p@y.cn/", "a" * 500, "/" + "a" * 3000),
)
TEXTS = ("", " ", "通知", " 通 \n 知 ", "长" * 500, "\ud800")
anchors = st.lists(
    st.tuples(st.sampled_from(HREFS), st.sampled_from(TEXTS), st.sampled_from(("", " hidden"))),
    max_size=12,
)
bases = st.sampled_from(("", "<base href=/c/>", "<base href='http://z.cn/d/e'>", "<base href=''>"))
encodings = st.sampled_from(("utf-8", "gb18030", "big5hkscs"))
pages = st.lists(st.tuples(st.sampled_from(URLS), anchors, bases, encodings), max_size=6)


def html(found, base):
    return base + "".join(
        f'<p{hidden}><a href="{href}" title=题>{text}</a></p>' for href, text, hidden in found
    )


@given(pages, st.integers(0, 30))
@example([(url, [(h, "甲", "") for h in HREFS], "", "utf-8") for url in URLS * 2], 20)
@example([(url, [(h, "甲", "") for h in HREFS], "", "gb18030") for url in URLS * 2], 1000)
def test_reading_with_a_memory_is_reading_without(read, most):
    memory = LinkMemory(most)
    for url, found, base, encoding in read:
        alone = read_links(html(found, base), url, encoding)
        together = read_links(html(found, base), url, encoding, memory, lead=False)
        assert together.links == alone.links
        # What shows that a page is nearly empty must not be left out.
        assert together.text == alone.text or len(together.text) >= ENOUGH_TEXT


def test_a_page_full_of_links_is_not_taken_for_an_empty_one():
    row = f"<li><a href=/a>{'通知' * 10}</a></li>"
    page = read_links(f"<ul>{row * 80}</ul><p>正文</p>", URLS[0], lead=False)
    assert page.text_size == 1600
    assert len(page.text) >= ENOUGH_TEXT


def test_a_navigation_bar_is_made_once():
    memory = LinkMemory()
    one = memory.anchors(URLS[1], "utf-8").links([("/a", "首页")])[0]
    other = memory.anchors(URLS[3], "utf-8").links([("/a", "首页")])[0]
    assert one is other
    assert one == Link("http://www.x.gov.cn/a", "首页")


def test_a_full_memory_forgets():
    memory = LinkMemory(10)
    one = memory.anchors(URLS[1], "utf-8").links([("/a", "首页")])[0]
    for number in range(20):
        memory.anchors(URLS[1], "utf-8").links([(f"/{number}", "页")])
    other = memory.anchors(URLS[1], "utf-8").links([("/a", "首页")])[0]
    assert one == other
    assert one is not other


def test_shown_and_hidden_are_told_apart():
    memory = LinkMemory()
    shown = memory.anchors(URLS[1], "utf-8").links([("/a", "首页")])[0]
    hidden = memory.anchors(URLS[1], "utf-8", LinkKind.HIDDEN).links([("/a", "首页")])[0]
    assert (shown and shown.kind, hidden and hidden.kind) == (LinkKind.ANCHOR, LinkKind.HIDDEN)
