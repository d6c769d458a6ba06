"""There are at least so many of something: documents, projects, periods, issues, years.

Passes: at least `n` items are distinct by what `distinct_by` names.  Fails: fewer, although the
columns and everything on the way to them were seen.  Pending: fewer, but `by` has not passed, or the
five-year plan has only begun.  Review: fewer, and something was not seen.  Known limits: goes
by titles; the same thing under two titles counts twice, many things in one file count once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator

from checker.document_params import DocumentParams
from checker.facts.column_lists import ColumnLists, Doubt
from checker.facts.dated_items import Item
from checker.facts.documents import plain_title
from checker.facts.documents_seen import choose, more_doubt
from checker.facts.likely_rows import years_in
from checker.facts.site import SiteFacts
from checker.judgement import NONE, UNKNOWN, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Stricter
from checker.results import Finding, Reason, Verdict
from checker.title_params import compiled, period_began, period_of

SLOTS = frozenset({"count", "n", "what", "column", "url", "example", "distinct", "pages_seen"})
_SHOWN = 10
_PERIOD = re.compile(r"第(十[一二三四五六七八九]?)个五年|(十[一二三四五六七八九])五(?!年[度至])")
_ISSUE = re.compile(r"第?(\d{1,4}|[一二三四五六七八九十]{1,4})[期号]")


class DistinctBy(StrEnum):
    """What makes two items one."""

    DOCUMENT = "document"
    PERIOD = "period"
    YEAR = "year"
    ISSUE = "issue"


class Params(DocumentParams):
    """Which items, what makes them distinct, and how many.

    Until `by` (month-day of the year asked), and for `period_grace_months` after a five-year plan has
    begun, what is not there is pending.
    """

    n: Annotated[int, Stricter.HIGHER] = Field(default=1, ge=1)
    distinct_by: DistinctBy = DistinctBy.DOCUMENT
    what: str = Field(default="信息", min_length=1)
    by: Annotated[str | None, Stricter.LOWER] = Field(default=None, pattern=r"^\d{2}-\d{2}$")
    period_grace_months: int = Field(default=0, ge=0, le=60)

    @field_validator("by")
    @classmethod
    def _day(cls, by: str | None) -> str | None:
        if by:
            date.fromisoformat(f"2000-{by}")
        return by


def count_at_least(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether there are enough."""
    items, lists = choose(site, params.chosen, asked.as_of)
    distinct = _distinct(items, params.distinct_by)
    columns = lists.columns if lists else []
    slots = {
        "count": str(len(distinct)),
        "n": str(params.n),
        "what": params.what,
        "column": "、".join(dict.fromkeys(c.text for c in columns)) or NONE,
        "url": columns[0].url if columns else (items[0].url if items else UNKNOWN),
        "example": items[0].title if items else NONE,
        "distinct": "、".join(list(distinct)[:_SHOWN]) or NONE,
        "pages_seen": str(len(site.held)),
    }
    seen = tuple(
        evidence(item.url, f"{item.day or '未见日期'}　{item.title}", site.resolve(item.url).last)
        for item in list(distinct.values())[:_SHOWN]
    )
    if len(distinct) >= params.n:
        return Judgement(Verdict.PASS, slots, evidence=seen)
    if params.by and asked.as_of <= date.fromisoformat(f"{asked.as_of.year}-{params.by}"):
        why = f"期限 {asked.as_of.year}-{params.by} 未到"
        return Judgement(Verdict.PENDING, slots, None, why, seen)
    grace = timedelta(days=params.period_grace_months * 30)
    if params.period_grace_months and asked.as_of < period_began(asked.as_of.year) + grace:
        why = f"“{period_of(asked.as_of.year)}五”规划期刚开始，期限未到"
        return Judgement(Verdict.PENDING, slots, None, why, seen)
    doubt = more_doubt(site, params.chosen, lists) or _unnamed(params, lists, asked)
    why = f"找到{params.what} {len(distinct)} 项，要求至少 {params.n} 项"
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
        observed=f"{len(distinct)} 项",
        expected=f"至少 {params.n} 项",
        suggestion=f"补充公开{params.what}",
        **place_of(columns[0].last if columns else site.home.fetch),
    )
    return Judgement(Verdict.FAIL, slots, None, why, seen, (finding,))


def _unnamed(params: Params, lists: ColumnLists | None, asked: Question) -> Doubt | None:
    """A column that bears the very name may hold them under titles that do not say so."""
    patterns = compiled(params.title_any, asked.as_of)
    for column in lists.columns if lists else ():
        rows = lists.sizes.get(column.url, 0) if lists else 0
        if rows and any(pattern.search(plain_title(column.text)) for pattern in patterns):
            detail = f"栏目“{column.text}”有 {rows} 条信息，从标题看不出是不是"
            return Doubt(Reason.ASSISTED, detail, column.url)
    return None


def _distinct(items: list[Item], by: DistinctBy) -> dict[str, Item]:
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
    }
    found: dict[str, Item] = {}
    for item in items:
        for name in names[by](item):
            found.setdefault(name, item)
    return found


def _years(item: Item) -> list[str]:
    said = sorted(years_in(item.title))
    return [str(year) for year in said] or ([str(item.day.year)] if item.day else [])
