"""What the mail says, sorted and capped: how it stands, what changed, what to mend first.

No markup and no escaping here.  It takes the audit as it may be sent (`withheld`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from checker.results import AuditResult
from reports.comparison import Comparison
from reports.comparison_words import remarks_told, sentence, short_line
from reports.language import Language
from reports.states import State
from reports.task_view import TaskView, task_views
from reports.view import ReportView, report_view
from reports.visible import Address, clip, one_line
from reports.withheld import tells_of_persons

MOST_FIXES = 8
_MOST_PLACES = 2
_MOST_SITE = 60
_MOST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Fix:
    """One task: how much, whose, what to do, where first (page, what it leads to), what it settles too."""

    title: str
    also: tuple[str, ...]
    veto: bool
    findings: int
    units: tuple[str, ...]
    message: str
    fix: str
    places: tuple[tuple[Address, Address | None], ...]
    withheld: bool


@dataclass(frozen=True, slots=True)
class MailView:
    """Everything that the mail's templates show."""

    subject: str
    site: str
    home: Address
    as_of: str
    sentence: str
    change: str
    remarks: tuple[str, ...]
    warnings: tuple[str, ...]
    scope: str
    counts: tuple[tuple[State, int], ...]
    fixes: tuple[Fix, ...]
    more_fixes: int
    reviews: int
    packs: tuple[str, ...]
    tool: str


def mail_view(result: AuditResult, comparison: Comparison | None, t: Language) -> MailView:
    """The view of an audit, and of what changed where it was compared with earlier ones."""
    report = report_view(result, t)
    views = {rule.number: rule for rule in report.rules}
    todo = task_views(result, views, report.facets, {}, t)
    told = todo[:MOST_FIXES]
    failed = report.of(State.FAIL)
    secret = {rule.id for rule in result.rules if tells_of_persons(rule)}
    conclusion = report.conclusion
    return MailView(
        subject=_subject(report, short_line(comparison, t) if comparison else "", t),
        site=_line(report.site),
        home=report.home,
        as_of=report.as_of,
        sentence=conclusion.sentence,
        change=sentence(comparison, t) if comparison else "",
        remarks=remarks_told(comparison, t) if comparison else (),
        warnings=conclusion.warnings,
        scope=conclusion.scope,
        counts=tuple(item for item in conclusion.tiles if item[1]),
        fixes=tuple(_fix(task, task.lead.id in secret) for task in told),
        more_fixes=len(failed) - sum(1 + len(task.also) for task in told),
        reviews=len(report.of(State.REVIEW)),
        packs=tuple(_line(pack.title) for pack in report.packs),
        tool=report.run.tool_version,
    )


def _subject(report: ReportView, change: str, t: Language) -> str:
    """Result and change in one line; nothing in it can break a header."""
    counts = Counter(dict(report.conclusion.tiles))
    failed, vetoes = counts[State.FAIL], sum(rule.veto for rule in report.of(State.FAIL))
    told = t("不合格 {n} 项", n=failed)
    if vetoes:
        told += t("（单项否决 {n} 项）", n=vetoes)
    if counts[State.REVIEW]:
        told = t.listed([told, t("待核查 {n} 项", n=counts[State.REVIEW])])
    if not report.coverage.complete:
        told = t.listed([told, t("检查不完整")])
    site = one_line(report.site, _MOST_SITE, t)
    line = t("【政务公开检查】{site} {day}：{told}", site=site, day=report.as_of, told=told)
    if change:
        line += t("（较上次{change}）", change=change)
    return line


def _fix(task: TaskView, withheld: bool) -> Fix:  # noqa: FBT001 -- one of its facts
    rule = task.lead
    shown = rule.findings.shown
    return Fix(
        title=_line(rule.title),
        also=tuple(_line(other.title) for other in task.also),
        veto=task.veto,
        findings=task.findings,
        units=tuple(map(_line, task.units)),
        message=_line(rule.message),
        fix=_line(task.advice),
        places=() if withheld else tuple((each.page, each.target) for each in shown[:_MOST_PLACES]),
        withheld=withheld,
    )


def _line(text: str) -> str:
    """A text of the audit on one line: in plain text, line breaks of its own could pass for ours."""
    return clip(" ".join(text.split()), _MOST_TEXT)
