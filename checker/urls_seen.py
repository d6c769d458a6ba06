"""Which URLs a crawl settled and which it left open, packed for `audit.json`.

A later audit can so be told from an earlier one: a finding that is gone was fixed only where its place
was read.  It judges nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence

from checker.results import UrlsSeen, url_mark
from crawler.snapshot import Fetch, Outcome, Snapshot

# Beyond this the sets would outgrow the rest of audit.json, and marks of four bytes begin to collide.
_MOST = 200_000


def urls_seen(snapshot: Snapshot, fetches: Sequence[Fetch]) -> UrlsSeen | None:
    """The three sets; None where there are too many URLs."""
    if len(fetches) > _MOST:
        return None
    read, missing, left_open = [], [], []
    for fetch in fetches:
        outcome = fetch.outcome
        if outcome is Outcome.REDIRECT:
            last = snapshot.resolve(fetch.url).last
            outcome = Outcome.REDIRECT if last is None else last.outcome
        if outcome is Outcome.OK:
            read.append(fetch.url)
        elif outcome is Outcome.NOT_FOUND:
            missing.append(fetch.url)
        else:
            left_open.append(fetch.url)
    return UrlsSeen(read=_packed(read), missing=_packed(missing), left_open=_packed(left_open))


def _packed(urls: Iterable[str]) -> str:
    return base64.b64encode(b"".join(sorted({url_mark(url) for url in urls}))).decode("ascii")
