"""What was seen and what was not, with denominators: a clean result means nothing without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.results import Coverage, HostSeen
from reports.language import Language
from reports.moments import moment
from reports.spared import spared_told
from reports.unseen import Unseen, unseen
from reports.visible import clip
from reports.wording import finish, trap

_MAX_NOTE = 1_000
_MAX_KEY = 120
_MAX_HOSTS = 50


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
class HostView:
    """One host of the site, and why pages of it were not read."""

    name: str
    known: int
    read: int
    causes: str


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
    spared: str
    notes: tuple[str, ...]
    hosts: tuple[HostView, ...]
    hidden_hosts: int
    outside: tuple[tuple[str, int, bool], ...]
    outside_known: int
    traps: tuple[tuple[str, int], ...]


def coverage_view(coverage: Coverage, t: Language) -> CoverageView:
    """The view of a coverage; the commonest causes first."""
    pages = Extent(t("网页"), coverage.pages_known, coverage.pages_fetched, t("已读取"))
    links = Extent(t("链接"), coverage.links_known, coverage.links_checked, t("已检验"))
    files = Extent(t("附件"), coverage.attachments_known, coverage.attachments_opened, t("已打开"))
    return CoverageView(
        extents=(pages, links, files),
        pages=pages,
        not_fetched=_causes(coverage.not_fetched, t),
        links_unchecked=_causes(coverage.links_unchecked, t),
        complete=coverage.complete,
        finished=coverage.crawl_finish == "finished",
        finish=clip(finish(coverage.crawl_finish, t), _MAX_NOTE, t),
        crawled_at=moment(coverage.crawled_at, t),
        spared=spared_told(coverage.spared, t),
        notes=tuple(clip(note, _MAX_NOTE, t) for note in coverage.notes),
        hosts=tuple(_host(one, t) for one in coverage.hosts[:_MAX_HOSTS]),
        hidden_hosts=max(coverage.hosts_known - min(len(coverage.hosts), _MAX_HOSTS), 0),
        outside=tuple(
            (clip(one.host, _MAX_KEY, t), one.links, one.akin)
            for one in coverage.outside_hosts[:_MAX_HOSTS]
        ),
        outside_known=coverage.outside_hosts_known,
        traps=tuple(
            (clip(trap(code, t), _MAX_KEY, t), count)
            for code, count in sorted(coverage.traps.items(), key=_commonest)
            if count
        ),
    )


def _host(host: HostSeen, t: Language) -> HostView:
    causes = t.listed(f"{cause.label} {count}" for cause, count in _causes(host.not_fetched, t))
    return HostView(clip(host.host, _MAX_KEY, t), host.pages_known, host.pages_fetched, causes)


def _commonest(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _causes(counts: Mapping[str, int], t: Language) -> tuple[tuple[Unseen, int], ...]:
    ordered = sorted(counts.items(), key=_commonest)
    return tuple((unseen(clip(key, _MAX_KEY, t), t), count) for key, count in ordered if count)
