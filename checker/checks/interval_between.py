"""What must follow followed in time: an answer after a consultation, a reply after a letter.

Passes: at most `max_late` of those whose two days are known took longer than `limit`, and none whose
limit has run out is without the second day; one that a page titled as in `excused_by` explains is
not counted, nor is one that began before the document that demands it.  Fails: more took longer;
each is a finding with both days.  Pending: none has both days, and the limit of some has not run
out.  Review: no days are shown; fewer than `min_population` have both; a year's holidays are not
known; or one without an answer is left, which another rule counts.  With `falls`, not the limit is
judged but whether the later half of `days` has a shorter median than the earlier one.  Known limits:
the days are those that the site shows; letters that nobody answered are mostly not shown at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import Annotated

from pydantic import Field

from checker.facts import members
from checker.facts.calendar import CalendarMissing, working_days_between
from checker.facts.documents_seen import chosen_of
from checker.facts.members import Member, Population, Window
from checker.facts.pairs.excuses import excuse_for
from checker.facts.site import SiteFacts
from checker.judgement import UNKNOWN, Judgement, Question, evidence, fingerprint, place_of
from checker.limits import Unit, last_day
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Evidence, Finding, MeasurementTable, Reason, Verdict
from checker.title_params import Patterns, compiled

SLOTS = frozenset(
    {"total", "measured", "late", "limit", "median", "longest", "example", "pages_seen"}
)
_SHOWN = 10
_MOST_ROWS = 200


class Of(StrEnum):
    """Which two days."""

    CONSULTATION_FEEDBACK = "consultation_feedback"
    LETTER_REPLY = "letter_reply"
    POLICY_INTERPRETATION = "policy_interpretation"
    MADE_PUBLISHED = "made_published"


_MEMBERS: Mapping[Of, Population] = {
    Of.CONSULTATION_FEEDBACK: members.consultations,
    Of.LETTER_REPLY: members.letters,
    Of.POLICY_INTERPRETATION: members.policies,
    Of.MADE_PUBLISHED: members.plan_approvals,
}


class Params(BaseParams):
    """Which interval, and how long it may be."""

    of: Of
    limit: Annotated[int, Stricter.LOWER] = Field(ge=0, le=400)
    unit: Unit
    names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    exclude_names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    title_any: Annotated[Patterns, Stricter.UNION] = Field(default=[])
    title_none: Annotated[Patterns, Stricter.UNION] = Field(default=[])
    days: int = Field(default=365, ge=1)
    excused_by: Patterns = Field(default=[])
    max_late: Annotated[int, Stricter.LOWER] = Field(default=0, ge=0)
    min_population: int = Field(default=1, ge=1)
    falls: bool = False


@dataclass(frozen=True, slots=True)
class _Timed:
    """A member with both days: the last day allowed, and how long it took in the limit's unit."""

    member: Member
    due: date
    took: int
    late: bool


