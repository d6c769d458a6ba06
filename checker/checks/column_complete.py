"""A column has all the parts that it must have, and none of them is empty.

Passes: the column is at most `max_clicks` from home (on home itself, with `on_home`), and at least
`least` of the parts in `parts` are found by their names, each with something in it: rows, a text, a form
to fill in, or a link to another site that answers.  A part counts wherever the site has it, since columns are linked
crosswise.  Fails: the column or a part is missing or empty, although everything on the way was seen;
each such part is a finding.  Is never pending.  Review: something on the way, or a part, was not seen.
Known limits: a part under an unlisted name is not found; what stands in a part is not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from checker.facts.column_lists import ColumnLists, Doubt, absence_doubt, read_columns
from checker.facts.columns import Column
from checker.facts.fill_in import FillIn, fill_in
from checker.facts.link_state import Alive, LinkStates
from checker.facts.not_seen import why_not_seen
from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts
from checker.judgement import NONE, UNKNOWN, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Evidence, Finding, MeasurementTable, Reason, Verdict
from crawler.snapshot import Role

SLOTS = frozenset(
    {
        "column",
        "where",
        "url",
        "clicks",
        "max_clicks",
        "found",
        "total",
        "least",
        "missing",
        "empty",
        "pages_seen",
    }
)
_ENOUGH_TEXT = 60
_FAR = 1_000_000


class Params(BaseParams):
    """Which column, how near, and which parts it must have.

    A part is written with its other names behind it: `行政处罚|处罚信息`.  Without `names` only the
    parts are looked for.
    """

    names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    exclude_names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    parts: list[str] = Field(min_length=1)
    least: Annotated[int | None, Stricter.HIGHER] = Field(default=None, ge=1)
    min_items: Annotated[int, Stricter.HIGHER] = Field(default=1, ge=0)
    max_clicks: Annotated[int, Stricter.LOWER] = Field(default=3, ge=0, le=10)
    on_home: bool = False
    part_clicks: Annotated[int, Stricter.LOWER] = Field(default=5, ge=0, le=10)


@dataclass(frozen=True, slots=True)
class _Part:
    """One part: the column found for it and how full it is; `doubt` where that cannot be told."""

    name: str
    column: Column | None
    items: int = 0
    full: bool = False
    doubt: Doubt | None = None

    @property
    def state(self) -> str:
        if self.full:
            return f"有内容（{self.items} 条）" if self.items else "有内容"
        if self.doubt:
            return f"没有看清：{self.doubt.detail}"
        return "栏目为空" if self.column else NONE


def column_complete(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether the column is there with all its parts."""
    door = _door(params, site)
    parts = [_part(site, params, names) for names in params.parts]
    full = [part for part in parts if part.full]
    least = min(params.least or len(parts), len(parts))
    bad = [part for part in parts if not part.full and not part.doubt]
    slots = _slots(params, site, door, parts, least)
    rows = [
        [p.name, p.column.text if p.column else "", p.state, p.column.url if p.column else ""]
        for p in parts
    ]
    tables = (
        MeasurementTable(title="各组成部分", columns=["要求", "栏目", "情况", "网址"], rows=rows),
    )
    seen = tuple(_evidence(part) for part in parts if part.column)
    wanting = door.detail if door.column is None or door.detail else ""
    if not wanting and len(full) >= least:
        return Judgement(Verdict.PASS, slots, evidence=seen, tables=tables)
    sure = bool(wanting) or len(parts) - len(bad) < least
    doubt = door.doubt or (None if sure else next((p.doubt for p in parts if p.doubt), None))
    if doubt is None and (missing := [part for part in bad if part.column is None]):
        names = [name for part in missing for name in _names(part.name, params)]
        doubt = absence_doubt(site, names, clicks=params.part_clicks - 1) if not wanting else None
    why = wanting or f"{len(parts)} 个部分中有 {len(bad)} 个缺失或为空：{slots['missing']}"
    if doubt:
        told = doubt.detail if doubt.detail in why else f"{why}；{doubt.detail}"
        return Judgement(Verdict.REVIEW, slots, doubt.reason, told, seen, tables=tables)
    findings = [_finding(site, asked, door, part) for part in bad]
    if wanting:
        findings = [_no_door(params, site, asked, door), *findings]
    return Judgement(Verdict.FAIL, slots, None, why, seen, tuple(findings), tables)


@dataclass(frozen=True, slots=True)
class _Door:
    """The column itself; `detail` is what is wrong with it, `doubt` why that cannot be told."""

    column: Column | None
    detail: str = ""
    doubt: Doubt | None = None


def _door(params: Params, site: SiteFacts) -> _Door:
    if not params.names:
        return _Door(None, "")
    lists = read_columns(site, params.names, params.exclude_names)
    column = min(lists.columns, key=_clicks, default=None)
    most = 1 if params.on_home else params.max_clicks
    if column is not None and _clicks(column) <= most:
        return _Door(column)
    doubt = absence_doubt(site, params.names, params.exclude_names, most - 1)
    if column is None:
        return _Door(None, f"没有找到栏目“{params.names[0]}”", doubt)
    far = "不在首页上" if params.on_home else f"离首页 {column.clicks} 次点击"
    return _Door(column, f"栏目“{column.text}”{far}", doubt)


