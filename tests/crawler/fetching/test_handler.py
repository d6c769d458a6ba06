"""What the download handler makes of servers that misbehave: one page that misbehaves, and one crawl."""

from __future__ import annotations

import asyncio
import gzip
import zlib

import pytest

from crawler.snapshot import TOO_SLOW, Outcome
from tests.crawler.loopback import (
    bomb,
    goes_on_forever,
    http,
    page,
    says,
    says_nothing,
    to,
    zipped,
)

HOME = "http://www.x.gov.cn/"
BAD = HOME + "bad"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
TEXT = "政务公开".encode()


@pytest.fixture
def fetched(server, crawled):
    """Crawl a portal whose page /bad gives this answer; return what came of it."""

    def fetch(answer, **settings):
        server.at("/", page("/bad"))
        server.at("/bad", answer)
        _, snapshot = crawled(attempts=1, **settings)
        found = snapshot.fetch(BAD)
        assert found is not None
        return found, snapshot.body(BAD)

    return fetch


def test_plain_answer(fetched):
    fetch, body = fetched(http(TEXT))
    assert (fetch.outcome, fetch.status, fetch.address, body) == (
        Outcome.OK,
        200,
        "127.0.0.1",
        TEXT,
    )
    assert not fetch.truncated


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(http(gzip.compress(TEXT), headers={"Content-Encoding": "gzip"}), id="gzip"),
        pytest.param(
            http(zlib.compress(TEXT), headers={"Content-Encoding": "deflate"}), id="deflate"
        ),
        pytest.param(
            http(zlib.compress(TEXT)[2:-4], headers={"Content-Encoding": "deflate"}),
            id="raw deflate",
        ),
        pytest.param(http(TEXT, headers={"Content-Encoding": "identity"}), id="identity"),
        pytest.param(http(TEXT, headers={"Content-Encoding": "none"}), id="made up"),
        pytest.param(
            http(
                gzip.compress(TEXT[:6]) + gzip.compress(TEXT[6:]),
                headers={"Content-Encoding": "gzip"},
            ),
            id="two gzip members",
        ),
    ],
)
def test_bodies_are_unpacked(fetched, packed):
    fetch, body = fetched(packed)
    assert (fetch.outcome, body) == (Outcome.OK, TEXT)
    assert fetch.size == len(TEXT)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        pytest.param(says(b""), Outcome.CONNECTION, id="closes at once"),
        pytest.param(
            http(b"\x28\xb5\x2f\xfd" + bytes(5000), headers={"Content-Encoding": "zstd"}),
            Outcome.PROTOCOL,
            id="zstd, unasked, of which nothing comes",
        ),
        pytest.param(says(HEAD), Outcome.CONNECTION, id="closes within the head"),
        pytest.param(
            http(gzip.compress(TEXT * 99)[:40], headers={"Content-Encoding": "gzip"}),
            Outcome.OK,
            id="gzip cut off, shown as far as it goes",
        ),
        pytest.param(http(b"", "304 Not Modified"), Outcome.PROTOCOL, id="304 unasked"),
        pytest.param(http(b"", "300 Multiple Choices"), Outcome.PROTOCOL, id="300"),
        pytest.param(http(b"", "302 Found"), Outcome.PROTOCOL, id="302 without a place"),
        pytest.param(to("http://["), Outcome.PROTOCOL, id="302 to nowhere"),
        pytest.param(to("javascript:alert(1)"), Outcome.PROTOCOL, id="302 to a script"),
        pytest.param(http(b"", "401 Unauthorized"), Outcome.LOGIN, id="401"),
        pytest.param(http(b"", "400 Bad Request"), Outcome.CLIENT_ERROR, id="400"),
        pytest.param(http(b"", "404 Not Found"), Outcome.NOT_FOUND, id="404"),
        pytest.param(http(b"", "410 Gone"), Outcome.NOT_FOUND, id="410"),
        pytest.param(http(b"", "429 Too Many Requests"), Outcome.RATE_LIMITED, id="429"),
        pytest.param(http(b"", "500 Oops"), Outcome.SERVER_ERROR, id="500"),
        pytest.param(http(b"", "503 Busy"), Outcome.SERVER_ERROR, id="503"),
        pytest.param(
            http(b"", "503 Busy", headers={"Retry-After": "9"}),
            Outcome.RATE_LIMITED,
            id="503 with Retry-After",
        ),
        pytest.param(http(b"", "999 Made Up"), Outcome.SERVER_ERROR, id="999"),
        pytest.param(http(b""), Outcome.OK, id="empty page"),
        pytest.param(http(b"", "204 No Content"), Outcome.OK, id="204"),
        pytest.param(http(TEXT, "206 Partial Content"), Outcome.OK, id="206"),
        pytest.param(
            says(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\nold"),
            Outcome.OK,
            id="HTTP/1.0, ends with the connection",
        ),
        pytest.param(
            says(b"HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx"), Outcome.OK, id="no reason phrase"
        ),
        pytest.param(
            says("HTTP/1.1 200 成功\r\nContent-Length: 1\r\n\r\nx".encode("gbk")),
            Outcome.OK,
            id="reason phrase in GBK",
        ),
        pytest.param(
            says(HEAD + "X-Office: 县政府\r\nContent-Length: 1\r\n\r\nx".encode("gbk")),
            Outcome.OK,
            id="header in GBK",
        ),
        pytest.param(
            says(b"HTTP/1.1 100 Continue\r\n\r\n" + http(TEXT)), Outcome.OK, id="100 first"
        ),
    ],
)
def test_outcome(fetched, answer, outcome):
    fetch, _ = fetched(answer)
    assert fetch.outcome is outcome, fetch.detail


