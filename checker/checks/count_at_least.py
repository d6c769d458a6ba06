"""There are at least so many of something: documents, projects, periods, issues, years.

Passes: at least `n` items are distinct by what `distinct_by` names; by `topic`, all of `topics` where
no `n` is given, and by `point`, at least `n` numbered points stand in one of the documents.  Fails:
fewer, although the columns and everything on the way to them were seen.  Pending: fewer, but `by` has
not passed, or the five-year plan has only begun.  Review: fewer, and something was not seen; or a
document is there and numbers fewer points.  Known limits: goes by titles; the same thing under two
titles counts twice, many things in one file count once; points are counted, not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from checker.document_params import DocumentParams
from checker.facts.column_lists import ColumnLists, Doubt
from checker.facts.dated_items import Item
from checker.facts.documents import plain_title
from checker.facts.documents_seen import Chosen, choose, more_doubt
from checker.facts.likely_rows import years_in
from checker.facts.names import normal
from checker.facts.numbered_lines import numbered_points
from checker.facts.site import SiteFacts
from checker.judgement import NONE, UNKNOWN, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Stricter
from checker.results import Finding, Reason, Verdict
from checker.title_params import compiled, period_began, period_of
from checker.yearly_day import every_year, not_yet

SLOTS = frozenset({"count", "n", "what", "column", "url", "example", "distinct", "pages_seen"})
_SHOWN = 10
_MOST_OPENED = 20
_NOTHING = r"[^\x{0}-\x{10ffff}]"  # a pattern that no text matches
_PERIOD = re.compile(r"第(十[一二三四五六七八九]?)个五年|(十[一二三四五六七八九])五(?!年[度至])")
_ISSUE = re.compile(r"第?(\d{1,4}|[一二三四五六七八九十]{1,4})[期号]")


class DistinctBy(StrEnum):
    """What makes two items one."""

    DOCUMENT = "document"
    PERIOD = "period"
    YEAR = "year"
    ISSUE = "issue"
    TOPIC = "topic"
    POINT = "point"


class Params(DocumentParams):
    """Which items, what makes them distinct, and how many.

    A topic is written `疫苗接种|疫苗`: a title with one of these words is about it.  `{edition}` in a
    title is the newest of `editions` (name: the day it was issued); for `edition_grace_days` the one
    before it will do.
    Until `by` (month-day of the year asked), and for `period_grace_months` after a five-year plan has
    begun, what is not there is pending.
    """

    n: Annotated[int | None, Stricter.HIGHER] = Field(default=None, ge=1)
    distinct_by: DistinctBy = DistinctBy.DOCUMENT
    topics: Annotated[list[str], Stricter.UNION] = Field(default=[])
    what: str = Field(default="信息", min_length=1)
    editions: dict[str, date] = Field(default={})
    edition_grace_days: int = Field(default=90, ge=0, le=366)
    by: Annotated[str | None, Stricter.LOWER] = Field(default=None, pattern=r"^\d{2}-\d{2}$")
    period_grace_months: int = Field(default=0, ge=0, le=60)

    @field_validator("by")
    @classmethod
    def _day(cls, by: str | None) -> str | None:
        return every_year(by) if by else by

    @model_validator(mode="after")
    def _topics_are_named(self) -> Params:
        if bool(self.topics) != (self.distinct_by is DistinctBy.TOPIC):
            raise ValueError("distinct_by: topic 和 topics 要一起写")
        if any(not normal(word) for topic in self.topics for word in topic.split("|")):
            raise ValueError("topics 里有空的词，写成 疫苗接种|疫苗 这样")
        return self

    @model_validator(mode="after")
    def _editions_are_asked_for(self) -> Params:
        if bool(self.editions) != any("{edition}" in pattern for pattern in self.title_any):
            raise ValueError("title_any 里的 {edition} 和 editions 要一起写")
        return self

    def wanted(self, as_of: date) -> Chosen:
        """The documents that are meant on that day."""
        if not self.editions:
            return self.chosen
        grace = timedelta(days=self.edition_grace_days)
        issued = sorted((day, name) for name, day in self.editions.items() if day <= as_of)
        good = [
            re.escape(name)
            for index, (_, name) in enumerate(issued)
            if index + 1 == len(issued) or as_of - issued[index + 1][0] <= grace
        ]
        titles = [
            pattern.replace("{edition}", name)
            for pattern in self.title_any
            for name in good or [_NOTHING]
        ]
        return replace(self.chosen, title_any=tuple(titles))

    @property
    def need(self) -> int:
        """How many there must be."""
        return self.n or len(self.topics) or 1


def count_at_least(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether there are enough."""
    wanted = params.wanted(asked.as_of)
    items, lists = choose(site, wanted, asked.as_of)
    distinct = _distinct(params, items)
    count = _points(site, items) if params.distinct_by is DistinctBy.POINT else len(distinct)
    columns = lists.columns if lists else []
    slots = {
        "count": str(count),
        "n": str(params.need),
        "what": params.what,
        "column": "、".join(dict.fromkeys(c.text for c in columns)) or NONE,
        "url": columns[0].url if columns else (items[0].url if items else UNKNOWN),
        "example": items[0].title if items else NONE,
        "distinct": "、".join(name.partition("|")[0] for name in list(distinct)[:_SHOWN]) or NONE,
        "pages_seen": str(len(site.held)),
    }
    seen = tuple(
        evidence(item.url, f"{item.day or '未见日期'}　{item.title}", site.resolve(item.url).last)
        for item in list(distinct.values())[:_SHOWN]
    )
    if count >= params.need:
        return Judgement(Verdict.PASS, slots, evidence=seen)
    waits = _waits(params, asked.as_of)
    if waits:
        return Judgement(Verdict.PENDING, slots, None, waits, seen)
    doubt = _undecided(params, items, asked) or (
        more_doubt(site, wanted, lists) or _unnamed(wanted, lists, asked)
    )
    why = f"找到{params.what} {count} 项，要求至少 {params.need} 项"
    lacking = [topic.partition("|")[0] for topic in params.topics if topic not in distinct]
    if lacking:
        why += f"，没有看到：{'、'.join(lacking)}"
    if doubt:
        more = (evidence(doubt.url, doubt.detail, site.snapshot.fetch(doubt.url)),)
        return Judgement(
            Verdict.REVIEW,
            slots,
            doubt.reason,
            f"{why}；{doubt.detail}",
            seen + (more if doubt.url else ()),
        )
    finding = Finding(
        fingerprint=fingerprint(asked.rule, "count"),
        message=why,
        url=columns[0].url if columns else site.snapshot.info.home,
        observed=f"{count} 项",
        expected=f"至少 {params.need} 项",
        suggestion=f"补充公开{params.what}",
        **place_of(columns[0].last if columns else site.home.fetch),
    )
    return Judgement(Verdict.FAIL, slots, None, why, seen, (finding,))


