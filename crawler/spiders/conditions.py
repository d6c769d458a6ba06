"""Conditional requests: what to send so that an unchanged page need not be sent again.

Also tells whether what comes back fits what was sent.  Knows HTTP, and neither snapshots nor the crawl.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache

from crawler.fetching.answer import Answer

_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{1,200}"')
# Servers that compress on the way mark the name of the compressed form, and not always both ways.
_PACKED = re.compile(r"(?:[-;]{1,4}(?:gzip|br|deflate|df)){1,4}(?=\"$)")
# A page may change twice in a second, and its date then says nothing of the second time.
_RESOLUTION = timedelta(seconds=1)
# No server that looks at what it is asked can say "not modified" to this.
CHECK: Mapping[str, str] = {
    "If-None-Match": '"gongkai-check"',
    "If-Modified-Since": "Mon, 01 Jan 1990 00:00:00 GMT",
}
# Whoever stands between must not answer in the server's place.
WHOLE: Mapping[str, str] = {"Cache-Control": "no-cache", "Pragma": "no-cache"}


def conditions(
    etag: str | None, last_modified: str | None, received: datetime | None
) -> dict[str, str]:
    """Return the headers that ask for a body only if it is no longer the one received then."""
    asked = {}
    if etag and _ETAG.fullmatch(etag):
        asked["If-None-Match"] = etag
    changed = _moment(last_modified)
    if changed and received and changed + _RESOLUTION <= received:
        asked["If-Modified-Since"] = format_datetime(changed, usegmt=True)
    return asked


def contradicts(answer: Answer, etag: str | None, last_modified: str | None) -> bool:
    """A "not modified" speaks of another body than the one that we hold."""
    headers = {name.lower(): value for name, value in answer.headers()}
    theirs = headers.get("etag")
    if theirs and etag:
        return _plain(theirs) != _plain(etag)
    changed, before = _moment(headers.get("last-modified")), _moment(last_modified)
    return bool(changed and before and changed > before)


def _plain(etag: str) -> str:
    return _PACKED.sub("", etag.strip().removeprefix("W/"))


@lru_cache(maxsize=4096)
def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
