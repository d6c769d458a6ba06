"""The second reading by itself: what servers send that the first one never lets through."""

from __future__ import annotations

import asyncio
import gzip

import pytest

from crawler.fetching.failures import FetchFailedError
from crawler.fetching.forgiving import ForgivingReader
from crawler.fetching.routes import Address
from crawler.fetching.tls import lenient_context
from crawler.snapshot import Outcome
from tests.crawler.loopback import says

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


@pytest.fixture
def read(server):
    """Have the server say these bytes, and read them again."""

    def ask(raw: bytes, limit: int = 1000):
        server.at("/", says(raw))
        reader = ForgivingReader(60.0)
        place = Address("127.0.0.1", server.port)
        return asyncio.run(reader.ask("http://www.x.gov.cn/", place, {}, lenient_context(), limit))

    return ask


def test_interim_answers_are_passed_over(read):
    answer = read(CONTINUE * 3 + HEAD + b"\r\nhello")
    assert (answer.status, answer.body) == (200, b"hello")


@pytest.mark.parametrize(
    "raw",
    [CONTINUE * 700, b"HTTP/1.1 101 Switching Protocols\r\n\r\n", b"HTTP" + b"x" * 300_000],
    ids=["without end", "another protocol", "a head without end"],
)
def test_what_is_no_answer_is_refused(read, raw):
    with pytest.raises(FetchFailedError) as caught:
        read(raw)
    assert caught.value.outcome is Outcome.PROTOCOL


@pytest.mark.parametrize("raw", [b"", b"\r\n", CONTINUE], ids=repr)
def test_who_closes_without_an_answer_has_broken_off(read, raw):
    with pytest.raises(FetchFailedError) as caught:
        read(raw)
    assert caught.value.outcome is Outcome.CONNECTION


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"], ids=repr)
def test_an_answer_that_has_no_body_has_none(read, status):
    answer = read(b"HTTP/1.1 " + status + b"\r\nContent-Length: 5\r\n\r\nhello")
    assert (answer.body, answer.truncated, answer.flaw) == (b"", False, None)


def test_what_does_not_unpack_whole_says_so(read):
    whole = bytes(range(256))
    packed = gzip.compress(whole)[:200]
    answer = read(HEAD + b"Content-Encoding: gzip\r\n\r\n" + packed)
    assert 0 < len(answer.body) < 256
    assert whole.startswith(answer.body)
    assert answer.flaw == "packing cut off"


@pytest.mark.parametrize(
    ("chunks", "body", "truncated", "flaw"),
    [
        (b"5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n", b"helloworld", False, None),
        (b"5\r\nhello\r\nff\r\nworld", b"helloworld", False, "cut off within a chunk"),
        (b"5\r\nhello\r\n", b"hello", False, "cut off: no further chunk"),
        (b"5\r\nhello\r\n" + b"f" * 300_000, b"hello", False, "cut off: no further chunk"),
        (b"5\r\nhello\r\nzz\r\n", b"hello", False, "cut off: broken chunk"),
        (b"c\r\nhello, world\r\n0\r\n\r\n", b"hello, world", False, None),
        (b"d\r\nhello, world!\r\n0\r\n\r\n", b"hello, world", True, None),
        (b"ffff\r\nhello, world and more", b"hello, world", True, None),
        (b"5\r\nhello\r\nff\r\n, world and more", b"hello, world", True, None),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_chunks_are_read_as_far_as_they_go_and_to_the_limit(read, chunks, body, truncated, flaw):
    answer = read(CHUNKED + chunks, limit=len("hello, world"))
    assert (answer.body, answer.truncated, answer.flaw) == (body, truncated, flaw)
