"""Lists that go on for ever, and real ones that only look alike from page to page."""

from __future__ import annotations

import pytest

from crawler.reading.links import read_links
from crawler.spiders.endless_lists import EndlessLists

HOST = "http://www.x.gov.cn"
NAV = "".join(f"<a href=/n{n}/>栏目{n}</a>" for n in range(30))


def pages(rows, count, pattern="/tz/index_{}.html"):
    """Yield URL and HTML of pages that say which they are and lead on."""
    for number in range(2, count + 2):
        on = "".join(
            f"<a href={pattern.format(n)}>{n}</a>" for n in range(max(1, number - 5), number + 6)
        )
        html = (
            f"<html><title>通知公告第{number}页</title>{NAV}<script>var page={number * 7};</script>"
            f"<ul>{rows(number)}</ul>第{number}页 {on}<a href={pattern.format(number + 1)}>下一页</a>"
        )
        yield HOST + pattern.format(number), html


def read_on(lists, found):
    """Return how many pages were read until the list was said to go on no more."""
    read = 0
    for url, html in found:
        read += 1
        if not lists.goes_on(url, read_links(html, url), html.encode()):
            return read
    return read


PATTERNS = [
    "/tz/index_{}.html",
    "/list.jsp?id=3&page={}",
    "/tz/page/{}/",
    "/data?pageNo={}&size=15",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_empty_pages_on_and_on(pattern):
    assert read_on(EndlessLists(), pages(lambda _: "暂无内容", 500, pattern)) <= 12


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_last_page_again_and_again(pattern):
    rows = "".join(f"<li><a href=/art_{n}.html>通知</a></li>" for n in range(15))
    assert read_on(EndlessLists(), pages(lambda _: rows, 500, pattern)) <= 12


def test_a_list_that_becomes_empty():
    found = pages(lambda n: f"<a href=/art_{n}.html>通知</a>" if n < 100 else "", 500)
    assert 100 <= read_on(EndlessLists(), found) <= 106


REAL = {
    "other articles": lambda n: "".join(
        f"<li><a href=/art_{n * 15 + k}.html>关于做好有关工作的通知</a></li>" for k in range(15)
    ),
    "one other article": lambda n: f"<li><a href=/art_1_{n}.html>通知</a></li>",
    "titles that differ in their numbers": lambda n: (
        f"<li><a href=/gb/{2000 + n}.html>政府公报（2021年第{n}期）</a></li>"
    ),
    "rows without links": lambda n: f"<li>某某{chr(0x4E00 + n)} 公示</li>",
    "rows of numbers without links": lambda n: f"<li>鲁C·{10000 + n * 37}</li>",
    "a row at the end of a long text": lambda n: f"{'政务公开。' * 3000}<li>{chr(0x4E00 + n)}</li>",
}


@pytest.mark.parametrize("rows", REAL)
def test_real_lists_of_nine_hundred_pages(rows):
    assert read_on(EndlessLists(), pages(REAL[rows], 900)) == 900


@pytest.mark.parametrize("pattern", PATTERNS)
def test_real_lists_however_they_are_called(pattern):
    assert read_on(EndlessLists(), pages(REAL["one other article"], 90, pattern)) == 90


def test_a_few_pages_alike_within_a_real_list():
    found = pages(lambda n: "" if 40 < n < 43 else f"<a href=/art_{n}.html>通知</a>", 200)
    assert read_on(EndlessLists(), found) == 200


def test_lists_do_not_mix():
    lists = EndlessLists()
    for column in "abcdefgh":
        for url, html in pages(lambda _: "暂无内容", 2, f"/{column}/index_{{}}.html"):
            assert lists.goes_on(url, read_links(html, url), html.encode())


@pytest.mark.parametrize(
    ("url", "target", "further"),
    [
        ("/tz/index_9.html", "/tz/index_10.html", True),
        ("/tz/index_9.html", "/tz/index_8.html", False),
        ("/tz/index_9.html", "/gk/index_10.html", False),
        ("/l?id=3&page=9", "/l?id=3&page=10", True),
        ("/l?id=3&page=9", "/l?id=4&page=10", False),
        ("/data?start=31&end=45", "/data?start=46&end=60", True),
        ("/tz/index_9.html", "/art/2021/5/3/art_12_345.html", False),
    ],
)
def test_what_lies_beyond(url, target, further):
    assert EndlessLists().leads_further(HOST + url, HOST + target) is further


@pytest.mark.parametrize(
    "body", [b"<script" * 30_000, b"<!--" * 50_000, b"9" * 200_000, b"<" * 200_000]
)
def test_bodies_made_to_be_slow(body):
    lists = EndlessLists()
    page = read_links("", HOST)
    for number in range(3):
        lists.goes_on(f"{HOST}/tz/index_{number}.html", page, body)


def test_more_lists_than_are_remembered_are_read_on(monkeypatch):
    monkeypatch.setattr("crawler.spiders.endless_lists._MOST_LISTS", 0)
    assert read_on(EndlessLists(), pages(lambda _: "暂无内容", 50)) == 50
