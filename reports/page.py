"""The HTML page beside its rules and clauses: what to fix first, what changed, checklist, index, charts.

It puts together what its neighbours have made; it judges nothing and writes no markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from checker.results import AuditResult, Verdict
from reports.change_view import ChangeView, Mark, change_view
from reports.charts import trend, verdicts_by_theme
from reports.comparison import Comparison
from reports.index_view import Entry, FacetView, facet_views
from reports.language import Language
from reports.rule_view import RuleView
from reports.script_words import script_audit, script_words
from reports.states import State
from reports.task_view import TaskView, task_views
from reports.view import ReportView


@dataclass(frozen=True, slots=True)
class PageView:
    """What the templates show beside the `ReportView`."""

    tasks: tuple[TaskView, ...]
    change: ChangeView | None
    theme_chart: Markup
    trend: Markup
    review_groups: tuple[tuple[str, tuple[RuleView, ...]], ...]
    units: tuple[FacetView, ...]
    themes: tuple[FacetView, ...]
    script_words: str
    script_audit: str


def page_view(
    result: AuditResult,
    report: ReportView,
    comparison: Comparison | None,
    changes: Mapping[tuple[str, str], Mark],
    t: Language,
) -> PageView:
    """The view of everything around the rules and clauses of `report`."""
    entries = _entries(report)
    return PageView(
        tasks=task_views(
            result, {rule.number: rule for rule in report.rules}, report.facets, changes, t
        ),
        change=change_view(comparison, t) if comparison else None,
        theme_chart=verdicts_by_theme(result, t),
        trend=trend([*comparison.audits, result], t) if comparison else Markup(),
        review_groups=_review_groups(report, t),
        units=facet_views("unit", report.facets.units, t("条款没有写明"), entries["unit"], t),
        themes=facet_views("theme", report.facets.themes, t("未分主题"), entries["theme"], t),
        script_words=script_words(t),
        script_audit=script_audit(result, report.digest, t),
    )


def _review_groups(report: ReportView, t: Language) -> tuple[tuple[str, tuple[RuleView, ...]], ...]:
    """What a person must look at: first where the machine leans to a failure, last where to a pass."""
    waiting = report.of(State.REVIEW)
    leaning = {Verdict.FAIL, Verdict.PASS}
    groups = (
        (t("机器初判不合格"), [rule for rule in waiting if rule.first is Verdict.FAIL]),
        (t("机器没有看到，或者不能下结论"), [r for r in waiting if r.first not in leaning]),
        (t("机器初判合格"), [rule for rule in waiting if rule.first is Verdict.PASS]),
    )
    return tuple((title, tuple(rules)) for title, rules in groups if rules)


def _entries(report: ReportView) -> dict[str, Sequence[Entry]]:
    """All rules and questions, by the keys of their units and of their themes."""
    shown = [(rule.anchor, rule.title, rule.state, rule.keys) for rule in report.rules]
    asked = [
        (clause.question_anchor, clause.title or clause.question, State.REVIEW, clause.keys)
        for clause in report.questions
    ]
    everything = [*shown, *asked]
    return {
        "unit": [
            Entry(anchor, title, state, frozenset(keys.units.split()))
            for anchor, title, state, keys in everything
        ],
        "theme": [
            Entry(anchor, title, state, frozenset(keys.themes.split()))
            for anchor, title, state, keys in everything
        ],
    }
