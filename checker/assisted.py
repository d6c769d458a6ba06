"""Gather from the site what bears on a question that a person answers: titles, dates, columns.

Says how much there is, and where nothing was found, how many pages were looked at.  Answers nothing itself.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from checker.facts.column_lists import ColumnLists, read_columns
from checker.facts.documents import plain_title
from checker.facts.site import SiteFacts
from checker.facts.titles import Titled, TitleIndex
from checker.facts.urls import is_directory
from checker.judgement import NONE, Judgement, Question, evidence
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Evidence, Reason, Verdict
from checker.title_params import Patterns, compiled

SLOTS = frozenset(
    {"question", "found", "dated", "newest", "columns", "example", "clues", "pages_seen"}
)
_SHOWN = 12
_SHOWN_COLUMNS = 5


class Clues(BaseParams):
    """The question to answer, and what titles and columns bear on it.

    `days` counts back from the day asked; pages without a date are gathered as well.
    """

    question: str = Field(min_length=1)
    title_any: Annotated[Patterns, Stricter.UNION] = Field(default=[])
    title_none: Annotated[Patterns, Stricter.UNION] = Field(default=[])
    columns: Annotated[list[str], Stricter.UNION] = Field(default=[])
    columns_none: Annotated[list[str], Stricter.UNION] = Field(default=[])
    days: int | None = Field(default=None, ge=1)


def collect_clues(params: Clues, site: SiteFacts, asked: Question) -> Judgement:
    """Gather what bears on the question; the answer is a person's."""
    since = asked.as_of - timedelta(days=params.days) if params.days else date.min
    found = site.once(TitleIndex).search(
        compiled(params.title_any, asked.as_of), compiled(params.title_none, asked.as_of)
    )
    lists = read_columns(site, params.columns, params.columns_none) if params.columns else None
    found += _filed(lists, {one.url for one in found}, params)
    found = [one for one in found if not _is_column(site, lists, one)]
    dated = {one.url: _date(site, one, asked.as_of) for one in found}
    fresh = [one for one in found if (dated[one.url] or date.max) >= since]
    fresh.sort(key=lambda one: dated[one.url] or date.min, reverse=True)
    unique = list({plain_title(one.title): one for one in reversed(fresh)}.values())[::-1]
    days = [day for one in unique if (day := dated[one.url])]
    names = [column.text for column in lists.columns] if lists else []
    slots = {
        "question": params.question,
        "found": str(len(unique)),
        "dated": str(len(days)),
        "newest": str(max(days)) if days else NONE,
        "columns": "、".join(dict.fromkeys(names)) or NONE,
        "example": unique[0].title if unique else NONE,
        "pages_seen": str(len(site.held)),
        "clues": _told(unique, max(days, default=None), names if params.columns else None),
    }
    why = slots["clues"]
    seen = [*_columns(lists), *(_shown(site, one, dated[one.url]) for one in unique[:_SHOWN])]
    return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, why, tuple(seen))


def _told(found: list[Titled], newest: date | None, columns: list[str] | None) -> str:
    """What was found, in words; `columns` is None where none were asked for."""
    if found:
        day = f"最新 {newest}，" if newest else ""
        told = f"线索 {len(found)} 条（{day}如“{found[0].title}”）"
    else:
        told = "没有找到线索"
    if columns is None:
        return told
    return (
        f"{told}，栏目：{'、'.join(dict.fromkeys(columns))}"
        if columns
        else f"{told}，也没有相应栏目"
    )


def _is_column(site: SiteFacts, lists: ColumnLists | None, one: Titled) -> bool:
    """The title is that of a column, in a menu: it is shown as such, and is no clue."""
    if lists and any(one.url == column.url for column in lists.columns):
        return True
    return is_directory(one.url) and (one.url in site.templates or site.clicks(one.url) == 1)


def _filed(lists: ColumnLists | None, known: set[str], params: Clues) -> list[Titled]:
    """Return the rows of the columns; with title patterns the rows are found by those already."""
    if lists is None or params.title_any:
        return []
    where = lists.columns[0].url if lists.columns else ""
    return [
        Titled(entry.title, entry.url, where, entry.date)
        for entry in lists.entries
        if entry.url and entry.url not in known and not entry.placeholder
    ]


def _date(site: SiteFacts, one: Titled, as_of: date) -> date | None:
    day = site.published(one.url, one.listed)
    return day if day is None or day <= as_of else None


def _columns(lists: ColumnLists | None) -> list[Evidence]:
    if lists is None:
        return []
    return [
        evidence(
            column.last.url if column.last else column.url,
            f"栏目“{column.text}”，条目 {lists.sizes.get(column.url, '—')} 条",
            column.last,
        )
        for column in lists.columns[:_SHOWN_COLUMNS]
    ]


def _shown(site: SiteFacts, one: Titled, day: date | None) -> Evidence:
    fetch = site.resolve(one.url).last
    return evidence(one.url, f"{day or '未见日期'}　{one.title}", fetch, f"见于 {one.seen_on}")
