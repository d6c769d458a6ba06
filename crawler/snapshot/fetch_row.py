"""A fetch as a row of the index's table `urls`, there and back.

Knows the columns and nothing of when they are written.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from crawler.snapshot.model import (
    Fetch,
    Outcome,
    RecordPlace,
    Role,
    Sameness,
    Unchanged,
)
from crawler.snapshot.warc import FILE as WARC_FILE

COLUMNS = (
    "url, role, depth, outcome, status, location, content_type, encoding, encoding_reason,"
    " fetched_at, seconds, address, sha256, size, truncated, attempts, title, detail,"
    " warc_file, warc_offset, warc_length,"
    " etag, last_modified, unchanged, since, revisit_offset, revisit_length"
)
# A known URL's row as it was before it was asked for.
_LEARNT = [*COLUMNS.replace(" ", "").split(",")[3:], "links", "pager"]
_COUNTED = ("truncated", "attempts")
FORGOTTEN = ", ".join(f"{name} = {0 if name in _COUNTED else 'NULL'}" for name in _LEARNT)
# What `settled` gives, in its order.
SETTLE = (
    "UPDATE urls SET role=?, outcome=?, status=?, location=?, content_type=?, encoding=?,"
    " encoding_reason=?, fetched_at=?, seconds=?, address=?, sha256=?, size=?, truncated=?,"
    " attempts=?, title=?, detail=?, warc_file=?, warc_offset=?, warc_length=?,"
    " etag=?, last_modified=?, unchanged=?, since=?, revisit_offset=?, revisit_length=?,"
    " links=?, pager=? WHERE id=?"
)


def settled(fetch: Fetch, links: bytes, turning: bytes, number: int | None) -> tuple[object, ...]:
    """Turn what came of asking for a known URL into the values of SETTLE; its links as they are stored."""
    place, unchanged = fetch.record, fetch.unchanged
    return (
        fetch.role.value,
        fetch.outcome.value,
        fetch.status,
        fetch.location,
        fetch.content_type,
        fetch.encoding,
        fetch.encoding_reason,
        fetch.fetched_at.astimezone(UTC).isoformat() if fetch.fetched_at else None,
        fetch.seconds,
        fetch.address,
        fetch.sha256,
        fetch.size,
        int(fetch.truncated),
        fetch.attempts,
        storable(fetch.title) if fetch.title else fetch.title,
        storable(fetch.detail) if fetch.detail else fetch.detail,
        place.file if place else None,
        place.offset if place else None,
        place.length if place else None,
        storable(fetch.etag) if fetch.etag else None,
        storable(fetch.last_modified) if fetch.last_modified else None,
        unchanged.how.value if unchanged else None,
        unchanged.since.astimezone(UTC).isoformat() if unchanged else None,
        unchanged.revisit.offset if unchanged else None,
        unchanged.revisit.length if unchanged else None,
        links or None,
        turning or None,
        number,
    )


def to_fetch(row: tuple[Any, ...]) -> Fetch:
    """Turn a row of COLUMNS into a `Fetch`; one that was never asked for is NOT_REACHED."""
    (url, role, depth, outcome, status, location, content_type, encoding, reason, *rest) = row
    (
        at,
        seconds,
        address,
        sha256,
        size,
        truncated,
        attempts,
        title,
        detail,
        file,
        offset,
        length,
        etag,
        last_modified,
        how,
        since,
        revisit_offset,
        revisit_length,
    ) = rest
    return Fetch(
        url=url,
        role=Role(role),
        outcome=Outcome(outcome) if outcome else Outcome.NOT_REACHED,
        depth=depth,
        status=status,
        location=location,
        content_type=content_type,
        encoding=encoding,
        encoding_reason=reason,
        fetched_at=moment(at) if at else None,
        seconds=seconds,
        address=address,
        sha256=sha256,
        size=size,
        truncated=bool(truncated),
        attempts=attempts,
        title=title,
        detail=detail,
        record=RecordPlace(file, offset, length) if file else None,
        etag=etag,
        last_modified=last_modified,
        unchanged=Unchanged(
            Sameness(how),
            moment(since),
            RecordPlace(WARC_FILE, revisit_offset, revisit_length),
        )
        if how
        else None,
    )


def moment(text: str) -> datetime:
    """Read a moment.  Raises ValueError where it is none, or names no zone."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(f"no time zone: {text[:40]}")
    return read


def storable(text: str) -> str:
    """Return a text without lone surrogates, which pages can hold: they cannot be stored as UTF-8."""
    return text if text.isprintable() else text.encode("utf-8", "replace").decode("utf-8")
