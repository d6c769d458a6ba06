"""Read a body that an earlier crawl holds and that stands unchanged: as it was read then, or anew.

Knows nothing of trust: what comes here is believed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.fetching.answer import Answer
from crawler.reading.links import PageLinks
from crawler.reading.walls import wall_by_status
from crawler.snapshot.earlier_links import NewLinks
from crawler.snapshot.model import Sameness
from crawler.snapshot.previous import Earlier
from crawler.snapshot.revisit import KeptResponse
from crawler.spiders.answers import Read, connection_detail
from crawler.spiders.question import Question


@dataclass(frozen=True, slots=True)
class Taken:
    """A body that stands unchanged.

    `links` are what is new among the links of its page; None where the page must be read anew.
    """

    how: Sameness
    earlier: Earlier
    first: KeptResponse
    links: NewLinks | None


def known_read(taken: Taken, question: Question, answer: Answer, fetched_at: datetime) -> Read:
    """Say what was read of a body before, as the answer's of today."""
    headers = _named(answer.headers())
    before, silent = taken.earlier.fetch, taken.how is Sameness.NOT_MODIFIED
    fetch = replace(
        before,
        depth=question.depth,
        fetched_at=fetched_at,
        seconds=answer.seconds,
        address=answer.address,
        attempts=question.attempt,
        detail=connection_detail(answer),
        # A 304 need not repeat what was said with the body.
        etag=headers.get("etag") or (before.etag if silent else None),
        last_modified=headers.get("last-modified") or (before.last_modified if silent else None),
    )
    if not taken.links:
        return Read(fetch, PageLinks(fetch.title or "", ()))
    turning = frozenset(array("I", taken.earlier.pager))
    pager = frozenset(link.target for number, link in taken.links.links if number in turning)
    links = tuple(link for _, link in taken.links.links)
    return Read(fetch, PageLinks(fetch.title or "", links, pager=pager))


def as_sent(taken: Taken | None, answer: Answer) -> Answer:
    """Put an answer together as it came when the body was sent; one that has its body stays as it is."""
    if taken is None or taken.how is Sameness.SAME_BODY:
        return answer
    first = taken.first
    status, _, phrase = first.status_line.partition(" ")
    return replace(
        answer,
        status=int(status),
        reason=phrase,
        raw_headers=tuple((name.encode(), value.encode()) for name, value in first.headers),
        body=first.body,
        truncated=taken.earlier.fetch.truncated,
    )


def described_alike(answer: Answer, first: KeptResponse) -> bool:
    """The headers let a body be read as they did before."""
    now, then = _named(answer.headers()), _named(first.headers)
    return now.get("content-type") == then.get("content-type") and not wall_by_status(200, now)


def _named(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}
