"""With a budget far smaller than the portal the crawl sees what an inspector looks at first."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from crawler.job import BUDGET, FINISHED
from crawler.snapshot import Outcome, Role
from tests.crawler.conftest import BRIEFLY
from tests.crawler.loopback import http, page

HOME = "http://www.x.gov.cn/"
COLUMNS, LISTS, ROWS = 14, 25, 14  # 14 columns x (25 pages of lists + 350 articles)
TOWNS = 3


def anchors(links):
    return "".join(f'<li><a href="{href}">{text}</a></li>' for href, text in links)


def html(title, *links):
    text = "政务公开是法治政府建设的一项重要制度。" * 15
    return http(f"<title>{title}</title><ul>{anchors(links)}</ul><p>{text}</p>")


def article(column, number):
    # Nine in ten are old.
    year = 2021 if number % 10 == 0 else 2012 + number % 7
    return f"/art/{year}/{number % 12 + 1}/{number % 28 + 1}/art_{column}_{number + 1000}.html"


@pytest.fixture
def portal(server):
    """A portal of some five thousand pages; returns how many."""
    columns = [(f"/col/c{n}/", f"栏目{n}") for n in range(COLUMNS)]
    towns = [(f"http://zhen{n}.x.gov.cn/", f"{n}镇") for n in range(TOWNS)]
    news = [(article(0, n), f"某县召开第{n}次全体会议部署重点工作") for n in range(20)]
    paths = {"/": html("某县人民政府", *news, *columns, *towns)}
    for column in range(COLUMNS):
        for number in range(LISTS):
            rows = [
                (article(column, k), f"关于做好第{k}项有关工作的通知")
                for k in range(number * ROWS, (number + 1) * ROWS)
            ]
            if (column, number) == (9, 4):
                rows.append(("/art/2014/3/1/art_9_999.html", "某县2013年政府信息公开工作年度报告"))
            turning = [(f"/col/c{column}/index_{n}.html", str(n)) for n in range(2, LISTS + 1)]
            turning += [(f"/col/c{column}/index_{LISTS}.html", "下一页")]
            name = f"index_{number + 1}.html" if number else ""
            paths[f"/col/c{column}/{name}"] = html(f"栏目{column}", *columns, *rows, *turning)
            paths |= {href: html("通知", *columns, *news) for href, _ in rows}
    for path, answer in paths.items():
        server.at(path, answer, host="www.x.gov.cn")
    for n in range(TOWNS):
        server.at(
            "/",
            html("镇", *((f"/{k}.html", f"{n}镇动态第{k}条具体情况说明") for k in range(100))),
            host=f"zhen{n}.x.gov.cn",
        )
    return len(paths) + TOWNS * 101


def test_columns_lists_and_some_articles_of_each(portal, crawled):
    assert portal > 5000
    summary, snapshot = crawled(max_pages=300)
    assert summary.finish == BUDGET
    asked = [
        f.url for f in snapshot.fetches() if f.role is Role.PAGE and f.outcome is not Outcome.BUDGET
    ]
    assert len(asked) == 300
    for column in range(COLUMNS):
        own = [url for url in asked if f"/col/c{column}/" in url]
        assert len(own) >= 5, "its first pages"
        assert sum(f"/art_{column}_" in url for url in asked) >= 5
    articles = Counter(url.rpartition("/")[2].split("_")[1] for url in asked if "/art_" in url)
    assert max(articles.values()) <= 60, "not three hundred articles of one list"
    assert HOME + "art/2014/3/1/art_9_999.html" in asked, "what work points ask for"
    assert sum("zhen" in url for url in asked) >= TOWNS
    known = [f for f in snapshot.fetches() if f.role is Role.PAGE]
    assert sum(f.outcome is Outcome.BUDGET for f in known) == len(known) - 300


def asked_for(snapshot):
    return {fetch.url for fetch in snapshot.fetches() if fetch.status}


@pytest.mark.usefixtures("portal")
def test_a_portal_on_one_host_is_crawled_alike(server, crawled):
    columns = [(f"/col/c{n}/", f"栏目{n}") for n in range(COLUMNS)]
    server.at("/", html("某县人民政府", *columns), host="www.x.gov.cn")
    one, other = (asked_for(crawled(name, max_pages=120)[1]) for name in "ab")
    assert len(one) > 120
    assert one == other


@pytest.mark.usefixtures("portal")
def test_of_several_hosts_the_best_pages_are_seen_whichever_host_is_slow(server, crawled):
    """The rest of the budget goes to those who answer: no host waits for another one's articles."""

    async def after_the_others(_, writer):
        await asyncio.to_thread(
            server.wait_until, lambda: len(server.targets("www.x.gov.cn")) >= 60
        )
        writer.write(html("镇"))

    server.at("/", after_the_others, host="zhen1.x.gov.cn")
    manners = replace(BRIEFLY, silence=0.05)  # all of them are one machine
    seen = asked_for(crawled(max_pages=120, timeout=300.0, back_off=manners)[1])
    assert {f"{HOME}col/c{c}/" for c in range(COLUMNS)} < seen
    assert {f"{HOME}col/c{c}/index_{n}.html" for c in range(COLUMNS) for n in range(2, 6)} < seen
    assert {f"http://zhen{n}.x.gov.cn/" for n in range(TOWNS)} < seen


def test_enough_budget_sees_everything(server, crawled):
    server.at("/", page("/a/", "/b.html", "/c.pdf", "http://other.cn/"))
    server.at("/a/", page("/art/2012/1/1/art_1_200.html"))
    summary, snapshot = crawled(max_pages=4, max_attachments=1, max_external=1)
    assert summary.finish == FINISHED
    assert Outcome.BUDGET not in {f.outcome for f in snapshot.fetches()}


def test_links_that_are_only_verified_come_after_the_pages(server, crawled):
    names = [f"/{name}/" for name in "abcdefgh"]
    server.at("/", page("/1.pdf", *names, "/2.pdf"))
    for name in names:
        server.at(name, page("/3.pdf"))
    summary, snapshot = crawled(max_attachments=2, concurrency=1)
    order = server.targets()
    assert order[1:9] == names
    assert set(order) & {"/1.pdf", "/2.pdf", "/3.pdf"} == {"/1.pdf", "/2.pdf"}
    assert (summary.finish, snapshot.fetch(HOME + "3.pdf").outcome) == (BUDGET, Outcome.BUDGET)
