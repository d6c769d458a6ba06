"""A column is kept up: its newest item is new enough, or every period brought one.

Passes: the newest dated item is at most `max_age_days` old, or each of the last `periods` elapsed
periods (`every`; a period counts when `grace_days` have gone by since its end) brought an item.
Fails: the column was seen, its items bear dates, and the newest is older, or a period is empty; or
no such column and no such item exists although everything on the way was seen.  Pending: no period
has run out since the document that demands it.  Review: the column or its items were not seen, they
bear no dates, or a script may bring newer ones.  Known limits: the day that counts is that of
publication as the site gives it; a report filed late is not told from one in time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from checker.facts.cadence import Every, Span, elapsed
from checker.facts.column_lists import ColumnLists, Doubt, absence_doubt, read_columns
from checker.facts.dated_items import Item, items_of, too_few_dated
from checker.facts.names import normal
from checker.facts.site import SiteFacts
from checker.facts.titles import TitleIndex
from checker.facts.urls import is_directory
from checker.judgement import NONE, UNKNOWN, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Evidence, Finding, Verdict
from checker.title_params import Patterns, compiled

SLOTS = frozenset(
    {"column", "url", "newest", "age", "title", "items", "missing", "demand", "pages_seen"}
)
_SHOWN = 5
_NOT_YET = "文件印发以来还没有满一个周期"


class Params(BaseParams):
    """Which column or titles, and how often something new must stand there.

    With `names` alone all items of the column count; with `title_any` those so titled count,
    wherever they stand.
    """

    names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    exclude_names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    title_any: Annotated[Patterns, Stricter.UNION] = Field(default=[])
    title_none: Annotated[Patterns, Stricter.UNION] = Field(default=[])
    max_age_days: Annotated[int | None, Stricter.LOWER] = Field(default=None, ge=1)
    every: Every | None = None
    periods: Annotated[int, Stricter.HIGHER] = Field(default=1, ge=1, le=24)
    grace_days: Annotated[int, Stricter.LOWER] = Field(default=30, ge=0, le=366)

    @model_validator(mode="after")
    def _asks_something(self) -> Params:
        if not (self.names or self.title_any):
            raise ValueError("names 和 title_any 至少写一个")
        if self.max_age_days is None and self.every is None:
            raise ValueError("max_age_days 和 every 至少写一个")
        return self


@dataclass(slots=True)
class _Seen:
    """What was found, newest first, and why more may be there."""

    lists: ColumnLists | None
    items: list[Item]
    doubt: Doubt | None


def column_fresh(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether the column is kept up."""
    seen = _look(params, site, asked.as_of)
    dated = [item for item in seen.items if item.day]
    missing = _missing(params, dated, asked)
    if missing is None:
        return _answer(params, site, asked, seen, Verdict.PENDING, None, [_NOT_YET])
    if not missing:
        return _answer(params, site, asked, seen, Verdict.PASS)
    if not seen.items:
        doubt = _absent(params, site, seen)
        if doubt:
            return _answer(params, site, asked, seen, Verdict.REVIEW, doubt, missing)
        return _failed(params, site, asked, seen, missing)
    doubt = too_few_dated(seen.items) or seen.doubt
    if doubt:
        return _answer(params, site, asked, seen, Verdict.REVIEW, doubt, missing)
    return _failed(params, site, asked, seen, missing)


def _look(params: Params, site: SiteFacts, as_of: date) -> _Seen:
    lists = read_columns(site, params.names, params.exclude_names) if params.names else None
    wants = compiled(params.title_any, as_of)
    refuses = compiled(params.title_none, as_of)
    if wants:
        names = {normal(name) for name in params.names}
        urls = {column.url for column in lists.columns} if lists else set()
        titled = site.once(TitleIndex).search(wants, refuses)
        # A column's name in a menu is no item, though the pattern may fit it.
        items = items_of(
            site,
            None,
            [
                one
                for one in titled
                if normal(one.title) not in names or not (one.url in urls or is_directory(one.url))
            ],
            as_of,
        )
    else:
        items = [
            item
            for item in items_of(site, lists, [], as_of)
            if not any(pattern.search(normal(item.title)) for pattern in refuses)
        ]
    return _Seen(lists, items, lists.doubt_of_newest() if lists else absence_doubt(site, ()))