def interval_between(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether what must follow followed in time."""
    wanted = chosen_of(
        params.title_any, params.title_none, params.names, params.exclude_names, None
    )
    found = _MEMBERS[params.of](site, Window(asked.as_of, params.days), wanted)
    found = [one for one in found if not asked.too_early(one.start or one.day)]
    found, excuses = _without_excused(params, site, asked, found)
    both = [one for one in found if one.start and one.end and one.end >= one.start]
    measured = [_timed(params, one) for one in both]
    missing = next((one for one in measured if isinstance(one, CalendarMissing)), None)
    timed = [one for one in measured if isinstance(one, _Timed)]
    late = [one for one in timed if one.late]
    slots = _slots(params, site, found, timed, late)
    seen = tuple(
        evidence(t.member.url, _told(params, t), site.resolve(t.member.url).last)
        for t in sorted(timed, key=lambda t: -t.took)[:_SHOWN]
    )
    seen += excuses
    tables = (_table(params, timed),) if timed else ()
    if params.falls:
        return replace(_trend(params, asked, timed, slots), evidence=seen, tables=tables)
    if len(late) > params.max_late and len(timed) >= params.min_population:
        why = f"{len(timed)} 项中有 {len(late)} 项超过 {slots['limit']}"
        findings = tuple(_finding(params, site, asked, one) for one in late)
        return Judgement(Verdict.FAIL, slots, None, why, seen, findings, tables)
    if missing:
        return Judgement(
            Verdict.REVIEW, slots, Reason.CALENDAR_MISSING, missing.message, seen, tables=tables
        )
    waiting = [one for one in found if one.start and not one.end and not _out(params, one, asked)]
    if not timed and waiting:
        why = f"{len(waiting)} 项的期限未到"
        return Judgement(Verdict.PENDING, slots, None, why, seen)
    if len(timed) < params.min_population:
        why = f"{len(found)} 项中只有 {len(timed)} 项能看到两个日期"
        return Judgement(Verdict.REVIEW, slots, Reason.TOO_FEW, why, seen, tables=tables)
    overdue = [one for one in found if one.start and not one.end and _out(params, one, asked)]
    if overdue:
        why = f"另有 {len(overdue)} 项没有看到结果，如《{overdue[0].title}》"
        return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, why, seen, tables=tables)
    return Judgement(Verdict.PASS, slots, evidence=seen, tables=tables)


def _without_excused(
    params: Params, site: SiteFacts, asked: Question, found: list[Member]
) -> tuple[list[Member], tuple[Evidence, ...]]:
    """Leave out those that a page explains, and show that page."""
    titles = compiled(params.excused_by, asked.as_of)
    said = {one.url: excuse_for(site, one.url, titles) for one in found if titles}
    shown = tuple(
        evidence(
            page.url,
            f"《{one.title}》已有情况说明，不计入",
            site.resolve(page.url).last,
            page.title,
        )
        for one in found
        if (page := said.get(one.url))
    )
    return [one for one in found if not said.get(one.url)], shown


def _trend(
    params: Params, asked: Question, timed: list[_Timed], slots: dict[str, str]
) -> Judgement:
    """Compare the halves of the time looked at; each needs `min_population`."""
    middle = asked.as_of - timedelta(days=params.days // 2)
    halves: tuple[list[int], list[int]] = ([], [])
    for one in timed:
        assert one.member.start  # noqa: S101 - both days are known
        halves[one.member.start > middle].append(one.took)
    unit = params.unit.measured
    if min(map(len, halves)) < params.min_population:
        counts = f"{middle} 及以前 {len(halves[0])} 件，以后 {len(halves[1])} 件"
        why = f"件数太少，不能比较前后：{counts}，各需 {params.min_population} 件"
        return Judgement(Verdict.REVIEW, slots, Reason.TOO_FEW, why)
    before, after = median(halves[0]), median(halves[1])
    told = f"{middle} 及以前中位 {before:g} {unit}，以后中位 {after:g} {unit}"
    verdict = Verdict.PASS if after < before else Verdict.FAIL
    return Judgement(
        verdict, slots, None, f"用时{'缩短' if after < before else '没有缩短'}：{told}"
    )


def _timed(params: Params, one: Member) -> _Timed | CalendarMissing:
    assert one.start and one.end  # noqa: S101, PT018 - the caller chose those with both
    due = last_day(one.start, params.limit, params.unit)
    if isinstance(due, CalendarMissing):
        return due
    if params.unit is not Unit.WORKDAY:
        return _Timed(one, due, (one.end - one.start).days, one.end > due)
    took = working_days_between(one.start, one.end)
    return took if isinstance(took, CalendarMissing) else _Timed(one, due, took, one.end > due)


def _out(params: Params, one: Member, asked: Question) -> bool:
    due = last_day(one.start, params.limit, params.unit) if one.start else None
    return not isinstance(due, CalendarMissing) and due is not None and due < asked.as_of


def _slots(
    params: Params, site: SiteFacts, found: list[Member], timed: list[_Timed], late: list[_Timed]
) -> dict[str, str]:
    took = [one.took for one in timed]
    unit = params.unit.measured
    return {
        "total": str(len(found)),
        "measured": str(len(timed)),
        "late": str(len(late)),
        "limit": f"{params.limit} {params.unit.said}",
        "median": f"{median(took):g} {unit}" if took else UNKNOWN,
        "longest": f"{max(took)} {unit}" if took else UNKNOWN,
        "example": late[0].member.title if late else (timed[0].member.title if timed else UNKNOWN),
        "pages_seen": str(len(site.held)),
    }


def _told(params: Params, one: _Timed) -> str:
    unit = params.unit.measured
    m = one.member
    return f"《{m.title}》{m.start} 至 {m.end}，用时 {one.took} {unit}，最晚应在 {one.due}"


def _table(params: Params, timed: list[_Timed]) -> MeasurementTable:
    rows = [
        [
            one.member.title,
            str(one.member.start),
            str(one.member.end),
            str(one.took),
            "超期" if one.late else "按时",
        ]
        for one in sorted(timed, key=lambda t: (not t.late, -t.took))[:_MOST_ROWS]
    ]
    unit = "工作日" if params.unit is Unit.WORKDAY else "天"
    columns = ["名称", "起", "止", f"用时（{unit}）", "结果"]
    return MeasurementTable(title="逐项时长", columns=columns, rows=rows)


def _finding(params: Params, site: SiteFacts, asked: Question, one: _Timed) -> Finding:
    m = one.member
    return Finding(
        fingerprint=fingerprint(asked.rule, m.url),
        message=_told(params, one),
        url=m.url,
        target=m.partner,
        observed=f"{m.end}（用时 {one.took}）",
        expected=f"不晚于 {one.due}",
        suggestion="今后按时限办理；日期有误的请更正并说明",
        **place_of(site.resolve(m.url).last),
    )
