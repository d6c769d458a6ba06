"""Enough of a population have what they must: consultations an answer, policies an explanation.

Passes: at least `r` of those of which it can be told have it, whatever the others turn out to be.
Fails: fewer, even if all those that cannot be told had it, and nothing of the site was left unseen; each
member without it is a finding.  Is never pending: members whose time is not over are left out.  Review:
the doubtful ones would decide; parts of the site were not seen; or there are fewer than
`min_population`.  Not applicable: there are none, where `if_none` says so.  Known limits: pairs are found
by links, numbers and titles; what belongs together under quite different titles is not found.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from checker.document_params import IfNone
from checker.facts import members
from checker.facts.column_lists import Doubt, absence_doubt, read_columns
from checker.facts.documents_seen import chosen_of
from checker.facts.gaps import all_gaps
from checker.facts.members import Member, Population, Window, worst_first
from checker.facts.pairs.forms import Form
from checker.facts.site import SiteFacts
from checker.judgement import NONE, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Finding, MeasurementTable, Reason, Verdict
from checker.title_params import Patterns

SLOTS = frozenset({"total", "good", "bad", "unsure", "share", "r", "example", "pages_seen"})
_SHOWN = 10
_MOST_ROWS = 200


class Of(StrEnum):
    """The populations, each with what its members must have."""

    CONSULTATIONS_ANSWERED = "consultations_answered"
    DRAFTS_EXPLAINED = "drafts_explained"
    POLICIES_EXPLAINED = "policies_explained"
    POLICIES_EXPLAINED_IN_FORMS = "policies_explained_in_forms"
    LETTERS_ANSWERED = "letters_answered"
    ROWS_LINKED = "rows_linked"


_MEMBERS: Mapping[Of, Population] = {
    Of.CONSULTATIONS_ANSWERED: members.consultations,
    Of.DRAFTS_EXPLAINED: members.drafts,
    Of.POLICIES_EXPLAINED: members.policies,
    Of.POLICIES_EXPLAINED_IN_FORMS: members.explained_in_forms,
    Of.LETTERS_ANSWERED: members.letters,
    Of.ROWS_LINKED: members.catalogue_rows,
}
# What they have stands on their own page: nothing that was not seen elsewhere can change it.
_ALONE = frozenset({Of.LETTERS_ANSWERED, Of.ROWS_LINKED})


class Params(BaseParams):
    """Which population, and what share of it must have what it must have.

    `names`, `title_any` and `title_none` say where letters and catalogues stand; the other
    populations are found by themselves.  `forms` are those that count, any but text where none is given.
    """

    of: Of
    names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    exclude_names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    title_any: Annotated[Patterns, Stricter.UNION] = Field(default=[])
    title_none: Annotated[Patterns, Stricter.UNION] = Field(default=[])
    r: Annotated[float, Stricter.HIGHER] = Field(default=1.0, gt=0, le=1)
    days: Annotated[int, Stricter.HIGHER] = Field(default=365, ge=1)
    grace_days: Annotated[int, Stricter.LOWER] = Field(default=31, ge=0)
    min_population: int = Field(default=3, ge=1)
    if_none: IfNone = IfNone.REVIEW
    forms: list[Form] = Field(default=[])


def ratio_at_least(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether enough of them have it."""
    found = _population(params, site, asked.as_of)
    found = [one for one in found if not asked.too_early(one.day)]
    good = [one for one in found if one.has]
    bad = [one for one in found if one.has is False]
    unsure = [one for one in found if one.has is None]
    known = len(good) + len(bad)
    slots = {
        "total": str(len(found)),
        "good": str(len(good)),
        "bad": str(len(bad)),
        "unsure": str(len(unsure)),
        "share": _share(len(good), known, len(found)),
        "r": f"{params.r:.0%}",
        "example": bad[0].title if bad else NONE,
        "pages_seen": str(len(site.held)),
    }
    seen = tuple(
        evidence(one.url, f"《{one.title}》{one.detail}", site.resolve(one.url).last)
        for one in worst_first(found)[:_SHOWN]
    )
    tables = (_table(found),) if found else ()
    if not found:
        return _none(params, site, slots)
    if len(found) < params.min_population:
        why = f"只有 {len(found)} 项，少于 {params.min_population} 项，不算比例"
        return Judgement(Verdict.REVIEW, slots, Reason.TOO_FEW, why, seen, tables=tables)
    if len(good) >= params.r * len(found):
        return Judgement(Verdict.PASS, slots, evidence=seen, tables=tables)
    why = f"{len(found)} 项中有 {len(bad)} 项没有，{len(unsure)} 项不能确定"
    if len(good) + len(unsure) >= params.r * len(found):
        return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, why, seen, tables=tables)
    doubt = None if params.of in _ALONE else _unseen(site)
    if doubt:
        told = f"{why}；{doubt.detail}"
        return Judgement(Verdict.REVIEW, slots, doubt.reason, told, seen, tables=tables)
    findings = tuple(_finding(site, asked, one) for one in bad)
    return Judgement(Verdict.FAIL, slots, None, why, seen, findings, tables)


