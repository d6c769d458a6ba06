"""The sheet of what was seen and what was not: a clean result means nothing without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.results import Coverage
from reports.columns import Column
from reports.coverage_view import CoverageView, coverage_view
from reports.language import Language


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One line; a count that does not apply is missing, never 0."""

    part: str
    item: str
    known: int | None = None
    seen: int | None = None
    unseen: int | None = None
    told: str = ""


def coverage_rows(coverage: Coverage, t: Language) -> list[CoverageRow]:
    """All lines: totals, causes, hosts, what was left out, notes."""
    view = coverage_view(coverage, t)
    return [*_totals(view, t), *_causes(view, t), *_hosts(view, t), *_notes(view, t)]


def coverage_columns(t: Language) -> tuple[Column[CoverageRow], ...]:
    """The columns of the sheet."""
    return (
        Column("part", t("部分"), 22, lambda row: row.part),
        Column("item", t("项目"), 34, lambda row: row.item),
        Column("known", t("已知"), 11, lambda row: _count(row.known)),
        Column("seen", t("看到"), 11, lambda row: _count(row.seen)),
        Column("unseen", t("没看到"), 11, lambda row: _count(row.unseen)),
        Column("told", t("说明"), 60, lambda row: row.told),
    )


def _count(number: int | None) -> int | str:
    return "" if number is None else number


def _totals(view: CoverageView, t: Language) -> Iterator[CoverageRow]:
    for extent in view.extents:
        share = t("看到 {share}", share=extent.share)
        yield CoverageRow(t("总数"), extent.name, extent.known, extent.seen, extent.unseen, share)


def _causes(view: CoverageView, t: Language) -> Iterator[CoverageRow]:
    for part, causes in (
        (t("没有读取的网页"), view.not_fetched),
        (t("没有检验的链接"), view.links_unchecked),
    ):
        for cause, count in causes:
            yield CoverageRow(part, cause.label, unseen=count, told=cause.meaning)


def _hosts(view: CoverageView, t: Language) -> Iterator[CoverageRow]:
    for host in view.hosts:
        unseen = max(host.known - host.read, 0)
        yield CoverageRow(t("本站主机"), host.name, host.known, host.read, unseen, host.causes)
    if view.hidden_hosts:
        yield CoverageRow(t("本站主机"), t("另有 {n} 个主机没有列出", n=view.hidden_hosts))
    for name, links, akin in view.outside:
        akin_told = t("名称像本站的，没有当作本站检查") if akin else ""
        yield CoverageRow(t("站外主机（链接数）"), name, known=links, told=akin_told)


def _notes(view: CoverageView, t: Language) -> Iterator[CoverageRow]:
    for kind, count in view.traps:
        yield CoverageRow(t("看来没有尽头、没有全抓的网址"), kind, unseen=count)
    yield CoverageRow(t("抓取"), view.finish, told=view.crawled_at)
    for note in filter(None, [view.spared, *view.notes]):
        yield CoverageRow(t("说明"), note)
