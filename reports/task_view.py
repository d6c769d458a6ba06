"""The tasks of `causes` as the page shows them: in words, with the few causes that weigh most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.results import AuditResult, Finding, RuleResult
from reports.causes import SHOWN_CAUSES, Cause, Task, tasks
from reports.change_view import Mark
from reports.facets import Facets, Keys
from reports.finding_view import NEVER_LINKED
from reports.language import Language
from reports.rule_view import RuleView
from reports.visible import Address, address, clip
from reports.wording import Observed, observed

_MAX_TEXT = 600
_LISTED_PLACES = 20


@dataclass(frozen=True, slots=True)
class CauseView:
    """One cause.  `place` is set where several faults lie in one place, `observed` where links lead to it."""

    message: str
    page: Address
    target: Address | None
    pages: int
    findings: int
    place: Address | None
    observed: Observed | None
    change: Mark | None


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task: the rule that stands for it, those that it settles too, and its main causes."""

    lead: RuleView
    also: tuple[RuleView, ...]
    keys: Keys
    units: tuple[str, ...]
    veto: bool
    findings: int
    pages: int
    pages_at_least: bool
    causes: tuple[CauseView, ...]
    hidden: int
    advice: str


def task_views(
    result: AuditResult,
    rules: Mapping[int, RuleView],
    facets: Facets,
    marks: Mapping[tuple[str, str], Mark],
    t: Language,
) -> tuple[TaskView, ...]:
    """The views of all tasks; `rules` gives each rule's view by its number in the audit."""
    return tuple(_task(task, result, rules, facets, marks, t) for task in tasks(result.rules))


def _task(
    task: Task,
    result: AuditResult,
    rules: Mapping[int, RuleView],
    facets: Facets,
    marks: Mapping[tuple[str, str], Mark],
    t: Language,
) -> TaskView:
    views = [rules[number] for number in task.rules]
    lead = result.rules[task.rules[0]]
    several = any(finding.found_on_count > _LISTED_PLACES for finding in lead.findings)
    return TaskView(
        lead=views[0],
        also=tuple(views[1:]),
        keys=facets.of_rules([result.rules[number] for number in task.rules]),
        units=tuple(dict.fromkeys(unit for view in views for unit in view.responsible)),
        veto=task.veto,
        findings=task.findings,
        pages=task.pages,
        # Of many places only some are listed, so that what they have in common is not known.
        pages_at_least=several and task.findings > 1,
        causes=tuple(_cause(cause, lead.id, marks, t) for cause in task.causes[:SHOWN_CAUSES]),
        hidden=max(len(task.causes) - SHOWN_CAUSES, 0),
        advice=_advice(lead, t),
    )


def _cause(
    cause: Cause, rule: str, marks: Mapping[tuple[str, str], Mark], t: Language
) -> CauseView:
    first = cause.first
    linked = cause.place and cause.place != first.url
    return CauseView(
        message=clip(first.message, _MAX_TEXT, t),
        page=address(first.url, t),
        target=_led_to(first.target, first, t)
        if first.target and first.target != first.url
        else None,
        pages=cause.pages,
        findings=cause.findings,
        place=_led_to(cause.place, first, t) if cause.place else None,
        observed=observed(clip(first.observed, _MAX_TEXT, t), t) if linked else None,
        change=None if cause.place else marks.get((rule, first.fingerprint)),
    )


def _led_to(url: str, finding: Finding, t: Language) -> Address:
    """Where links lead to: only named where anybody may show anything by now."""
    shown = address(url, t)
    parked = finding.observed in NEVER_LINKED and url != finding.url
    return Address(shown.text) if parked else shown


def _advice(lead: RuleResult, t: Language) -> str:
    """What the findings themselves advise where it is the same for all, or else the rule's words."""
    said = {finding.suggestion for finding in lead.findings}
    own = said.pop() if len(said) == 1 else ""
    return clip(own or lead.fix, _MAX_TEXT, t)
