"""How a WARC record of an answer is written down: byte for byte, not yet compressed.

Written without warcio's record objects: a crawl writes one record a page, and they cost as much as
parsing the page.  What is written here is read, and checked, with warcio.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha1
from uuid import uuid4

_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})


def warc_date(moment: datetime) -> str:
    """Write a moment down as WARC headers hold it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def response_record(
    url: str,
    status_line: str,
    headers: Sequence[tuple[str, str]],
    body: bytes,
    fetched_at: datetime,
    address: str | None,
) -> bytes:
    """Write a response record down; `status_line` is like `200 OK`."""
    whole = [*kept_headers(headers), ("Content-Length", str(len(body)))]
    named = [("WARC-Payload-Digest", _digest(body))]
    head = http_head(status_line, whole)
    return record("response", url, fetched_at, address, named, head, body)


def record(
    kind: str,
    url: str,
    moment: datetime,
    address: str | None,
    more: Sequence[tuple[str, str]],
    head: bytes,
    body: bytes = b"",
) -> bytes:
    """Write a record of an HTTP answer down; `more` are the fields that only its kind has."""
    named = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<urn:uuid:{uuid4()}>"),
        ("WARC-Target-URI", url),
        ("WARC-Date", warc_date(moment)),
        *([("WARC-IP-Address", address)] if address else []),
        *more,
        ("WARC-Block-Digest", _digest(head, body)),
        ("Content-Type", "application/http; msgtype=response"),
        ("Content-Length", str(len(head) + len(body))),
    ]
    return b"".join((b"WARC/1.0\r\n", _lines(named), b"\r\n", head, body, b"\r\n\r\n"))


def http_head(status_line: str, headers: Sequence[tuple[str, str]]) -> bytes:
    """Write the head of an answer down as it stands in a record."""
    # Other readers of archives fail on the Chinese reason phrases that servers send.
    told = _one_line(status_line).encode("ascii", "replace")
    return b"HTTP/1.1 %s\r\n%s\r\n" % (told, _lines(headers))


def kept_headers(headers: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return an answer's headers as a record holds them: what spoke of the transfer is set aside."""
    return [
        (f"X-Archive-Orig-{name}" if name.lower() in _TRANSFER else name, _one_line(value))
        for name, value in headers
    ]


def _lines(named: Sequence[tuple[str, str]]) -> bytes:
    return "".join([f"{name}: {value}\r\n" for name, value in named]).encode()


def _one_line(value: str) -> str:
    """Header values come from strangers: a line break in one would end the header block."""
    if value.isascii() and value.isprintable():
        return value
    return value.encode("utf-8", "replace").decode("utf-8").replace("\r", " ").replace("\n", " ")


def _digest(*pieces: bytes) -> str:
    found = sha1()  # noqa: S324 - the name that WARC tools know
    for piece in pieces:
        found.update(piece)
    return f"sha1:{b32encode(found.digest()).decode()}"
