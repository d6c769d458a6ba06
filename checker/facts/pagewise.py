"""What is worked out of each page or file by itself, beside its facts, where a check will look at all of them.

Done while the page is read, so that it is read once and so that several processes can share the work.
Only what was found is kept: a page without anything costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from checker.facts.attachments import read_attachment
from checker.facts.mixed_content import MixedContent, mixed_content
from checker.facts.personal_data import Scan, scan_attachment, scan_page
from crawler.snapshot import Fetch, Outcome, Role, Snapshot

PERSONAL_DATA = "personal_data"
MIXED_CONTENT = "mixed_content"
MOST_FILES = 2_000


@dataclass(frozen=True, slots=True)
class FileScan:
    """What was found in a file, None where nothing was; `unread` says why it could not be read."""

    scan: Scan | None
    unread: str = ""


def files_held(snapshot: Snapshot) -> list[Fetch]:
    """Return the attached files that are looked into, in the order in which they became known."""
    held = (
        fetch
        for fetch in snapshot.fetches()
        if fetch.role is Role.ATTACHMENT and fetch.outcome is Outcome.OK and not fetch.is_html
    )
    return list(islice(held, MOST_FILES))


def personal_data(snapshot: Snapshot, fetch: Fetch, html: str) -> Scan | FileScan | None:
    """Return the personal data on a page (None where there is none), or in a file."""
    if html or fetch.is_html:
        return _telling(scan_page(html or snapshot.text(fetch.url)))
    name = fetch.url.rpartition("/")[2].partition("?")[0]
    file = read_attachment(snapshot.body(fetch.url), name)
    return FileScan(_telling(scan_attachment(file)), "" if file.readable else str(file.state))


def _telling(scan: Scan) -> Scan | None:
    return scan if scan.count or scan.doubtful or scan.weak_masks else None


def plain_http(snapshot: Snapshot, fetch: Fetch, html: str) -> MixedContent | None:
    """Return what an HTTPS page brings in over plain HTTP, None where that is nothing."""
    if not fetch.url.startswith("https:") or not (html or fetch.is_html):
        return None
    return mixed_content(html or snapshot.text(fetch.url), fetch.url)


PAGEWISE: Mapping[str, Callable[[Snapshot, Fetch, str], Any]] = {
    PERSONAL_DATA: personal_data,
    MIXED_CONTENT: plain_http,
}
