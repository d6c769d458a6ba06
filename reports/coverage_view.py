"""What was seen and what was not, with denominators: a clean result means nothing without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.results import Coverage
from reports.moments import moment
from reports.unseen import Unseen, unseen
from reports.visible import clip
from reports.wording import finish

_MAX_NOTE = 1_000
_MAX_KEY = 120


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of something is known, and how much of it was seen."""

    name: str
    known: int
    seen: int
    verb: str

    @property
    def unseen(self) -> int:
        """How many were not seen."""
        return max(self.known - self.seen, 0)

    @property
    def share(self) -> str:
        """The share that was seen, rounded down: 100% means all of it."""
        if self.known <= 0:
            return "—"
        tenths = max(0, min(self.seen * 1000 // self.known, 1000))
        return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The coverage statement."""

    extents: tuple[Extent, ...]
    pages: Extent
    not_fetched: tuple[tuple[Unseen, int], ...]
    links_unchecked: tuple[tuple[Unseen, int], ...]
    complete: bool
    finished: bool
    finish: str
    crawled_at: str
    notes: tuple[str, ...]


def coverage_view(coverage: Coverage) -> CoverageView:
    """The view of a coverage; the commonest causes first."""
    pages = Extent("网页", coverage.pages_known, coverage.pages_fetched, "已读取")
    links = Extent("链接", coverage.links_known, coverage.links_checked, "已检验")
    files = Extent("附件", coverage.attachments_known, coverage.attachments_opened, "已打开")
    return CoverageView(
        extents=(pages, links, files),
        pages=pages,
        not_fetched=_causes(coverage.not_fetched),
        links_unchecked=_causes(coverage.links_unchecked),
        complete=coverage.complete,
        finished=coverage.crawl_finish == "finished",
        finish=clip(finish(coverage.crawl_finish), _MAX_NOTE),
        crawled_at=moment(coverage.crawled_at),
        notes=tuple(clip(note, _MAX_NOTE) for note in coverage.notes),
    )


def _causes(counts: Mapping[str, int]) -> tuple[tuple[Unseen, int], ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple((unseen(clip(key, _MAX_KEY)), count) for key, count in ordered if count)