def _waits(params: Params, as_of: date) -> str | None:
    """Say that it is too early to ask for so many; None where it is not."""
    grace = timedelta(days=params.period_grace_months * 30)
    if params.by and (waits := not_yet(params.by, as_of)):
        return waits
    if params.period_grace_months and as_of < period_began(as_of.year) + grace:
        return f"“{period_of(as_of.year)}五”规划期刚开始，期限未到"
    return None


def _undecided(params: Params, items: list[Item], asked: Question) -> Doubt | None:
    """What a person must look at however much was seen."""
    if params.distinct_by is DistinctBy.POINT and items:
        detail = f"《{items[0].title}》正文没有编号到 {params.need}，请打开核对"
        return Doubt(Reason.ASSISTED, detail, items[0].url)
    if params.editions and asked.as_of < min(params.editions.values()):
        return Doubt(Reason.ASSISTED, "不知道当时的现行版本")
    return None


def _unnamed(wanted: Chosen, lists: ColumnLists | None, asked: Question) -> Doubt | None:
    """A column that bears the very name may hold them under titles that do not say so."""
    patterns = compiled(wanted.title_any, asked.as_of, wanted.years_back)
    for column in lists.columns if lists else ():
        rows = lists.sizes.get(column.url, 0) if lists else 0
        if rows and any(pattern.search(plain_title(column.text)) for pattern in patterns):
            detail = f"栏目“{column.text}”有 {rows} 条信息，从标题看不出是不是"
            return Doubt(Reason.ASSISTED, detail, column.url)
    return None


def _points(site: SiteFacts, items: list[Item]) -> int:
    """Return how many points the document numbers that numbers most."""
    counts = [0]
    for item in items[:_MOST_OPENED]:
        last = site.resolve(item.url).last
        page = site.page(last.url) if last else None
        counts += [numbered_points(text.splitlines()) for text in ([page.text] if page else [])]
    return max(counts)


def _distinct(params: Params, items: list[Item]) -> dict[str, Item]:
    """Return one item for each distinct name; those that say none are left out."""
    names: dict[DistinctBy, Callable[[Item], list[str]]] = {
        DistinctBy.DOCUMENT: lambda item: [plain_title(item.title)],
        DistinctBy.PERIOD: lambda item: [
            f"{long or short}五" for long, short in _PERIOD.findall(plain_title(item.title))[:1]
        ],
        DistinctBy.YEAR: _years,
        DistinctBy.ISSUE: lambda item: [
            f"{year}年第{number}期"
            for number in _ISSUE.findall(plain_title(item.title))[:1]
            for year in (_years(item) or ["?"])[:1]
        ],
        DistinctBy.TOPIC: lambda item: [
            topic
            for topic in params.topics
            if any(normal(word) in normal(item.title) for word in topic.split("|"))
        ],
        DistinctBy.POINT: lambda item: [plain_title(item.title)],
    }
    found: dict[str, Item] = {}
    for item in items:
        for name in names[params.distinct_by](item):
            found.setdefault(name, item)
    return found


def _years(item: Item) -> list[str]:
    said = sorted(years_in(item.title))
    return [str(year) for year in said] or ([str(item.day.year)] if item.day else [])
