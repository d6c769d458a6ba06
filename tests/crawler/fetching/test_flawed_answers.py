"""Answers that break the rules of HTTP: shown where Chromium 156 shows them, and never held against the portal.

What Chromium shows was found by serving it these very answers.
"""

from __future__ import annotations

import gzip
import random
import zlib

import pytest

from crawler.snapshot import Outcome
from tests.crawler.loopback import http, page, says, says_nothing

HOME = "http://www.x.gov.cn/"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
TEXT = "<title>公开</title><p>政务公开</p>".encode()
SIZED = b"Content-Length: %d\r\n\r\n" % len(TEXT) + TEXT
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
CHUNK = b"%x\r\n" % len(TEXT) + TEXT
DICE = random.Random(1)  # noqa: S311 - a text that packs badly, the same every time
LONG = TEXT + "".join(f"<p>{DICE.getrandbits(64):x}</p>" for _ in range(2000)).encode()
PACKED = gzip.compress(TEXT)


def packed(body: bytes, name: str = "gzip") -> bytes:
    return http(body, headers={"Content-Encoding": name})


@pytest.fixture
def fetched(server, crawled):
    """Crawl a portal whose page /bad gives this answer, for good; return what came of it."""

    def fetch(*answers, **settings):
        server.at("/", page("/bad"))
        server.at("/bad", *answers)
        _, snapshot = crawled(**settings)
        found = snapshot.fetch(HOME + "bad")
        assert found is not None
        return found, snapshot.body(found.url)

    return fetch


