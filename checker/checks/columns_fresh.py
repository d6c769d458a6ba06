"""The columns of each class are kept up: news, notices and policies, plans and staff.

Passes: at most `max_stale` columns of the classes have a newest item older than the class allows.  Fails:
more have; each is a finding with its newest date.  Is never pending.  Review: no column of a class was
found, or columns without dates or not seen could decide.  Known limits: a class is told by the column's
name; history, closed topics and what is yearly by nature must be excluded by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from checker.facts.column_lists import absence_doubt, read_columns
from checker.facts.columns import Column
from checker.facts.dated_items import Item, items_of, too_few_dated
from checker.facts.site import SiteFacts
from checker.judgement import Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Finding, MeasurementTable, Reason, Verdict

SLOTS = frozenset({"columns", "stale", "unclear", "max_stale", "examples", "pages_seen"})
_SHOWN = 12


class ColumnClass(BaseModel):
    """Columns that go by these names must have something newer than so many days."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: str = Field(min_length=1)
    names: list[str] = Field(min_length=1)
    max_age_days: int = Field(ge=1)


class Params(BaseParams):
    """The classes, and how many columns may be stale."""

    classes: list[ColumnClass] = Field(min_length=1)
    exclude_names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    max_stale: Annotated[int, Stricter.LOWER] = Field(default=0, ge=0)


@dataclass(frozen=True, slots=True)
class _Aged:
    """One column: its newest item, and whether that is too old; None where that cannot be told."""

    column: Column
    wanted: ColumnClass
    newest: Item | None
    stale: bool | None
    detail: str


def columns_fresh(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether columns are kept up."""
    aged = {
        one.column.url: one
        for wanted in params.classes
        for one in _of_class(params, site, wanted, asked.as_of)
    }
    stale = [one for one in aged.values() if one.stale]
    unclear = [one for one in aged.values() if one.stale is None]
    slots = {
        "columns": str(len(aged)),
        "stale": str(len(stale)),
        "unclear": str(len(unclear)),
        "max_stale": str(params.max_stale),
        "examples": "、".join(f"{one.column.text}（{one.detail}）" for one in stale[:_SHOWN])
        or "无",
        "pages_seen": str(len(site.held)),
    }
    rows = [[one.column.text, one.wanted.what, one.detail, one.column.url] for one in aged.values()]
    tables = (
        MeasurementTable(
            title="各栏目最近更新", columns=["栏目", "类别", "情况", "网址"], rows=rows
        ),
    )
    shown = tuple(
        evidence(one.column.url, f"栏目“{one.column.text}”{one.detail}", one.column.last)
        for one in [*stale, *unclear][:_SHOWN]
    )
    if len(stale) > params.max_stale:
        why = f"{len(aged)} 个栏目中有 {len(stale)} 个超期没有更新"
        findings = tuple(_finding(asked, one) for one in stale)
        return Judgement(Verdict.FAIL, slots, None, why, shown, findings, tables)
    if not aged:
        doubt = absence_doubt(site, params.classes[0].names)
        why = "没有找到这些类别的栏目" + (f"；{doubt.detail}" if doubt else "")
        reason = doubt.reason if doubt else Reason.TOO_FEW
        return Judgement(Verdict.REVIEW, slots, reason, why, shown)
    if unclear and len(stale) + len(unclear) > params.max_stale:
        why = f"有 {len(unclear)} 个栏目看不出最近更新的日期（如“{unclear[0].column.text}”：{unclear[0].detail}）"
        return Judgement(Verdict.REVIEW, slots, Reason.TOO_FEW, why, shown, tables=tables)
    return Judgement(Verdict.PASS, slots, evidence=shown, tables=tables)


def _of_class(params: Params, site: SiteFacts, wanted: ColumnClass, as_of: date) -> list[_Aged]:
    found = []
    for name in wanted.names:
        lists = read_columns(site, [name], params.exclude_names)
        for column in lists.columns[:1]:
            items = items_of(site, lists, [], as_of)
            newest = next((item for item in items if item.day), None)
            if newest is None or newest.day is None:
                doubt = lists.doubt()
                detail = doubt.detail if doubt else ("条目没有日期" if items else "没有条目")
                found.append(_Aged(column, wanted, None, None, detail))
                continue
            age = (as_of - newest.day).days
            late = age > wanted.max_age_days
            hidden = (too_few_dated(items) or lists.doubt_of_newest()) if late else None
            detail = f"最新 {newest.day}，{age} 天前，要求 {wanted.max_age_days} 天内"
            if hidden:
                found.append(_Aged(column, wanted, newest, None, f"{detail}；{hidden.detail}"))
            else:
                found.append(_Aged(column, wanted, newest, late, detail))
    return found


def _finding(asked: Question, one: _Aged) -> Finding:
    return Finding(
        fingerprint=fingerprint(asked.rule, one.column.url),
        message=f"{one.wanted.what}栏目“{one.column.text}”{one.detail}",
        url=one.column.url,
        target=one.newest.url if one.newest else None,
        observed=str(one.newest.day) if one.newest else "",
        expected=f"{one.wanted.max_age_days} 天内有更新",
        excerpt=one.newest.title if one.newest else "",
        suggestion="按期更新；不再更新的栏目归档或撤下",
        **place_of(one.column.last),
    )
