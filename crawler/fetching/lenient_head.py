"""Understand the head of an HTTP answer as browsers do: what can be made out counts, and what was wrong is noted.

Pure: bytes in, facts out.  What is forgiven, and what is not, is what Chromium does (docs/decisions/).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.fetching.failures import FetchFailedError
from crawler.snapshot.model import Outcome

JUNK = 4  # bytes that may stand before the status line
_STATUS_LINE = re.compile(rb"HTTP(?:/[0-9.]*)?[ \t]*([0-9]+)?[ \t]*([^\r\n]*)")
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@dataclass(frozen=True, slots=True)
class Head:
    """Status and headers; `flaws` are what was forgiven."""

    status: int
    reason: str
    headers: tuple[tuple[bytes, bytes], ...]
    flaws: tuple[str, ...]

    def all(self, name: bytes) -> list[bytes]:
        """Return all values of a header, by its lower-case name."""
        return [value for key, value in self.headers if key.lower() == name]


def refused(why: str) -> FetchFailedError:
    """Return the error of an answer that no browser shows."""
    return FetchFailedError(Outcome.PROTOCOL, why)


def read_head(raw: bytes) -> Head:
    """Understand the head of an answer, without the blank line.  Raises FetchFailedError."""
    begin = raw.find(b"HTTP", 0, JUNK + 4)
    match = _STATUS_LINE.match(raw, begin) if begin >= 0 else None
    if match is None:
        raise refused("no status line")
    if b"\0" in raw:
        raise refused("null byte in the head")
    flaws: list[str] = []
    digits = match[1] or b""
    proper = re.fullmatch(rb"[1-9][0-9]{2}", digits) is not None  # 200, not 20 or 2000
    if begin or not proper or not match[0].startswith(b"HTTP/"):
        flaws.append("status line not as it should be")
    headers: list[tuple[bytes, bytes]] = []
    for line in re.split(rb"\r?\n", raw[match.end() :])[1:]:
        name, colon, value = line.partition(b":")
        if line[:1] in {b" ", b"\t"} and headers:  # goes on from the line before
            headers[-1] = (headers[-1][0], headers[-1][1] + b" " + line.strip())
        elif colon and _TOKEN.fullmatch(name.rstrip()):
            headers.append((name.rstrip(), value.strip()))
        elif line.strip():
            flaws.append("header line that is none")
    reason = match[2].strip().decode("latin-1") or "Unknown"
    return Head(int(digits) if proper else 200, reason, tuple(headers), tuple(dict.fromkeys(flaws)))


def announced_length(head: Head, flaws: list[str]) -> int | None:
    """Return the length announced, None where none can be made out."""
    given = head.all(b"content-length")
    if len(set(given)) > 1:
        raise refused("two lengths that differ")
    if len(given) > 1:
        flaws.append("length given twice")
    value = given[0] if given else b""
    if value and not value.isdigit():
        flaws.append("length that is no number")
        return None
    return int(value[:18]) if value else None
