"""How the verdicts of rules and clauses and the rates of documents differ between two audits.

Side by side as each audit gave them.  Better and worse are said only between 合格 and 不合格 of the same
demand: a verdict that waits for a person, or for a limit, is neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from checker.results import (
    AuditResult,
    ClauseResult,
    Compliance,
    PackUsed,
    RuleResult,
    Verdict,
)
from reports.sight import same_rule


class Direction(StrEnum):
    """Which way a verdict went."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"  # one of the two was not decided
    INCOMPARABLE = "incomparable"  # what was asked has changed
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that is judged otherwise than last time; None where an audit did not judge it at all."""

    id: str
    title: str
    before: Verdict | None
    now: Verdict | None
    direction: Direction


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that is judged otherwise than last time."""

    id: str
    section: str
    title: str
    responsible: tuple[str, ...]
    before: Verdict | None
    now: Verdict | None
    direction: Direction


@dataclass(frozen=True, slots=True)
class PackChange:
    """A document's counts now and before, each with its own denominators.

    `same_measure` is False where the document or its rules were changed in between (version, digest):
    the rates must then not be subtracted from each other.
    """

    pack: str
    title: str
    before: Compliance | None
    now: Compliance | None
    version_before: str | None
    version_now: str | None
    same_measure: bool

    @property
    def points(self) -> float | None:
        """By how many percentage points the rate went up; None where that says nothing."""
        if not (self.same_measure and self.before and self.now):
            return None
        if self.before.rate is None or self.now.rate is None:
            return None
        return (round(self.now.rate * 10_000) - round(self.before.rate * 10_000)) / 100


def rule_changes(now: AuditResult, before: AuditResult) -> tuple[RuleChange, ...]:
    """The rules whose verdict changed, and those asked about only once; in the order of the audits."""
    then = {rule.id: rule for rule in before.rules}
    changes = [_rule_change(rule, then.get(rule.id)) for rule in now.rules]
    kept = {rule.id for rule in now.rules}
    dropped = [
        RuleChange(rule.id, rule.title, rule.verdict, None, Direction.DROPPED)
        for rule in before.rules
        if rule.id not in kept
    ]
    return tuple(one for one in (*changes, *dropped) if one is not None)


def _rule_change(rule: RuleResult, was: RuleResult | None) -> RuleChange | None:
    if was is None:
        return RuleChange(rule.id, rule.title, None, rule.verdict, Direction.ADDED)
    same = same_rule(rule, was)
    if rule.verdict is was.verdict and same:
        return None
    direction = _direction(was.verdict, rule.verdict) if same else Direction.INCOMPARABLE
    return RuleChange(rule.id, rule.title, was.verdict, rule.verdict, direction)


def clause_changes(now: AuditResult, before: AuditResult) -> tuple[ClauseChange, ...]:
    """The clauses whose verdict changed, and those of one audit alone."""
    then = {clause.id: clause for clause in before.clauses}
    changed = _changed_rules(now, before)
    changes = []
    for clause in now.clauses:
        was = then.get(clause.id)
        if was is None:
            changes.append(_clause(clause, None, clause.verdict, Direction.ADDED))
        elif clause.verdict is not was.verdict:
            same = clause.rules == was.rules and not changed.intersection(clause.rules)
            direction = _direction(was.verdict, clause.verdict) if same else Direction.INCOMPARABLE
            changes.append(_clause(clause, was.verdict, clause.verdict, direction))
    kept = {clause.id for clause in now.clauses}
    changes += [
        _clause(clause, clause.verdict, None, Direction.DROPPED)
        for clause in before.clauses
        if clause.id not in kept
    ]
    return tuple(changes)


def pack_changes(now: AuditResult, before: AuditResult) -> tuple[PackChange, ...]:
    """Each document of either audit, those of this one first."""
    ours, theirs = ({pack.id: pack for pack in audit.packs} for audit in (now, before))
    rates_now, rates_before = (
        {one.pack: one for one in audit.score.compliance} for audit in (now, before)
    )
    changes = []
    for name in dict.fromkeys([*ours, *theirs]):
        own, other = ours.get(name), theirs.get(name)
        changes.append(
            PackChange(
                pack=name,
                title=(own or other or _NOBODY).title,
                before=rates_before.get(name),
                now=rates_now.get(name),
                version_before=other.version if other else None,
                version_now=own.version if own else None,
                same_measure=bool(own and other and own.digest and own.digest == other.digest),
            )
        )
    return tuple(changes)


_NOBODY = PackUsed(id="", title="", version="")


def _changed_rules(now: AuditResult, before: AuditResult) -> set[str]:
    then = {rule.id: rule for rule in before.rules}
    return {
        rule.id for rule in now.rules if rule.id not in then or not same_rule(rule, then[rule.id])
    }


def _clause(
    clause: ClauseResult, before: Verdict | None, now: Verdict | None, direction: Direction
) -> ClauseChange:
    return ClauseChange(
        id=clause.id,
        section=clause.section,
        title=clause.title,
        responsible=tuple(clause.responsible),
        before=before,
        now=now,
        direction=direction,
    )


def _direction(before: Verdict, now: Verdict) -> Direction:
    if (before, now) == (Verdict.FAIL, Verdict.PASS):
        return Direction.BETTER
    if (before, now) == (Verdict.PASS, Verdict.FAIL):
        return Direction.WORSE
    return Direction.OTHER
