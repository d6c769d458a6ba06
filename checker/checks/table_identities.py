"""The figures of the annual report on openness agree with each other.

Passes: every sum that the prescribed form prints holds in the report of the year before the day asked,
and what was carried over is what last year's report left, where both reports were read.  Fails: a sum
surely does not hold; each such sum is a finding that names its cells.  Pending: there is no report and
`by` has not passed.  Review: the report was not found or not read whole (a picture, a file, a table with
other rows), a sum depends on what a blank means, or words and tables differ.  With `trend`, not the
sums are judged but whether fewer disputes were lost than the year before.  Known limits: reads tables of
pages, not of pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, field_validator

from checker.facts.annual_report import (
    Figure,
    Holds,
    Identity,
    Report,
    State,
    carried_over,
    claims,
    report_on_page,
    sums_of,
)
from checker.facts.column_lists import Doubt
from checker.facts.documents_seen import Chosen, more_doubt
from checker.facts.gaps import all_gaps
from checker.facts.issuers import Issuer, whose
from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts
from checker.facts.titles import TitleIndex
from checker.judgement import NONE, UNKNOWN, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Evidence, Finding, MeasurementTable, Reason, Verdict
from checker.title_params import Patterns, compiled
from checker.yearly_day import every_year

SLOTS = frozenset({"year", "title", "url", "sums", "broken", "rates", "pages_seen"})
_TITLES = ["{year}年?(?:度)?.{0,20}政府信息公开(?:工作)?年度报告"]
_NOT = ["网站工作年度报表", "法治政府", "解读", "图解", "通知"]
_MOST = 12
_ENDS = ("upheld", "corrected", "other", "open", "sum")
_COURSES = ("review", "lawsuit", "lawsuit_after")


class Params(BaseParams):
    """Which report, and what of it is judged.

    With `trend`, both rates may not rise; with `falls` they must fall, unless they are nothing.  `points`
    are what a lost case costs; they are told, not judged.
    """

    title_any: Annotated[Patterns, Stricter.UNION] = Field(default=_TITLES)
    title_none: Annotated[Patterns, Stricter.UNION] = Field(default=_NOT)
    names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    by: Annotated[str, Stricter.LOWER] = Field(default="03-31", pattern=r"^\d{2}-\d{2}$")
    trend: bool = False
    falls: Annotated[bool, Stricter.HIGHER] = False
    points: int | None = Field(default=None, ge=1)

    @field_validator("by")
    @classmethod
    def _day(cls, by: str) -> str:
        return every_year(by)


@dataclass(frozen=True, slots=True)
class _Found:
    """A report and the page on which it stands."""

    report: Report
    page: PageFacts


def table_identities(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge the figures of the site's own report."""
    this, last = (_report(params, site, asked.as_of, back) for back in (1, 2))
    year = asked.as_of.year - 1
    slots = {
        "year": str(year),
        "title": this.report.title if this else NONE,
        "url": this.page.url if this else UNKNOWN,
        "sums": "0",
        "broken": "0",
        "rates": UNKNOWN,
        "pages_seen": str(len(site.held)),
    }
    if this is None:
        return _absent(params, site, asked, slots)
    seen = tuple(_evidence(site, one) for one in (this, last) if one)
    if this.report.state in {State.NO_TABLES, State.IMAGE_ONLY}:
        image = this.report.state is State.IMAGE_ONLY
        why = "报告的表格是图片" if image else "报告页面上没有表格，可能在附件里"
        reason = Reason.IMAGE_ONLY if image else Reason.ASSISTED
        return Judgement(Verdict.REVIEW, slots, reason, why, seen)
    if params.trend:
        return _trend(params, slots, this, last, seen)
    return _sums(site, asked, slots, this, last, seen)


def _sums(  # both reports with what the answer is made of
    site: SiteFacts,
    asked: Question,
    slots: dict[str, str],
    this: _Found,
    last: _Found | None,
    seen: tuple[Evidence, ...],
) -> Judgement:
    own = sums_of(this.report)
    both = carried_over(this.report, last.report) if last else None
    broken = [*own.broken, *(both.broken if both else ())]
    count = len(own.identities) + (len(both.identities) if both else 0)
    slots |= {"sums": str(count), "broken": str(len(broken))}
    tables = (
        MeasurementTable(
            title="不成立的勾稽关系",
            columns=["关系", "实际数值"],
            rows=[[one.says, one.observed] for one in broken],
        ),
    )
    if broken:
        suspects = "、".join(f"{f.name}（{f.place}）" for f in own.suspects)
        why = f"{count} 项勾稽关系中有 {len(broken)} 项不成立：{broken[0].says}"
        findings = tuple(_finding(site, asked, this, one, suspects) for one in broken)
        return Judgement(Verdict.FAIL, slots, None, why, seen, findings, tables)
    unread = any(one.holds is Holds.UNREAD for one in own.identities)
    if unread or not this.report.requests or not this.report.disputes:
        said = this.report.problems[0].message if this.report.problems else "没有读到表三、表四"
        return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, f"表格没有读全：{said}", seen)
    if own.doubtful:
        why = f"有空白单元格，不能确定是否成立：{own.doubtful[0].says}"
        return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, why, seen)
    differing = [claim for claim in claims(this.report) if not claim.agrees]
    if differing:
        one = differing[0]
        values = "或".join(f"{value:f}" for value in one.tables)
        why = f"正文与表格数字不一致：“{one.says}”，表中为 {values}"
        return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, why, seen)
    return Judgement(Verdict.PASS, slots, evidence=seen)


