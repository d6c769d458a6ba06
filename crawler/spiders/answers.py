"""Turn an answer or a failure into a `Fetch`: outcome, encoding, hash.  States facts, judges nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote_from_bytes

from crawler.fetching.answer import Answer
from crawler.reading.charset import decode
from crawler.reading.links import PageLinks, read_data_links, read_links, refresh_target
from crawler.reading.memory import LinkMemory
from crawler.reading.shapes.door import may_be_data
from crawler.reading.urls import absolute
from crawler.reading.walls import wall_by_status, wall_by_text
from crawler.snapshot.model import HTML_TYPES, Fetch, Outcome, Role
from crawler.spiders.question import Question

# 300, 304 and 305 lead nowhere by themselves.
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HTML_START = (
    b"<!doctype",
    b"<html",
    b"<head",
    b"<body",
    b"<meta",
    b"<script",
    b"<title",
    b"<?xml",
    b"<!--",
)
_ASCII = "".join(map(chr, range(128)))
_GZIP = b"\x1f\x8b\x08"
_NOTHING = PageLinks("", ())


@dataclass(frozen=True, slots=True)
class Read:
    """A settled fetch (without its WARC place) and what its page holds.

    `record` is the answer as the WARC holds it, where whoever read it has packed it already.
    """

    fetch: Fetch
    page: PageLinks
    record: bytes | None = None


def read_answer(
    question: Question, answer: Answer, fetched_at: datetime, memory: LinkMemory | None = None
) -> Read:
    """Read what came back to a question; `memory` is that of the site's other pages."""
    url, role, status, body = question.url, question.role, answer.status, answer.body
    raw_headers = {name.lower(): value for name, value in answer.raw_headers}
    mime = _mime(raw_headers.get(b"content-type", b""), body)
    headers = {name.lower(): value for name, value in answer.headers()}
    page, encoding, reason = _NOTHING, None, None
    wall = wall_by_status(status, headers)
    # What the server forgot to say is packed, nobody can read: not we, and no browser.
    packed = mime in HTML_TYPES and body.startswith(_GZIP)
    html = mime in HTML_TYPES and not packed
    data = role is Role.PAGE and may_be_data(mime) and 200 <= status < 300
    if body and (html or data):
        decoded = decode(body, headers.get("content-type"))
        encoding, reason = decoded.encoding, decoded.reason
        if html:
            page = read_links(decoded.text, url, decoded.encoding, memory, lead=role is Role.PROBE)
            wall = wall or wall_by_text(decoded.text, page.text)
        # Some portals send their data as HTML.
        if not html or body.lstrip()[:1] == b"{":
            page = read_data_links(decoded.text, mime, url) or page
    location = None
    if status in _REDIRECTS:
        location = absolute(url, _location(raw_headers.get(b"location", b"")))
    elif 200 <= status < 300 and not body and "refresh" in headers:
        # Nothing to show, but a way on: a browser goes there.
        href = refresh_target(headers["refresh"])
        location = absolute(url, href) if href else None
    outcome = _outcome(status, wall, location, headers)
    if role is Role.PAGE and outcome is Outcome.OK and answer.truncated:
        outcome = Outcome.TOO_LARGE
    if packed and outcome is Outcome.OK:
        outcome = Outcome.PROTOCOL
    told = (
        f"wall: {wall}" if wall else None,
        connection_detail(answer),
        "flaw: packed, and does not say so" if packed else None,
    )
    detail = "; ".join(filter(None, told))
    fetch = Fetch(
        url=url,
        role=role,
        outcome=outcome,
        depth=question.depth,
        status=status,
        location=location if outcome is Outcome.REDIRECT else None,
        content_type=mime or None,
        encoding=encoding,
        encoding_reason=reason,
        fetched_at=fetched_at,
        seconds=answer.seconds,
        address=answer.address,
        sha256=sha256(body).hexdigest(),
        size=len(body),
        truncated=answer.truncated,
        attempts=question.attempt,
        title=page.title or None,
        detail=detail or None,
        etag=headers.get("etag") or None,
        last_modified=headers.get("last-modified") or None,
    )
    return Read(fetch, page)


def connection_detail(answer: Answer) -> str | None:
    """Say what there is to say of the connection, whatever came by it."""
    tls = f"lenient tls: {answer.tls_problem}" if answer.tls_problem else ""
    flaw = f"flaw: {answer.flaw}" if answer.flaw else ""
    return "; ".join(filter(None, (tls, flaw))) or None


def _outcome(  # noqa: PLR0911 - a flat table reads best
    status: int, wall: str | None, location: str | None, headers: dict[str, str]
) -> Outcome:
    if wall:
        return Outcome.BLOCKED
    if location:
        return Outcome.REDIRECT
    if status in {401, 407}:
        return Outcome.LOGIN
    if status in {404, 410}:
        return Outcome.NOT_FOUND
    if status == 429 or (status == 503 and "retry-after" in headers):
        return Outcome.RATE_LIMITED
    if status >= 500:
        return Outcome.SERVER_ERROR
    if status >= 400:
        return Outcome.CLIENT_ERROR
    if 200 <= status < 300:
        return Outcome.OK
    return Outcome.PROTOCOL


def _mime(content_type: bytes, body: bytes) -> str:
    mime = re.split("[;,]", content_type.decode("latin-1"), maxsplit=1)[0].strip().lower()
    head = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "text/html" if not mime and head.startswith(_HTML_START) else mime


def _location(raw: bytes) -> str:
    """Return a Location as browsers read it: bytes that are no ASCII are meant as they stand."""
    return quote_from_bytes(raw, safe=_ASCII)
