"""What a check hands back, what it is asked, and how facts become evidence.  No judging here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone
from hashlib import sha256
from typing import TypedDict

from checker.results import Evidence, Finding, MeasurementTable, Reason, Verdict
from crawler.snapshot import Fetch, Rendering

CHINA = timezone(timedelta(hours=8))
MAX_EXCERPT = 200
NONE = "没有找到"
UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Question:
    """What a check is asked beside its parameters: for which rule, and as of which day.

    What happened before `since` was not demanded yet, and is not held against anyone.
    """

    rule: str
    as_of: date
    since: date | None = None

    def too_early(self, day: date | None) -> bool:
        """What happened on that day was not demanded yet."""
        return self.since is not None and day is not None and day < self.since


@dataclass(frozen=True, slots=True)
class Judgement:
    """A check's answer.  `why` tells in one Chinese sentence what decided or was in the way."""

    verdict: Verdict
    slots: Mapping[str, str]
    reason: Reason | None = None
    why: str = ""
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()
    tables: tuple[MeasurementTable, ...] = field(default=())


class _Place(TypedDict):
    fetched_at: str | None
    sha256: str | None
    warc: str | None
    rendered: str | None


def place_of(fetch: Fetch | None) -> _Place:
    """Say when a body was fetched, what its hash is, and where it lies in the snapshot.

    Of a page that a browser drew, the DOM was read: then hash and place are the DOM's.
    """
    if fetch is None:
        return _Place(fetched_at=None, sha256=None, warc=None, rendered=None)
    at = fetch.fetched_at
    read = fetch.drawn or fetch
    record = read.record
    return _Place(
        fetched_at=at.astimezone(CHINA).isoformat(timespec="seconds") if at else None,
        sha256=read.sha256,
        warc=f"{record.file}@{record.offset}+{record.length}" if record else None,
        rendered=_drawn_by(fetch.drawn) if fetch.drawn else None,
    )


def _drawn_by(rendering: Rendering) -> str:
    at = rendering.drawn_at.astimezone(CHINA).isoformat(timespec="seconds")
    return f"{rendering.browser} {at}"


def evidence(url: str, what: str, fetch: Fetch | None, excerpt: str = "") -> Evidence:
    """Put down something seen."""
    return Evidence(url=url, what=what, excerpt=short(excerpt), **place_of(fetch))


def short(text: str, most: int = MAX_EXCERPT) -> str:
    """Fold white space and cut a text."""
    folded = " ".join(text.split())
    return folded if len(folded) <= most else folded[: most - 1] + "…"


def fingerprint(rule: str, locator: str) -> str:
    """Name a finding so that the same fault has the same name in every run."""
    return sha256(f"{rule}\n{locator}".encode()).hexdigest()[:32]
