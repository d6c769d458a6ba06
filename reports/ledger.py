"""The rows of a rectification ledger (整改台账): one for each finding of a rule that failed.

A rule that failed without a finding gives one row too.  What a person has still to judge is no row:
a ledger demands, and nobody is asked to mend what nobody has confirmed to be wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.results import AuditResult, ClauseResult, Finding, Level, RuleResult, Verdict
from reports.answerable import answering, cited
from reports.places import widest_first

_LEVELS = tuple(Level)  # the weightiest first


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One defect.  `units` are those that answer for it (see `answerable`); none may be named."""

    number: int
    rule: RuleResult
    finding: Finding
    clauses: tuple[ClauseResult, ...]
    units: tuple[str, ...]

    @property
    def advisory(self) -> bool:
        """It is advice: nobody has to follow it."""
        return self.rule.level is Level.ADVISORY

    @property
    def places(self) -> int:
        """On how many pages it stands; 0 where it stands on none."""
        return max(self.finding.found_on_count, len(self.finding.found_on))

    @property
    def to_do(self) -> str:
        """What to do: of this very finding, or else of the rule."""
        return self.finding.suggestion or self.rule.fix


def ledger(result: AuditResult) -> tuple[LedgerRow, ...]:
    """The rows, numbered: vetoes first and advice last, then what stands on most pages."""
    known = {clause.id: clause for clause in result.clauses}
    failed = [rule for rule in result.rules if rule.verdict is Verdict.FAIL]
    rows: list[LedgerRow] = []
    for rule in sorted(failed, key=lambda rule: _LEVELS.index(rule.level)):
        clauses = cited(rule, known)
        units = answering(rule, known)
        findings = widest_first(rule.findings)
        rows.extend(
            LedgerRow(number, rule, finding, clauses, units)
            for number, finding in enumerate(findings or [_whole(rule, result)], len(rows) + 1)
        )
    return tuple(rows)


def by_unit(rows: Sequence[LedgerRow]) -> dict[str, list[LedgerRow]]:
    """The rows of each unit, that with most rows first; those of nobody stand under "", last.

    A row of several units stands with each of them.
    """
    units: dict[str, list[LedgerRow]] = {}
    for row in rows:
        for unit in row.units or ("",):
            units.setdefault(unit, []).append(row)
    return dict(sorted(units.items(), key=lambda item: (not item[0], -len(item[1]))))


def _whole(rule: RuleResult, result: AuditResult) -> Finding:
    """The rule itself as its one finding: it is the same in every run as long as the rule fails."""
    seen = rule.evidence[0] if rule.evidence else None
    return Finding(
        fingerprint=f"rule:{rule.id}",
        message=rule.message,
        url=seen.url if seen else result.site.home,
        expected=rule.pass_when,
        observed=seen.what if seen else "",
        excerpt=seen.excerpt if seen else "",
        fetched_at=seen.fetched_at if seen else None,
        sha256=seen.sha256 if seen else None,
    )