SHOWN = {
    "cut off, by its length": says(HEAD + b"Content-Length: 99999\r\n\r\n" + TEXT),
    "longer than its length": says(HEAD + SIZED + b"<p>more</p>"),
    "length twice": says(HEAD + b"Content-Length: %d\r\n" % len(TEXT) + SIZED),
    "length no number": says(HEAD + b"Content-Length: abc\r\n\r\n" + TEXT),
    "length negative": says(HEAD + b"Content-Length: -5\r\n\r\n" + TEXT),
    "length and chunks": says(
        HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNK + b"\r\n0\r\n\r\n"
    ),
    "header without a colon": says(HEAD + b"no header\r\n" + SIZED),
    "header name with a blank": says(HEAD + b"X Y: z\r\n" + SIZED),
    "blank before the colon": says(HEAD + b"X-A : z\r\n" + SIZED),
    "header of 40 KB": says(HEAD + b"Set-Cookie: a=" + b"y" * 40_000 + b"\r\n" + SIZED),
    "header of 200 KB": says(HEAD + b"X-A: " + b"y" * 200_000 + b"\r\n" + SIZED),
    "many cookies": says(HEAD + b"Set-Cookie: a=%s\r\n" % (b"y" * 4000) * 40 + SIZED),
    "status that is no number": says(HEAD.replace(b"200", b"abc") + SIZED),
    "status of two digits": says(HEAD.replace(b"200", b"20") + SIZED),
    "status of four digits": says(HEAD.replace(b"200", b"2000") + SIZED),
    "no version": says(HEAD.replace(b"HTTP/1.1", b"HTTP") + SIZED),
    "HTTP/2.0 in plain text": says(HEAD.replace(b"1.1", b"2.0") + SIZED),
    "line break before the status": says(b"\r\n" + HEAD + SIZED),
    "junk before the status": says(b"xyz" + HEAD + SIZED),
    "bare line feeds": says((HEAD + SIZED).replace(b"\r\n", b"\n")),
    "folded header": says(HEAD + b"X-A: a\r\n b\r\n" + SIZED),
    "chunks without an end": says(CHUNKED + CHUNK + b"\r\n"),
    "cut off within a chunk": says(CHUNKED + b"ffff\r\n" + TEXT),
    "garbage behind a chunk": says(CHUNKED + CHUNK + b"\r\nzz\r\nx"),
    "gzip with a wrong checksum": packed(PACKED[:-8] + bytes(8)),
    "gzip without its end": packed(PACKED[:-8]),
    "junk behind gzip": packed(PACKED + b"junkjunk"),
    "gzip twice": packed(gzip.compress(PACKED), "gzip, gzip"),
    "x-gzip": packed(PACKED, "x-gzip"),
    "an encoding that is none": packed(TEXT, "utf-8"),
    "raw deflate": packed(zlib.compress(TEXT)[2:-4], "deflate"),
    "interim answers": says(b"HTTP/1.1 100 Continue\r\n\r\n" * 500 + HEAD + SIZED),
    "early hints": says(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + HEAD + SIZED),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_browsers_show_is_read(fetched, name):
    fetch, body = fetched(SHOWN[name])
    assert (fetch.outcome, body, fetch.title) == (Outcome.OK, TEXT, "公开"), fetch.detail
    assert fetch.attempts == 1 or fetch.detail.startswith("flaw: "), "it says what was forgiven"


REFUSED = {
    "two lengths that differ": says(HEAD + b"Content-Length: 5\r\n" + SIZED),
    "null byte in the head": says(HEAD + b"X-A: a\0b\r\n" + SIZED),
    "head of 300 KB": says(HEAD + b"X-A: " + b"y" * 300_000 + b"\r\n" + SIZED),
    "HTTP/0.9": says(TEXT),
    "another protocol": says(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
    "no text at all": says(b"\x00\x01\x02\x03" * 99),
    "chunk size that is no number": says(CHUNKED + b"zz\r\n" + TEXT),
    "says chunks and sends none": says(CHUNKED + TEXT),
    "chunk without bounds": says(CHUNKED + b"F" * 16 + b"\r\n" + TEXT),
    "says gzip and is not": packed(TEXT),
    "gzip garbage": packed(b"\x1f\x8b" + b"\x99" * 500),
    "says deflate and is not": packed(TEXT, "deflate"),
    "brotli, which nobody asked for": packed(TEXT, "br"),
    "packed and does not say so": http(PACKED),
    "switching protocols": says(b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + TEXT),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_browser_shows_is_no_page_and_nobody_s_fault(fetched, name):
    fetch, _ = fetched(REFUSED[name])
    assert fetch.outcome is Outcome.PROTOCOL
    assert fetch.detail or fetch.status == 101


def test_gzip_that_breaks_in_the_middle_is_shown_as_far_as_it_goes(fetched):
    whole = gzip.compress(LONG)
    half = len(whole) // 2
    fetch, body = fetched(packed(whole[:half] + bytes([0xFF]) * 64 + whole[half + 64 :]))
    assert fetch.outcome is Outcome.OK
    assert LONG.startswith(body[: len(LONG) // 4])
    assert body != LONG


def test_what_ends_elsewhere_each_time_is_a_connection_that_breaks_off(fetched):
    cut = [says(HEAD + b"Content-Length: 99999\r\n\r\n" + LONG[:n]) for n in (100, 200, 300, 400)]
    fetch, body = fetched(*cut)
    assert (fetch.outcome, fetch.attempts, body) == (Outcome.CONNECTION, 2, b"")
    assert "each time another end" in fetch.detail


def test_what_was_cut_off_once_is_read_whole_the_second_time(fetched):
    fetch, body = fetched(says(HEAD + b"Content-Length: 99999\r\n\r\n" + TEXT), http(LONG))
    assert (fetch.outcome, body, fetch.detail) == (Outcome.OK, LONG, None)


def test_a_body_that_stops_short_on_an_open_connection_is_too_slow_and_no_fault(fetched):
    async def stops(reader, writer):
        writer.write(HEAD + b"Content-Length: 99999\r\n\r\n" + TEXT)
        await says_nothing(reader, writer)

    fetch, _ = fetched(stops, timeout=1.5)
    assert fetch.outcome is Outcome.TIMEOUT
    assert fetch.detail.startswith("too slow")


def test_the_second_reading_keeps_to_the_limit(fetched):
    answer = HEAD + b"X Y: z\r\n\r\n" + b"y" * 5000
    fetch, body = fetched(says(answer), page_limit=1000)
    assert (fetch.outcome, fetch.truncated, body) == (Outcome.TOO_LARGE, True, b"y" * 1000)


def test_the_second_reading_unpacks_no_bomb(fetched):
    bomb = gzip.compress(bytes(50_000_000))
    head = HEAD + b"X Y: z\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    fetch, body = fetched(says(head + bomb), page_limit=1000)
    assert (fetch.outcome, fetch.truncated, body) == (Outcome.TOO_LARGE, True, bytes(1000))


def test_the_second_reading_asks_what_the_first_asked(fetched, server):
    fetched(SHOWN["length twice"])
    first, *_, last = [one for one in server.asked if one.target == "/bad"]
    assert last.host == first.host == "www.x.gov.cn"
    assert last.headers["user-agent"] == first.headers["user-agent"]
    assert last.headers["referer"] == HOME
    assert last.headers["connection"] == "close"
