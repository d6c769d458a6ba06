"""A site that was read, with its truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts
from checker.facts.urls import host_of
from crawler.snapshot import CrawlInfo, MemorySnapshot, Role
from crawler.snapshot.memory import page
from tests.gold.truth import PageTruth, SiteTruth

AT = datetime(2024, 11, 21, 1, 0, tzinfo=UTC)


@dataclass(slots=True)
class Corpus:
    """A site that was read, with its truth."""

    name: str
    site: SiteFacts
    truth: SiteTruth

    def each(self, *kinds: str) -> list[tuple[str, PageTruth, PageFacts]]:
        """The pages of these kinds, each with its truth and what was read."""
        return [
            (url, truth, facts)
            for url, truth in self.truth.pages.items()
            if (not kinds or truth.kind in kinds) and (facts := self.site.page(url)) is not None
        ]


def site_of(bodies: Mapping[str, bytes], home: str) -> SiteFacts:
    """Take pages as a finished crawl of one host."""
    fetches = [page(url, body, role=Role.PAGE, fetched_at=AT) for url, body in bodies.items()]
    info = CrawlInfo(home, AT, AT, "finished", (host_of(home),))
    return SiteFacts(MemorySnapshot(info, fetches, bodies))
