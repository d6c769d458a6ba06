"""Heads of answers: what raises is a FetchFailedError; what an answer says is read the same each time."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from crawler.fetching.answer import Answer
from crawler.fetching.failures import FetchFailedError
from crawler.fetching.lenient_head import announced_length, read_head
from crawler.fetching.retry_after import retry_after
from crawler.fetching.unpacking import unpack
from crawler.reading.links import refresh_target
from crawler.reading.urls import absolute
from crawler.snapshot.model import Role
from crawler.snapshot.record import http_head, kept_headers
from crawler.spiders.answers import read_answer
from crawler.spiders.conditions import conditions, contradicts
from crawler.spiders.question import Question
from tests.fuzzing.corpus import HOME
from tests.fuzzing.target import Target, seeds_of, text

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_LIMIT = 100_000


def check(data: bytes) -> None:
    """A whole answer: head, blank line, body."""
    raw, _, body = data.partition(b"\r\n\r\n")
    refresh_target(text(raw))
    try:
        head = read_head(raw)
    except FetchFailedError:
        return
    assert read_head(raw) == head
    with suppress(FetchFailedError):
        length = announced_length(head, [])
        assert length is None or length >= 0
    for packing in head.all(b"content-encoding"):
        with suppress(FetchFailedError):
            found = unpack(body, packing.decode("latin-1"), _LIMIT)
            assert len(found.body) <= _LIMIT
            body = found.body
    answer = Answer(head.status, head.reason, head.headers, body)
    told = {name.lower(): value for name, value in answer.headers()}
    wait = retry_after(told, _NOW)
    assert wait is None or wait >= 0
    etag, changed = told.get("etag"), told.get("last-modified")
    asked = conditions(etag, changed, _NOW)
    assert all("\r" not in value and "\n" not in value for value in asked.values())
    contradicts(answer, etag, changed)
    for role in Role:
        question = Question(f"{HOME}a/b.html", role, 1)
        read = read_answer(question, answer, _NOW)
        assert read == read_answer(question, answer, _NOW)
        onward = read.fetch.location
        if onward is not None and onward.startswith("http"):
            assert absolute(onward, onward) == onward, "a redirect leads to a key of the snapshot"
    http_head(answer.status_line, kept_headers(answer.headers()))


def seeds() -> list[bytes]:
    """Answers of our own, real ones' shapes."""
    return seeds_of("headers")


TARGET = Target("headers", check, seeds, most=6000, words=(b"HTTP/1.1 302 Found\r\n", b"Location: ", b"Retry-After: ", b"Set-Cookie: a=b\r\n", b"Content-Encoding: gzip\r\n", b"Content-Encoding: deflate, gzip\r\n", b"Content-Length: ", b"Refresh: 0;url=", b'ETag: "x"\r\n', b"Last-Modified: Mon, 01 Jan 0001 00:00:00 GMT\r\n", b"Date: ", b"Content-Type: text/html; charset=", b"\x1f\x8b\x08\x00", b"\x78\x9c", b"Sun, 06 Nov 9999 23:59:59 -2359", b"http://", b"//", "中".encode("gbk")), about="status line, headers, Retry-After, redirects without cookies, packed bodies, whole answers")  # fmt: skip
