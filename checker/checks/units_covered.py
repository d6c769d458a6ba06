"""Every unit on a list has published a document of a kind: budgets, accounts, reports, directories.

Passes: for at least `r` of the units there is a title that names the unit and fits `title_any` (or a
row of the columns does).  Fails: fewer, although the columns and everything on the way were seen; each
unit without one is a finding.  Pending: `by` (month-day of the year asked) has not passed.  Review:
something was not seen; or there is no list of units, neither in `units` nor in the columns
`units_from`; or fewer than `min_population`; or the site links to one of `elsewhere`, a platform on
which they may stand.  Known limits: a unit is found by its name in the title,
so a document that names it only inside is not found; units that need not publish must be listed in
`exempt`.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, model_validator

from checker.document_params import DocumentParams
from checker.facts.column_lists import read_columns
from checker.facts.dated_items import Item
from checker.facts.documents import plain_title
from checker.facts.documents_seen import choose, more_doubt
from checker.facts.elsewhere import linked_elsewhere
from checker.facts.site import SiteFacts
from checker.judgement import NONE, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Stricter
from checker.results import Finding, MeasurementTable, Reason, Verdict
from checker.yearly_day import every_year, not_yet

SLOTS = frozenset(
    {"units", "covered", "share", "r", "missing", "documents", "example", "pages_seen"}
)
_SHOWN = 10
_UNIT = re.compile(
    r"^[\u4e00-\u9fff（）()]{2,24}(?:局|办|办公室|委|委员会|中心|街道|街道办事处|镇|乡|镇人民政府|乡人民政府|支队|大队|院|会|分局)$"
)
# What stands before a unit's own name in a title, and may be left out in another.
_PLACE = re.compile(
    r"^[\u4e00-\u9fff]{2,7}?(?:自治县|县|市|区)(?:人民政府)?(?=[\u4e00-\u9fff]{2,})"
)


class Params(DocumentParams):
    """Which document each unit must have published, and which units there are.

    A unit is written with its other names behind it: `县财政局|财政局`.
    """

    units: list[str] = Field(default=[])
    units_from: list[str] = Field(default=[])
    exempt: Annotated[list[str], Stricter.UNION] = Field(default=[])
    r: Annotated[float, Stricter.HIGHER] = Field(default=1.0, gt=0, le=1)
    min_population: int = Field(default=5, ge=1)
    by: Annotated[str | None, Stricter.LOWER] = Field(default=None, pattern=r"^\d{2}-\d{2}$")
    elsewhere: Annotated[list[str], Stricter.UNION] = Field(default=[])

    @model_validator(mode="after")
    def _has_units(self) -> Params:
        if not (self.units or self.units_from):
            raise ValueError("units 和 units_from 至少写一个")
        if self.by:
            every_year(self.by)
        return self


def units_covered(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether every unit has published its document."""
    wanted = params.chosen
    items, lists = choose(site, wanted, asked.as_of)
    units = _units(params, site)
    cells = {unit: _document(unit, items) for unit in units}
    missing = [unit for unit, item in cells.items() if item is None]
    covered = len(units) - len(missing)
    slots = {
        "units": str(len(units)),
        "covered": str(covered),
        "share": f"{covered / len(units):.0%}" if units else "—",
        "r": f"{params.r:.0%}",
        "missing": "、".join(_shown(unit) for unit in missing[:_SHOWN]) or "无",
        "documents": str(len(items)),
        "example": items[0].title if items else NONE,
        "pages_seen": str(len(site.held)),
    }
    seen = tuple(
        evidence(item.url, f"{item.day or '未见日期'}　{item.title}", site.resolve(item.url).last)
        for item in items[:_SHOWN]
    )
    rows = [
        [_shown(unit), item.title if item else NONE, item.url if item else ""]
        for unit, item in cells.items()
    ]
    tables = (MeasurementTable(title="逐单位核对", columns=["单位", "文件", "网址"], rows=rows),)
    if len(units) < params.min_population:
        why = f"只有 {len(units)} 个单位的名单，不能算覆盖率"
        return Judgement(Verdict.REVIEW, slots, Reason.TOO_FEW, why, seen, tables=tables)
    if covered >= params.r * len(units):
        return Judgement(Verdict.PASS, slots, evidence=seen, tables=tables)
    waits = not_yet(params.by, asked.as_of) if params.by else None
    if waits:
        return Judgement(Verdict.PENDING, slots, None, waits, seen, tables=tables)
    why = f"{len(units)} 个单位中有 {len(missing)} 个没有找到"
    doubt = more_doubt(site, wanted, lists) or linked_elsewhere(site, params.elsewhere)
    if doubt:
        told = f"{why}；{doubt.detail}"
        return Judgement(Verdict.REVIEW, slots, doubt.reason, told, seen, tables=tables)
    url = lists.columns[0].url if lists and lists.columns else site.snapshot.info.home
    place = place_of(lists.columns[0].last if lists and lists.columns else site.home.fetch)
    findings = tuple(
        Finding(
            fingerprint=fingerprint(asked.rule, _shown(unit)),
            message=f"没有找到{_shown(unit)}的文件",
            url=url,
            target=_shown(unit),
            observed=NONE,
            expected="已公开",
            suggestion="请该单位补充公开，或把它写入免公开名单",
            **place,
        )
        for unit in missing
    )
    return Judgement(Verdict.FAIL, slots, None, why, seen, findings, tables)


def _units(params: Params, site: SiteFacts) -> list[str]:
    """Return the units, from the list that the rule gives or from the site's own directory."""
    found = list(params.units)
    if not found:
        entries = read_columns(site, params.units_from).entries
        found = [entry.title.strip() for entry in entries if _UNIT.match(entry.title.strip())]
    spared = {_bare(name) for one in params.exempt for name in one.split("|")}
    return [
        unit
        for unit in dict.fromkeys(found)
        if not any(_bare(name) in spared for name in unit.split("|"))
    ]


def _document(unit: str, items: list[Item]) -> Item | None:
    names = [_bare(name) for name in unit.split("|") if name.strip()]
    for item in items:
        title = plain_title(item.title)
        if any(name in title for name in names):
            return item
    return None


def _bare(name: str) -> str:
    """A unit's name without the place before it: 示例县财政局, 县财政局 and 财政局 are one."""
    plain = plain_title(name)
    return _PLACE.sub("", plain).removeprefix("县").removeprefix("区").removeprefix("市") or plain


def _shown(unit: str) -> str:
    return unit.partition("|")[0]