def test_connection_reset_within_the_body(fetched):
    async def resets(_, writer):
        writer.write(HEAD + b"Content-Length: 99\r\n\r\nshort")
        await writer.drain()
        writer.get_extra_info("socket").setsockopt(
            1, 13, b"\x01\x00\x00\x00\x00\x00\x00\x00"
        )  # SO_LINGER 0
        writer.transport.abort()

    assert fetched(resets)[0].outcome is Outcome.CONNECTION


def test_no_answer_at_all(fetched):
    fetch = fetched(says_nothing, timeout=1.5)[0]
    assert fetch.outcome is Outcome.TIMEOUT
    assert not fetch.detail.startswith(TOO_SLOW)


def test_body_that_stops_coming(fetched):
    async def stops(reader, writer):
        writer.write(HEAD + b"Content-Length: 99\r\n\r\nshort")
        await says_nothing(reader, writer)

    fetch = fetched(stops, timeout=1.5)[0]
    assert fetch.outcome is Outcome.TIMEOUT
    assert fetch.detail.startswith(TOO_SLOW)


def test_body_that_comes_drop_by_drop(fetched):
    async def drips(_, writer):
        writer.write(HEAD + b"\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)  # the server's slowness is what is tested

    fetch = fetched(drips, timeout=1.0)[0]
    assert fetch.outcome is Outcome.TIMEOUT
    assert fetch.detail.startswith(TOO_SLOW)


def test_headers_that_come_line_by_line(fetched):
    async def drips(_, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X-A: b\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)  # the server's slowness is what is tested

    fetch = fetched(drips, timeout=1.0)[0]
    assert fetch.outcome is Outcome.TIMEOUT
    assert fetch.detail.startswith(TOO_SLOW)


def test_an_empty_answer_that_sends_on(fetched):
    fetch = fetched(http(headers={"Refresh": "0; url=/zwyw/"}))[0]
    assert fetch.outcome is Outcome.REDIRECT
    assert fetch.location.endswith("/zwyw/")


def test_body_without_an_end_is_cut_at_the_limit(fetched):
    fetch, body = fetched(goes_on_forever, page_limit=1000)
    assert (fetch.outcome, fetch.truncated, body) == (Outcome.TOO_LARGE, True, b"x" * 1000)


def test_body_of_just_the_limit(fetched):
    fetch, body = fetched(http(b"y" * 1000), page_limit=1000)
    assert (fetch.outcome, fetch.truncated, body) == (Outcome.OK, False, b"y" * 1000)


def test_gzip_bomb_is_cut_at_the_limit(fetched):
    fetch, body = fetched(zipped(bomb(200_000_000)), page_limit=5000)
    assert (fetch.outcome, fetch.truncated, body) == (Outcome.TOO_LARGE, True, bytes(5000))


def test_host_header_and_url_stay_as_they_are_under_a_mapping(server, fetched):
    fetch, _ = fetched(http(TEXT))
    asked = next(asked for asked in server.asked if asked.target == "/bad")
    assert asked.host == "www.x.gov.cn"
    assert fetch.url == BAD


def test_no_cookies_are_kept(server, crawled):
    server.at("/", http(b"<a href=/a>a</a>", headers={"Set-Cookie": "session=1; Path=/"}))
    crawled()
    assert all("cookie" not in asked.headers for asked in server.asked)
