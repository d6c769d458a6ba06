"""A judged rule as the page shows it: its words, findings, clauses and how it was judged."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checker.results import ClauseResult, Level, MeasurementTable, RuleResult, Verdict
from reports.allowance import Share
from reports.answerable import answering
from reports.by_persons import attested_told, waived_told
from reports.change_view import Mark
from reports.facets import Keys
from reports.finding_view import EvidenceView, FindingsView, evidence_view, findings_view
from reports.language import Language
from reports.reasons import NO_REASON, REASONS, ReasonWords
from reports.states import State, rule_state
from reports.visible import clip
from reports.wording import LEVELS

MAX_ROWS = 200
_MAX_TITLE = 200
_MAX_PROSE = 2_000
_MAX_PARAM = 1_000
_WORST_FIRST = tuple(State)


@dataclass(frozen=True, slots=True)
class ClauseLink:
    """A clause that a rule judges; `anchor` is None where the results do not hold that clause."""

    name: str
    title: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of measurements, row by row as it was made."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule, `number` in the order of the audit.  The texts are bounded; escaping is left to the template."""

    id: str
    number: int
    keys: Keys
    theme: str
    first: Verdict | None
    anchor: str
    method_anchor: str
    title: str
    state: State
    level: str
    veto: bool
    advisory: bool
    message: str
    reason: ReasonWords | None
    error: str
    clauses: tuple[ClauseLink, ...]
    responsible: tuple[str, ...]
    findings: FindingsView
    tables: tuple[TableView, ...]
    evidence: tuple[EvidenceView, ...]
    hidden_evidence: int
    pass_when: str
    how_checked: str
    fix: str
    known_limits: str
    basis: tuple[str, ...]
    check: str
    params: tuple[tuple[str, str], ...]
    by_person: tuple[str, ...] = ()
    attested: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule stands in the page: its number, anchors and keys, and the room for its findings.

    `archived` are the evidence pages of findings by fingerprint.
    """

    number: int
    anchor: str
    method_anchor: str
    keys: Keys
    share: Share
    archived: Mapping[str, str] = field(default_factory=dict)


def rule_view(
    rule: RuleResult,
    place: Place,
    clauses: Mapping[str, tuple[ClauseResult, str]],
    changes: Mapping[str, Mark],
    t: Language,
) -> RuleView:
    """The view of one rule; `clauses` gives each known clause with its anchor."""
    known = {clause: clauses[clause][0] for clause in rule.clauses if clause in clauses}
    state = rule_state(rule)
    reason = REASONS[rule.reason] if rule.reason else NO_REASON
    evidence = evidence_view(rule.evidence, t)
    return RuleView(
        id=clip(rule.id, _MAX_TITLE, t),
        number=place.number,
        keys=place.keys,
        theme=clip(rule.theme, _MAX_TITLE, t),
        first=rule.first,
        anchor=place.anchor,
        method_anchor=place.method_anchor,
        title=clip(rule.title, _MAX_TITLE, t),
        state=state,
        level=t(LEVELS[rule.level]),
        veto=rule.level is Level.VETO,
        advisory=rule.level is Level.ADVISORY,
        message=clip(rule.message, _MAX_PROSE, t),
        reason=reason.told(t) if rule.verdict is Verdict.REVIEW else None,
        error=clip(rule.error or "", _MAX_PROSE, t),
        clauses=tuple(_clause_link(clause, clauses, t) for clause in rule.clauses),
        responsible=tuple(clip(unit, _MAX_TITLE, t) for unit in answering(rule, known)),
        findings=findings_view(rule.findings, place.share, changes, t, place.archived),
        tables=tuple(_table(table, t) for table in rule.tables),
        evidence=evidence,
        hidden_evidence=len(rule.evidence) - len(evidence),
        pass_when=clip(rule.pass_when, _MAX_PROSE, t),
        how_checked=clip(rule.how_checked, _MAX_PROSE, t),
        fix=clip(rule.fix, _MAX_PROSE, t),
        known_limits=clip(rule.known_limits, _MAX_PROSE, t),
        basis=tuple(clip(each, _MAX_PROSE, t) for each in rule.basis),
        check=clip(rule.check, _MAX_TITLE, t),
        params=tuple(
            (clip(key, _MAX_TITLE, t), _param(value, t)) for key, value in rule.params.items()
        ),
        by_person=tuple(
            filter(None, (attested_told(rule.attested, t), waived_told(rule.waived, t)))
        ),
        attested=rule.attested is not None,
    )


def worst_first(rules: Sequence[RuleView]) -> tuple[RuleView, ...]:
    """By state, within it the vetoes first, then those with most findings, then as listed."""
    return tuple(
        sorted(
            rules,
            key=lambda rule: (
                _WORST_FIRST.index(rule.state),
                not rule.veto,
                rule.advisory,
                -rule.findings.count,
            ),
        )
    )


def _clause_link(
    clause: str, known: Mapping[str, tuple[ClauseResult, str]], t: Language
) -> ClauseLink:
    if clause not in known:
        return ClauseLink(clip(clause, _MAX_TITLE, t), "", None)
    found, anchor = known[clause]
    name = found.section or clause
    return ClauseLink(clip(name, _MAX_TITLE, t), clip(found.title, _MAX_TITLE, t), anchor)


def _table(table: MeasurementTable, t: Language) -> TableView:
    rows = tuple(tuple(clip(cell, _MAX_TITLE, t) for cell in row) for row in table.rows[:MAX_ROWS])
    columns = tuple(clip(column, _MAX_TITLE, t) for column in table.columns)
    return TableView(clip(table.title, _MAX_TITLE, t), columns, rows, len(table.rows) - len(rows))


def _param(value: object, t: Language) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return clip(text, _MAX_PARAM, t)