def _missing(params: Params, dated: list[Item], asked: Question) -> list[str] | None:
    """Say what is missing, in words; [] where nothing is, None where no period has run out yet."""
    as_of, lacking = asked.as_of, list[str]()
    newest = dated[0].day if dated else None
    if params.max_age_days is not None and (
        newest is None or (as_of - newest).days > params.max_age_days
    ):
        lacking.append(f"{params.max_age_days} 天内没有新的信息")
    if params.every is not None:
        spans = elapsed(as_of, params.every, params.periods, params.grace_days)
        empty = [span for span in spans if not _filled(span, dated)]
        due = [span for span in empty if not asked.too_early(span.end)]
        if empty and not due and params.max_age_days is None:
            return None
        lacking += [f"{span}没有信息" for span in due]
    return lacking


def _filled(span: Span, dated: list[Item]) -> bool:
    """Something came in the period, or was filed in the time that one waits for it.

    What came later is newer still: a column that goes on is not accused of a period long ago.
    """
    return any(item.day is not None and item.day in span for item in dated)


def _absent(params: Params, site: SiteFacts, seen: _Seen) -> Doubt | None:
    """Why nothing was found and may be there all the same."""
    if seen.lists and seen.lists.columns:
        return seen.lists.doubt()
    return absence_doubt(site, params.names, params.exclude_names)


def _failed(
    params: Params, site: SiteFacts, asked: Question, seen: _Seen, missing: list[str]
) -> Judgement:
    result = _answer(params, site, asked, seen, Verdict.FAIL, None, missing)
    column = seen.lists.columns[0] if seen.lists and seen.lists.columns else None
    last = column.last if column else site.home.fetch
    newest = next((item for item in seen.items if item.day), None)
    finding = Finding(
        fingerprint=fingerprint(asked.rule, column.url if column else "absent"),
        message="；".join(missing),
        url=column.url if column else site.snapshot.info.home,
        target=newest.url if newest else None,
        observed=f"最新一条 {newest.day}" if newest else NONE,
        expected=_demand(params),
        excerpt=newest.title if newest else "",
        suggestion="按期更新该栏目，或补发应公开的信息",
        **place_of(last),
    )
    return Judgement(
        Verdict.FAIL, result.slots, None, "；".join(missing), result.evidence, (finding,)
    )


def _demand(params: Params) -> str:
    names = {Every.MONTH: "月", Every.QUARTER: "季度", Every.HALF_YEAR: "半年", Every.YEAR: "年"}
    parts = [f"{params.max_age_days} 天内有更新"] if params.max_age_days else []
    parts += [f"每{names[params.every]}有更新"] if params.every else []
    return "、".join(parts)


def _answer(  # the parts of one answer
    params: Params,
    site: SiteFacts,
    asked: Question,
    seen: _Seen,
    verdict: Verdict,
    doubt: Doubt | None = None,
    missing: list[str] | None = None,
) -> Judgement:
    newest = next((item for item in seen.items if item.day), None)
    columns = seen.lists.columns if seen.lists else []
    slots = {
        "column": "、".join(dict.fromkeys(c.text for c in columns[:_SHOWN])) or NONE,
        "url": columns[0].url if columns else (newest.url if newest else UNKNOWN),
        "newest": str(newest.day) if newest else NONE,
        "age": str((asked.as_of - newest.day).days) if newest and newest.day else UNKNOWN,
        "title": newest.title if newest else NONE,
        "items": str(len(seen.items)),
        "missing": "；".join(missing or []) or "无",
        "demand": _demand(params),
        "pages_seen": str(len(site.held)),
    }
    shown = [
        evidence(item.url, f"{item.day or '未见日期'}　{item.title}", site.resolve(item.url).last)
        for item in seen.items[:_SHOWN]
    ]
    shown += [_column(site, seen, number) for number in range(min(len(columns), _SHOWN))]
    why = doubt.detail if doubt else "；".join(missing or [])
    if doubt and doubt.url:
        shown.append(evidence(doubt.url, doubt.detail, site.snapshot.fetch(doubt.url)))
    return Judgement(verdict, slots, doubt.reason if doubt else None, why, tuple(shown))


def _column(site: SiteFacts, seen: _Seen, number: int) -> Evidence:
    lists = seen.lists or ColumnLists()
    column = lists.columns[number]
    size = lists.sizes.get(column.url, "—")
    return evidence(
        column.url, f"栏目“{column.text}”，条目 {size} 条", site.resolve(column.url).last
    )