def _trend(  # both reports with what the answer is made of
    params: Params,
    slots: dict[str, str],
    this: _Found,
    last: _Found | None,
    seen: tuple[Evidence, ...],
) -> Judgement:
    """Disputes against requests handled, and lost cases against those decided, this year and last."""
    rates = [(one.report.year, _rates(one.report)) for one in (this, last) if one]
    slots["rates"] = "；".join(f"{year}年度：{_said(rate)}" for year, rate in rates)
    now = rates[0][1]
    if params.points and now is not None:
        cost = now.corrected * params.points
        told = f"结果纠正 {now.corrected} 件，每件 {params.points} 分计 {cost} 分"
        slots["rates"] += f"；{told}"
    if now is None:
        why = "表四的数字没有读全，或加不起来"
        return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, why, seen)
    if last is None:
        why = "没有找到上一年度的报告，不能比较"
        return Judgement(Verdict.REVIEW, slots, Reason.TOO_FEW, why, seen)
    before = rates[1][1]
    if before is None:
        why = "上一年度报告表四的数字没有读全，或加不起来，不能比较"
        return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, why, seen)
    pairs = [(now.disputed, before.disputed), (now.lost, before.lost)]
    if any(one > other for one, other in pairs):
        return Judgement(Verdict.FAIL, slots, None, "争议率或纠错败诉率比上年上升", seen)
    if params.falls and any(one == other and one for one, other in pairs):
        return Judgement(Verdict.FAIL, slots, None, "争议率或纠错败诉率与上年持平", seen)
    return Judgement(Verdict.PASS, slots, None, "争议率和纠错败诉率都没有上升", seen)


@dataclass(frozen=True, slots=True)
class _Rates:
    """Disputes a request handled, corrected ones a dispute that was decided, and how many these are."""

    disputed: Decimal
    lost: Decimal
    corrected: int


def _rates(report: Report) -> _Rates | None:
    """Return the rates of a year; None where a figure was not read, or blanks may hide a dispute."""
    handled = report.requests.get(("handled", "total"))
    if handled is None or handled.value is None:
        return None
    disputes = corrected = pending = Decimal(0)
    for course in _COURSES:
        upheld, lost, other, left, total = (report.disputes.get((course, end)) for end in _ENDS)
        values = [_count(one) for one in (upheld, lost, other, left)]
        if total is None or total.value is None or None in values:
            return None
        if sum(one for one in values if one) != total.value:
            return None
        disputes += total.value
        corrected += values[1] or 0
        pending += values[3] or 0
    decided = disputes - pending
    return _Rates(
        disputes / handled.value if handled.value else Decimal(0),
        corrected / decided if decided > 0 else Decimal(0),
        int(corrected),
    )


def _count(figure: Figure | None) -> Decimal | None:
    """Return what a cell counts: a blank is none, None where something else stands there."""
    if figure is None or (figure.value is None and not figure.number.missing):
        return None
    return figure.value or Decimal(0)


def _said(rate: _Rates | None) -> str:
    return f"争议率 {rate.disputed:.1%}，纠错败诉率 {rate.lost:.1%}" if rate else UNKNOWN


def _report(params: Params, site: SiteFacts, as_of: date, back: int) -> _Found | None:
    """Find the site's own report of a year, the one with most read first."""
    titled = site.once(TitleIndex).search(
        compiled(params.title_any, as_of, back), compiled(params.title_none, as_of, back)
    )
    found: list[_Found] = []
    for one in titled:
        if whose(one.title, site.own_names) is not Issuer.OWN or len(found) >= _MOST:
            continue
        last = site.resolve(one.url).last
        page = site.page(last.url) if last else None
        report = report_on_page(site.snapshot.text(page.url), one.title) if page else None
        if page is not None and report is not None:
            found.append(_Found(report, page))
    order = list(State)
    return min(found, key=lambda one: order.index(one.report.state), default=None)


def _absent(params: Params, site: SiteFacts, asked: Question, slots: dict[str, str]) -> Judgement:
    """Whether the report is published is another rule's question: here it only was not read."""
    due = date.fromisoformat(f"{asked.as_of.year}-{params.by}")
    if asked.as_of <= due:
        return Judgement(Verdict.PENDING, slots, None, f"期限 {due} 未到，还没有该年度的报告")
    gaps = all_gaps(site)
    doubt = more_doubt(site, Chosen(names=tuple(params.names)), None) if not gaps else None
    doubt = doubt or (Doubt(gaps[0].reason, gaps[0].detail) if gaps else None)
    why = f"没有找到 {asked.as_of.year - 1} 年度的报告" + (f"；{doubt.detail}" if doubt else "")
    return Judgement(Verdict.REVIEW, slots, doubt.reason if doubt else Reason.TOO_FEW, why)


def _evidence(site: SiteFacts, one: _Found) -> Evidence:
    told = f"《{one.report.title or one.page.title}》（{one.report.year or '年度不明'}）"
    return evidence(one.page.url, told, site.snapshot.fetch(one.page.url))


def _finding(
    site: SiteFacts, asked: Question, this: _Found, one: Identity, suspects: str
) -> Finding:
    return Finding(
        fingerprint=fingerprint(asked.rule, f"{this.report.year}/{one.key}"),
        message=f"{one.says}不成立",
        url=this.page.url,
        target=one.says,
        observed=one.observed,
        expected="两边相等",
        excerpt=f"最可能有误的单元格：{suspects}" if suspects else "",
        suggestion="核对原始数据后更正表格，并说明更正情况",
        **place_of(site.snapshot.fetch(this.page.url)),
    )