def _clicks(column: Column) -> int:
    return column.clicks if column.clicks is not None else _FAR


def _names(part: str, params: Params) -> list[str]:
    whole = next((one for one in params.parts if one.partition("|")[0] == part), part)
    return [name for name in whole.split("|") if name.strip()]


def _part(site: SiteFacts, params: Params, names: str) -> _Part:
    """Find the best column for one part: a full one, else one that was not seen, else an empty one."""
    wanted = [name for name in names.split("|") if name.strip()]
    lists = read_columns(site, wanted, params.exclude_names)
    tried = [_look(site, params, wanted[0], lists, column) for column in lists.columns]
    best = min(tried, key=lambda part: (not part.full, part.doubt is None), default=None)
    return best or _Part(wanted[0], None)


def _look(site: SiteFacts, params: Params, name: str, lists: ColumnLists, column: Column) -> _Part:
    if column.clicks is None or column.clicks > params.part_clicks:
        return _Part(name, column, doubt=Doubt(Reason.ASSISTED, "离首页太远，没有核对"))
    last = column.last
    if last is not None and last.role in {Role.EXTERNAL, Role.ATTACHMENT}:
        if isinstance(site.once(LinkStates).of(column.url, (column.text,)), Alive):
            return _Part(name, column, full=True)
        return _Part(name, column, doubt=Doubt(*why_not_seen(last)))
    page = site.page(last.url) if last else None
    if page is None:
        empty = last is not None and last.is_html
        return _Part(name, column, doubt=None if empty else Doubt(*why_not_seen(last)))
    items = lists.sizes.get(column.url, 0)
    listed = items >= max(params.min_items, 1) or params.min_items == 0
    told = not items and page.body_chars >= _ENOUGH_TEXT and params.min_items <= 1
    if listed or told:
        return _Part(name, column, items, full=True)
    doubt = _hidden(lists, column, page)
    form = FillIn.NOTHING if doubt or items else fill_in(site, page, column.text)
    if form is FillIn.QUERY:
        doubt = Doubt(Reason.ASSISTED, "要填写查询条件才显示内容", page.url)
    return _Part(name, column, items, full=form is FillIn.FORM, doubt=doubt)


def _hidden(lists: ColumnLists, column: Column, page: PageFacts) -> Doubt | None:
    """Why the part may be fuller than it looks, itself or in what lies below it."""
    parts = lists.lists_of.get(column.url, ())
    for unseen in (x for one in parts for x in (*one.unseen, *one.doubts)):
        return Doubt(unseen.reason, unseen.detail, unseen.url)
    return Doubt(Reason.IMAGE_ONLY, "内容是图片", page.url) if page.image_only else None


def _slots(
    params: Params, site: SiteFacts, door: _Door, parts: list[_Part], least: int
) -> dict[str, str]:
    column = door.column
    missing = [part.name for part in parts if not part.full and not part.doubt]
    empty = [part.name for part in parts if part.column and not part.full and not part.doubt]
    return {
        "column": column.text if column else NONE,
        "where": f"栏目“{column.text}”（{column.url}）的 " if column else "",
        "url": column.url if column else UNKNOWN,
        "clicks": str(column.clicks) if column and column.clicks is not None else UNKNOWN,
        "max_clicks": str(params.max_clicks),
        "found": str(sum(part.full for part in parts)),
        "total": str(len(parts)),
        "least": str(least),
        "missing": "、".join(missing) or "无",
        "empty": "、".join(empty) or "无",
        "pages_seen": str(len(site.held)),
    }


def _evidence(part: _Part) -> Evidence:
    column = part.column
    assert column is not None  # noqa: S101 - the caller chose those with a column
    return evidence(column.url, f"“{part.name}”：栏目“{column.text}”{part.state}", column.last)


def _finding(site: SiteFacts, asked: Question, door: _Door, part: _Part) -> Finding:
    column = part.column
    where = column or door.column
    return Finding(
        fingerprint=fingerprint(asked.rule, part.name),
        message=f"栏目“{column.text}”为空" if column else f"没有找到“{part.name}”",
        url=where.url if where else site.snapshot.info.home,
        target=None if column else part.name,
        observed=part.state,
        expected=f"有“{part.name}”，且有内容",
        suggestion=f"补充“{part.name}”的内容" if column else f"设立“{part.name}”并补充内容",
        **place_of(where.last if where else site.home.fetch),
    )


def _no_door(params: Params, site: SiteFacts, asked: Question, door: _Door) -> Finding:
    place = "首页上" if params.on_home else f"首页 {params.max_clicks} 次点击内"
    return Finding(
        fingerprint=fingerprint(asked.rule, "column"),
        message=door.detail,
        url=door.column.url if door.column else site.snapshot.info.home,
        observed=door.detail,
        expected=f"{place}有“{params.names[0]}”",
        suggestion="设立该栏目，并在首页放置入口",
        **place_of(door.column.last if door.column else site.home.fetch),
    )
