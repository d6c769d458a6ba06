"""Portals that would keep a crawler for ever, through the real crawler: it ends, and says what it left out."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from crawler.fetching.routes import Address, ConnectTo
from crawler.job import FINISHED
from crawler.run import crawl
from crawler.snapshot import DiskSnapshot, Outcome, Trap
from tests.crawler.conftest import moment
from tests.crawler.loopback import http, page

HOME = "http://www.x.gov.cn/"


def answer(request: Request) -> Response:  # noqa: C901 - one trap after another
    """A portal made of traps, and of a real list of 120 pages."""
    path = request.path
    query = {name: values[0] for name, values in parse_qs(request.query_string.decode()).items()}
    links = ["/"]
    if path == "/":
        links += [
            "/rc?date=2026-09",
            "/s.jsp;jsessionid=A0?id=1",
            "/a/b/",
            "/so?q=gk",
            "/tz/index_2.html",
        ]
        links += ["/f?t=1&d=1&y=1", "/empty?page=2", "/zwgk/"]
    elif path == "/rc":
        year, month = map(int, query["date"].split("-"))
        month = (year * 12 + month - 1) + 1
        links += [f"/rc?date={month // 12}-{month % 12 + 1:02}"]
    elif path.startswith("/s.jsp"):
        number = int(query["id"])
        session = f"A{number}X{len(path) % 7}"
        links += [f"/s.jsp;jsessionid={session}{n}?id={n}" for n in range(1, 6)]
    elif path.startswith("/a/b/"):
        links += [f"{path}a/b/"]
    elif path == "/so":
        links += [f"/so?q=gk&page={int(query.get('page', 1)) + 1}", f"/so?q={query['q']}x"]
    elif path == "/f":
        t, d, y = (int(query[name]) for name in "tdy")
        links += [
            f"/f?t={t % 9 + 1}&d={d}&y={y}",
            f"/f?t={t}&d={d % 9 + 1}&y={y}",
            f"/f?t={t}&d={d}&y={y % 9 + 1}",
        ]
        links += [f"/f?y={y}&d={d}&t={t}", f"/f?t={t}&d={d}&y={y}&orderby=title{t}&order=asc"]
    elif path == "/empty":
        links += [f"/empty?page={int(query['page']) + 1}"]
    elif match := re.fullmatch(r"/tz/index_(\d+)\.html", path):
        number = int(match[1])
        links += [f"/art/2026/1/1/art_1_{number + 1000}.html"]
        if number < 120:
            links += [f"/tz/index_{number + 1}.html"]
    elif not path.startswith(("/art/", "/zwgk/")):
        return Response("nothing", status=404, content_type="text/html")
    rows = "".join(
        f"<li><a href='{href.replace('&', '&amp;')}'>{'下一页' if 'index_' in href else '链接'}</a></li>"
        for href in links
    )
    return Response(
        f"<title>页</title><ul>{rows}</ul>" + "政务公开。" * 60,
        content_type="text/html; charset=utf-8",
    )


@pytest.fixture
def trapped(httpserver: HTTPServer, crawled):
    httpserver.expect_request(re.compile(".*")).respond_with_handler(answer)
    everything = ConnectTo(None, None, Address("127.0.0.1", httpserver.port))
    return crawled(connect_to=(everything,), max_pages=None, concurrency=4)


def test_a_portal_made_of_traps_is_crawled_to_an_end(trapped):
    summary, snapshot = trapped
    assert summary.finish == FINISHED
    fetches = list(snapshot.fetches())
    asked = [f for f in fetches if f.status]
    left = Counter(f.trap for f in fetches if f.outcome is Outcome.TRAP)
    assert set(left) == set(Trap)
    assert len(asked) < 1200
    # Nothing real is lost.
    lists = [f.url for f in asked if "/tz/index_" in f.url]
    articles = [f.url for f in asked if "/art/" in f.url]
    assert (len(lists), len(articles)) == (119, 119)
    assert snapshot.fetch(HOME + "zwgk/").outcome is Outcome.OK
    of_session = Counter(urlsplit(f.url).query for f in asked if "/s.jsp" in f.url)
    assert set(of_session.values()) == {1}
    twins = [f for f in fetches if f.trap is Trap.SESSION]
    assert all(snapshot.resolve(f.url).last.outcome is Outcome.OK for f in twins)
    # What stands on the page is what is recorded.
    links = [link.target for link in snapshot.links(HOME)]
    assert HOME + "s.jsp;jsessionid=A0?id=1" in links


def test_a_server_that_adds_a_session_to_every_address(server, crawled):
    def to(location):
        return http("", "302 Found", headers={"Location": location})

    server.at("/", to("/;jsessionid=A1"))
    server.at("/;jsessionid=A1", page("/b;jsessionid=A1", "/c;jsessionid=A1"))
    server.at("/b;jsessionid=A1", page("/c;jsessionid=B2", "/;jsessionid=A1"))
    server.at("/c;jsessionid=A1", page("/b;jsessionid=C3", "/"))
    summary, snapshot = crawled()
    assert summary.home_outcome is Outcome.OK
    last = {path: snapshot.resolve(HOME + path).last.url for path in ("", "b;jsessionid=C3")}
    assert last == {"": HOME + ";jsessionid=A1", "b;jsessionid=C3": HOME + "b;jsessionid=A1"}
    assert sorted(server.targets())[-3:] == [
        "/;jsessionid=A1",
        "/b;jsessionid=A1",
        "/c;jsessionid=A1",
    ]


def test_the_same_traps_after_a_resume(trapped, httpserver, plan, tmp_path):
    before = {f.url: f.outcome for f in trapped[1].fetches()}
    everything = ConnectTo(None, None, Address("127.0.0.1", httpserver.port))
    settings = plan(connect_to=(everything,), max_pages=None)
    crawl(settings, tmp_path / "snapshot", moment, "test", resume=True)
    snapshot = DiskSnapshot(tmp_path / "snapshot")
    assert {f.url: f.outcome for f in snapshot.fetches()} == before
    snapshot.close()
