"""Which units answer for what was found: those of the clauses that demand it.

A clause that only encourages makes nobody answer for a failure; where no clause names a unit, the unit
is open (""), and a person has to say who it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.results import AuditResult, ClauseResult, RuleResult, Verdict
from reports.answerable import answering, cited
from reports.states import State, clause_state, rule_state

NOBODY = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """A rule with the clauses that ask for it and the units that answer for it."""

    rule: RuleResult
    state: State
    clauses: tuple[ClauseResult, ...]
    units: tuple[str, ...]


def matters(result: AuditResult) -> tuple[Matter, ...]:
    """All rules of an audit, in its order."""
    known = {clause.id: clause for clause in result.clauses}
    return tuple(_matter(rule, known) for rule in result.rules)


def by_unit(found: Sequence[Matter]) -> dict[str, tuple[Matter, ...]]:
    """The matters of each unit that has something to mend; what nobody answers for stands under "", last."""
    units: dict[str, list[Matter]] = {}
    for matter in found:
        for unit in matter.units or (NOBODY,):
            units.setdefault(unit, []).append(matter)
    failing = {
        unit: tuple(own)
        for unit, own in units.items()
        if any(matter.state is State.FAIL for matter in own)
    }
    return dict(sorted(failing.items(), key=lambda item: not item[0]))


def clause_counts(result: AuditResult) -> dict[str, tuple[int, int, int]]:
    """For each unit: its clauses, those of them not met, those that a person has to look at.

    A clause that repeats another is not counted again.
    """
    states = {matter.rule.id: matter.state for matter in matters(result)}
    counts: dict[str, tuple[int, int, int]] = {}
    for clause in result.clauses:
        if clause.same_as is not None:
            continue
        failed = clause_state(clause, states) is State.FAIL
        waits = clause.verdict is Verdict.REVIEW
        for unit in dict.fromkeys(clause.responsible):
            all_, bad, open_ = counts.get(unit, (0, 0, 0))
            counts[unit] = (all_ + 1, bad + failed, open_ + waits)
    return counts


def _matter(rule: RuleResult, known: Mapping[str, ClauseResult]) -> Matter:
    return Matter(rule, rule_state(rule), cited(rule, known), answering(rule, known))
