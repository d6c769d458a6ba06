"""A clause as the page shows it: its place in the document, who answers for it, its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.results import ClauseResult, Verdict
from reports.by_persons import attested_told
from reports.facets import Keys
from reports.finding_view import EvidenceView
from reports.language import Language
from reports.rule_view import RuleView
from reports.states import State, clause_state
from reports.visible import Address, clip
from reports.wording import modality

_MAX_NAME = 200
_MAX_QUESTION = 1_000
_MAX_MESSAGE = 160
MOST_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class RuleLink:
    """A rule that judges a clause; `anchor` is None where the results do not hold that rule."""

    title: str
    anchor: str | None
    state: State | None = None
    message: str = ""
    basis: tuple[str, ...] = ()
    evidence: tuple[tuple[str, Address], ...] = ()
    proofs: int = 0


@dataclass(frozen=True, slots=True)
class ClauseView:
    """One clause; `question` is set where a person still has to answer it, `hints` say where to look."""

    id: str
    pack: str
    anchor: str
    section: str
    title: str
    responsible: tuple[str, ...]
    modality: str
    state: State
    rules: tuple[RuleLink, ...]
    question: str
    number: int
    keys: Keys
    question_anchor: str = ""
    hints: tuple[str, ...] = ()
    printed: str = ""
    note: str = ""
    attested: str = ""


@dataclass(frozen=True, slots=True)
class ClausePlace:
    """Where a clause stands in the page: its number, anchors and keys."""

    number: int
    anchor: str
    question_anchor: str
    keys: Keys


def clause_view(
    clause: ClauseResult, place: ClausePlace, rules: Mapping[str, RuleView], t: Language
) -> ClauseView:
    """The view of one clause; `rules` are the views of all rules by id."""
    waits = clause.verdict is Verdict.REVIEW
    asked = bool(clause.question) and waits
    return ClauseView(
        id=clip(clause.id, _MAX_NAME, t),
        pack=clip(clause.id.partition("/")[0], _MAX_NAME, t),
        number=place.number,
        keys=place.keys,
        anchor=place.anchor,
        question_anchor=place.question_anchor if asked else "",
        section=clip(clause.section, _MAX_NAME, t),
        title=clip(clause.title, _MAX_NAME, t),
        responsible=tuple(clip(unit, _MAX_NAME, t) for unit in clause.responsible),
        modality=clip(modality(clause.modality, t), _MAX_NAME, t),
        state=clause_state(clause, {name: rule.state for name, rule in rules.items()}),
        rules=tuple(_rule_link(rule, rules, t) for rule in clause.rules),
        question=clip(clause.question or "", _MAX_QUESTION, t) if waits else "",
        hints=tuple(clip(hint, _MAX_NAME, t) for hint in clause.hints) if waits else (),
        printed=clip(clause.printed or "", _MAX_NAME, t),
        note=clip(clause.note or "", _MAX_QUESTION, t),
        attested=attested_told(clause.attested, t),
    )


def _rule_link(rule: str, rules: Mapping[str, RuleView], t: Language) -> RuleLink:
    if rule not in rules:
        return RuleLink(clip(rule, _MAX_NAME, t), None)
    view = rules[rule]
    return RuleLink(
        view.title,
        view.anchor,
        view.state,
        clip(view.message, _MAX_MESSAGE, t),
        view.basis,
        _evidence(view, t),
        view.findings.count + len(_besides(view)) + view.hidden_evidence,
    )


def _evidence(view: RuleView, t: Language) -> tuple[tuple[str, Address], ...]:
    """A few pieces, none said twice; all of them stand with the rule."""
    found = [(finding.message, finding.page) for finding in view.findings.shown[:MOST_EVIDENCE]]
    seen = [(piece.what, piece.page) for piece in _besides(view)]
    return tuple(
        (clip(what, _MAX_MESSAGE, t), page) for what, page in [*found, *seen][:MOST_EVIDENCE]
    )


def _besides(view: RuleView) -> list[EvidenceView]:
    """The evidence that says something else than a finding that is shown."""
    said = {(finding.message, finding.page.text) for finding in view.findings.shown}
    return [piece for piece in view.evidence if (piece.what, piece.page.text) not in said]
