"""No column of the site is empty.

Passes: at most `max_empty` of the columns that were seen are empty; how many were seen is said.  Fails:
more are; each is a finding.  Is never pending.  Review: fewer than `min_population` columns were seen, or so
many were not seen (scripts, walls) that they could decide.  Known limits: a column whose rows a script
brings is not called empty; columns that nothing links to are not known.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from checker.facts.column_lists import absence_doubt
from checker.facts.column_state import STATES, ColumnState
from checker.facts.column_tree import ColumnSeen, ColumnTree
from checker.facts.names import normal
from checker.facts.site import SiteFacts
from checker.judgement import Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Evidence, Finding, MeasurementTable, Reason, Verdict

SLOTS = frozenset({"columns", "empty", "unclear", "max_empty", "examples", "pages_seen"})
_SHOWN = 12
_UNCLEAR = frozenset({ColumnState.SCRIPT_ONLY, ColumnState.UNSEEN, ColumnState.PICTURE})


class Params(BaseParams):
    """How many may be empty; columns whose names hold one of `exclude_names` do not count."""

    max_empty: Annotated[int, Stricter.LOWER] = Field(default=0, ge=0)
    exclude_names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    min_population: int = Field(default=3, ge=1)


def columns_filled(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether columns are empty."""
    spared = [normal(name) for name in params.exclude_names]
    columns = [
        column
        for column in site.once(ColumnTree).all()
        if not any(name in normal(column.name) for name in spared)
    ]
    empty = [column for column in columns if column.state is ColumnState.EMPTY]
    unclear = [column for column in columns if column.state in _UNCLEAR]
    slots = {
        "columns": str(len(columns)),
        "empty": str(len(empty)),
        "unclear": str(len(unclear)),
        "max_empty": str(params.max_empty),
        "examples": "、".join(column.name for column in empty[:_SHOWN]) or "无",
        "pages_seen": str(len(site.held)),
    }
    shown = tuple(_evidence(site, column) for column in [*empty, *unclear][:_SHOWN])
    rows = [[c.name, _state(c), c.url] for c in [*empty, *unclear]]
    tables = (
        (
            MeasurementTable(
                title="空栏目和没有看清的栏目", columns=["栏目", "情况", "网址"], rows=rows
            ),
        )
        if rows
        else ()
    )
    if len(empty) > params.max_empty:
        why = f"{len(columns)} 个栏目中有 {len(empty)} 个是空的"
        findings = tuple(_finding(site, asked, column) for column in empty)
        return Judgement(Verdict.FAIL, slots, None, why, shown, findings, tables)
    doubt = absence_doubt(site, ()) if len(columns) < params.min_population else None
    if len(columns) < params.min_population:
        reason = doubt.reason if doubt else Reason.TOO_FEW
        why = f"只看到 {len(columns)} 个栏目" + (f"；{doubt.detail}" if doubt else "")
        return Judgement(Verdict.REVIEW, slots, reason, why, shown, tables=tables)
    if unclear and len(empty) + len(unclear) > params.max_empty:
        reason = _reason({column.state for column in unclear})
        why = f"有 {len(unclear)} 个栏目没有看清内容（如“{unclear[0].name}”）"
        return Judgement(Verdict.REVIEW, slots, reason, why, shown, tables=tables)
    return Judgement(Verdict.PASS, slots, evidence=shown)


def _reason(states: set[ColumnState]) -> Reason:
    if ColumnState.SCRIPT_ONLY in states:
        return Reason.SCRIPT_ONLY
    return Reason.IMAGE_ONLY if states == {ColumnState.PICTURE} else Reason.UNREACHABLE


def _state(column: ColumnSeen) -> str:
    return column.detail or STATES[column.state]


def _evidence(site: SiteFacts, column: ColumnSeen) -> Evidence:
    told = f"栏目“{column.name}”：{_state(column)}"
    return evidence(column.url, told, site.resolve(column.url).last)


def _finding(site: SiteFacts, asked: Question, column: ColumnSeen) -> Finding:
    return Finding(
        fingerprint=fingerprint(asked.rule, column.url),
        message=f"栏目“{column.name}”是空的",
        url=column.url,
        observed=column.detail or "没有内容",
        expected="至少一条信息",
        suggestion="补充内容；不再使用的栏目撤下",
        **place_of(site.resolve(column.url).last),
    )
