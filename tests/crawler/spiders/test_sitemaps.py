"""Sitemaps: asked for last, read with limits, and no way by clicks."""

from __future__ import annotations

import gzip

import pytest

from checker.facts.clicks import ways_from
from crawler.snapshot import Outcome, Role
from crawler.spiders.sitemaps import MOST_MAPS, MOST_PAGES, Sitemaps
from tests.crawler.loopback import http, page

HOME = "http://www.x.gov.cn/"


def sitemap(*urls):
    rows = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f"<?xml version='1.0' encoding='UTF-8'?><urlset>{rows}</urlset>"


def index(*urls):
    rows = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f"<sitemapindex>{rows}</sitemapindex>"


def xml(text):
    return http(text, content_type="text/xml")


def test_pages_that_only_a_sitemap_knows(server, crawled):
    server.at("/", page("/a/", "/file.pdf"))
    server.at("/a/", page("/b/"))
    server.at("/b/", page())
    server.at(
        "/robots.txt", http("User-agent: *\nSitemap: /maps/all.xml\n", content_type="text/plain")
    )
    server.at(
        "/sitemap.xml",
        xml(sitemap(f"{HOME}a/", f"{HOME}b/", f"{HOME}hidden/", "http://other.cn/x")),
    )
    packed = gzip.compress(sitemap(f"{HOME}packed/", f"{HOME}2.pdf").encode())
    server.at("/maps/all.xml", xml(index("/maps/1.xml.gz", "http://other.cn/s.xml")))
    server.at("/maps/1.xml.gz", http(packed, content_type="application/x-gzip"))
    server.at("/hidden/", page("/deeper/"))
    server.at("/packed/", page())
    server.at("/deeper/", page())
    summary, snapshot = crawled(sitemaps=True, concurrency=1)
    found = {f.url.removeprefix(HOME): (f.role, f.depth) for f in snapshot.fetches()}
    assert found["hidden/"] == found["packed/"] == found["deeper/"] == (Role.PAGE, None)
    assert (found["a/"], found["b/"]) == ((Role.PAGE, 1), (Role.PAGE, 2))
    assert found["2.pdf"] == (Role.ATTACHMENT, None)
    assert found["sitemap.xml"] == found["maps/1.xml.gz"] == (Role.SITEMAP, None)
    assert "http://other.cn/x" not in found
    assert snapshot.links(HOME + "sitemap.xml") == ()
    assert snapshot.referrers(HOME + "hidden/") == ()
    # What clicks lead to is asked for before.
    order = server.targets()
    assert order.index("/b/") < order.index("/sitemap.xml") < order.index("/hidden/")
    # Nobody can click there.
    ways = ways_from(snapshot, HOME)
    assert HOME + "a/" in ways
    assert not {HOME + "hidden/", HOME + "deeper/", HOME + "sitemap.xml"} & set(ways)
    assert summary.finish == "finished"


def test_without_the_setting_nothing_is_asked_for(server, crawled):
    server.at("/", page("/a/"))
    crawled()
    assert "/sitemap.xml" not in server.targets()


def test_a_portal_that_cannot_be_opened_is_not_asked_for_sitemaps(server, crawled):
    server.at("/", http("no", "403 Forbidden"))
    crawled(sitemaps=True)
    assert "/sitemap.xml" not in server.targets()


def test_a_sitemap_that_moved(server, crawled):
    server.at("/", page())
    server.at("/sitemap.xml", http("", "301 Moved", headers={"Location": "/map.xml"}))
    server.at("/map.xml", xml(sitemap(f"{HOME}hidden/")))
    server.at("/hidden/", page())
    _, snapshot = crawled(sitemaps=True)
    assert snapshot.fetch(HOME + "map.xml").role is Role.SITEMAP
    assert snapshot.fetch(HOME + "hidden/").outcome is Outcome.OK


def test_depth_limits_leave_out_what_has_no_depth(server, crawled):
    server.at("/", page())
    server.at("/sitemap.xml", xml(sitemap(f"{HOME}hidden/")))
    _, snapshot = crawled(sitemaps=True, max_depth=3)
    assert snapshot.fetch(HOME + "hidden/").outcome is Outcome.BUDGET


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param("text/html", b"<title>404</title><a href=/a>x</a>", id="page"),
        pytest.param(
            "application/json", b'{"articles": [{"url": "http://x.cn/a"}], "total": 1}', id="json"
        ),
        pytest.param(
            "text/xml",
            b"<datastore><record><![CDATA[<a href=/a>x</a>]]></record></datastore>",
            id="list",
        ),
        pytest.param("application/gzip", b"\x1f\x8bbroken", id="broken"),
        pytest.param("text/xml", b"", id="empty"),
        pytest.param(
            "text/xml", b"<urlset><url><loc>javascript:alert(1)</loc></url></urlset>", id="script"
        ),
    ],
)
def test_what_is_no_sitemap(kind, body):
    assert Sitemaps().read(HOME + "sitemap.xml", kind, body) == ([], [])


def test_limits():
    maps = Sitemaps()
    first = maps.first(HOME + "index.html")
    assert first == [HOME + "robots.txt", HOME + "sitemap.xml"]
    assert maps.first(HOME) == []
    _, named = maps.read(
        HOME + "i.xml", "text/xml", index(*(f"{HOME}{n}.xml" for n in range(99))).encode()
    )
    assert len(named) == MOST_MAPS - 2
    many = sitemap(*(f"{HOME}{n}" for n in range(5000))).encode()
    found = sum(len(maps.read(f"{HOME}{n}.xml", "text/xml", many)[0]) for n in range(20))
    assert found == MOST_PAGES


def test_a_bomb():
    packed = gzip.compress(b"<urlset>" + b" " * 200_000_000, 9)
    assert Sitemaps().read(HOME + "s.xml.gz", "application/gzip", packed) == ([], [])