def _share(good: int, known: int, total: int) -> str:
    """The share of all that were looked at: a lower bound where some could not be decided."""
    if not known:
        return "—"
    share = f"{good / total:.0%}"
    return share if known == total else f"至少 {share}"


def _population(params: Params, site: SiteFacts, as_of: date) -> list[Member]:
    window = Window(as_of, params.days, params.grace_days)
    wanted = chosen_of(
        params.title_any, params.title_none, params.names, params.exclude_names, None
    )
    if params.of is Of.POLICIES_EXPLAINED_IN_FORMS:
        return members.explained_in_forms(site, window, wanted, frozenset(params.forms))
    return _MEMBERS[params.of](site, window, wanted)


def _none(params: Params, site: SiteFacts, slots: dict[str, str]) -> Judgement:
    lists = read_columns(site, params.names, params.exclude_names) if params.names else None
    doubt = lists.doubt() if lists and lists.columns else absence_doubt(site, params.names)
    if doubt:
        why = f"没有找到可以核对的内容；{doubt.detail}"
        return Judgement(Verdict.REVIEW, slots, doubt.reason, why)
    if params.if_none is IfNone.NOT_APPLICABLE:
        return Judgement(Verdict.NOT_APPLICABLE, slots, None, "没有可以核对的内容")
    return Judgement(Verdict.REVIEW, slots, Reason.TOO_FEW, "没有找到可以核对的内容")


def _unseen(site: SiteFacts) -> Doubt | None:
    """Partners may stand on pages that were not seen."""
    gaps = all_gaps(site)
    if not gaps:
        return absence_doubt(site, ())
    detail = f"有 {len(gaps)} 个页面没有看到（{gaps[0].detail}），可能在其中"
    return Doubt(gaps[0].reason, detail, gaps[0].url)


def _table(found: list[Member]) -> MeasurementTable:
    words = {True: "有", False: "没有", None: "不能确定"}
    rows = [
        [one.title, str(one.day or ""), words[one.has], one.detail, one.url]
        for one in worst_first(found)[:_MOST_ROWS]
    ]
    return MeasurementTable(
        title="逐项核对", columns=["名称", "日期", "结果", "说明", "网址"], rows=rows
    )


def _finding(site: SiteFacts, asked: Question, one: Member) -> Finding:
    return Finding(
        fingerprint=fingerprint(asked.rule, f"{one.url}#{one.title}"),
        message=f"《{one.title}》{one.detail}",
        url=one.url,
        target=one.partner,
        observed=one.detail,
        expected="有",
        suggestion="补充公开，并与对应的文件互相链接",
        **place_of(site.resolve(one.url).last),
    )
