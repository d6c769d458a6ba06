"""Ask the facts about a corpus and compare with its truth: one function per fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from checker.facts.columns import columns_named
from checker.facts.dates import settle
from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts
from checker.facts.urls import host_of
from crawler.snapshot import CrawlInfo, MemorySnapshot, Role
from crawler.snapshot.memory import page
from tests.gold.scores import Score, Scores
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


def read(corpus: Corpus) -> Scores:
    """Measure every fact on the corpus."""
    scores: Scores = defaultdict(Score)
    for fact, measure in MEASURES.items():
        measure(corpus, scores[fact])
    return dict(scores)


def _columns(corpus: Corpus, score: Score) -> None:
    for column in corpus.truth.columns:
        found = columns_named(corpus.site, [column.name])[:1]
        score.compare(
            "home", [(column.name, column.url)], [(column.name, one.url) for one in found]
        )
    for name in corpus.truth.absent_columns:
        score.compare("home", [], [(name, one.url) for one in columns_named(corpus.site, [name])])


def _entry_titles(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each():
        if truth.entries is not None:
            wanted = [(_squeezed(one.title), one.url) for one in truth.entries]
            score.compare(url, wanted, [(_squeezed(one.title), one.url) for one in facts.entries])


def _entry_dates(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each():
        rows = [row for row in truth.entries or [] if row.date or row.stamp]
        if truth.entries is not None and (rows or not truth.entries):
            wanted = [(one.url, one.date or one.stamp) for one in rows]
            found = [(one.url, one.stamp) for one in facts.entries if one.stamp]
            score.compare(url, wanted, found)


def _pinned(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each("list"):
        wanted = [one.url for one in truth.entries or [] if one.pinned]
        score.compare(url, wanted, [one.url for one in facts.entries if one.pinned])


def _article_dates(corpus: Corpus, score: Score) -> None:
    for url, truth, facts in corpus.each():
        if truth.published or truth.undated:
            best = settle(facts.dates).best
            wanted = [truth.published] if truth.published else []
            score.compare(url, wanted, [best.value.isoformat()] if best else [])


def _squeezed(text: str) -> str:
    return "".join(text.split())


MEASURES: dict[str, Callable[[Corpus, Score], None]] = {
    "栏目": _columns,
    "条目标题": _entry_titles,
    "条目日期": _entry_dates,
    "置顶": _pinned,
    "文章日期": _article_dates,
}
