"""What stands in a column holds everything that a reference list names.

Passes: at least `min_share` of the names in `reference` stand on the column's pages, in its rows or in
its sub-columns.  Fails: fewer, although the column was seen whole; each name missing is a finding.  Is
never pending.  Review: the column was not seen whole, is a picture or lies on another site, or does not
exist for all that can be said.  Not applicable: there is no such column and `if_none` says so.  Known
limits: looks for names, not for what stands behind them; files are not opened.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from checker.document_params import IfNone
from checker.facts.column_lists import ColumnLists, absence_doubt, read_columns
from checker.facts.names import normal
from checker.facts.site import SiteFacts
from checker.judgement import NONE, UNKNOWN, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Finding, Reason, Verdict

SLOTS = frozenset(
    {"column", "url", "found", "total", "share", "min_share", "missing", "what", "pages_seen"}
)
_SHOWN = 30


class Params(BaseParams):
    """Which column, and what it must name.

    A name is written with its other names behind it: `义务教育|教育`.
    """

    names: Annotated[list[str], Stricter.UNION] = Field(min_length=1)
    exclude_names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    reference: list[str] = Field(min_length=1)
    min_share: Annotated[float, Stricter.HIGHER] = Field(default=1.0, gt=0, le=1)
    what: str = Field(default="项目", min_length=1)
    if_none: IfNone = IfNone.FAIL


def matches_reference(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether the column names all that it must."""
    lists = read_columns(site, params.names, params.exclude_names)
    text = _text(site, lists)
    missing = [one for one in params.reference if not _stands(one, text)]
    found = len(params.reference) - len(missing)
    column = lists.columns[0] if lists.columns else None
    slots = {
        "column": "、".join(dict.fromkeys(c.text for c in lists.columns)) or NONE,
        "url": column.url if column else UNKNOWN,
        "found": str(found),
        "total": str(len(params.reference)),
        "share": f"{found / len(params.reference):.0%}",
        "min_share": f"{params.min_share:.0%}",
        "missing": "、".join(_name(one) for one in missing[:_SHOWN]) or "无",
        "what": params.what,
        "pages_seen": str(len(site.held)),
    }
    seen = tuple(
        evidence(
            c.url,
            f"栏目“{c.text}”，条目 {lists.sizes.get(c.url, '—')} 条",
            site.resolve(c.url).last,
        )
        for c in lists.columns
    )
    if column is not None and found >= params.min_share * len(params.reference):
        return Judgement(Verdict.PASS, slots, evidence=seen)
    why = (
        f"{params.what} {len(params.reference)} 项中没有看到 {len(missing)} 项：{slots['missing']}"
    )
    if column is None:
        doubt = absence_doubt(site, params.names, params.exclude_names)
        why = f"没有找到栏目“{params.names[0]}”"
        if doubt is None and params.if_none is not IfNone.FAIL:
            verdict = Verdict(params.if_none.value)
            reason = Reason.TOO_FEW if verdict is Verdict.REVIEW else None
            return Judgement(verdict, slots, reason, why, seen)
    else:
        doubt = lists.doubt()
    if doubt:
        return Judgement(Verdict.REVIEW, slots, doubt.reason, f"{why}；{doubt.detail}", seen)
    place = place_of(site.resolve(column.url).last if column else site.home.fetch)
    findings = tuple(
        Finding(
            fingerprint=fingerprint(asked.rule, _name(one)),
            message=f"没有看到“{_name(one)}”" if column else why,
            url=column.url if column else site.snapshot.info.home,
            target=_name(one) if column else None,
            observed=NONE,
            expected=_name(one) if column else params.names[0],
            suggestion=f"在栏目中补上该{params.what}",
            **place,
        )
        for one in (missing if column else missing[:1])
    )
    return Judgement(Verdict.FAIL, slots, None, why, seen, findings)


def _text(site: SiteFacts, lists: ColumnLists) -> str:
    parts = [entry.title for entry in lists.entries]
    for page in lists.pages:
        parts += [page.title, page.text]
        parts += [link.text for link in site.snapshot.links(page.url)]
    return normal("\n".join(parts))


def _stands(one: str, text: str) -> bool:
    return any(normal(name) in text for name in one.split("|") if name.strip())


def _name(one: str) -> str:
    return one.partition("|")[0]
