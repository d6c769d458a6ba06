"""Findings followed from audit to audit, by rule and fingerprint: since when, how often, gone, back."""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.results import AuditResult, Finding, RuleResult, Verdict
from reports.sight import Doubt, Sight


@dataclass(slots=True)
class Trail:
    """One finding through the audits.

    `here`: the last audit has it; `back`: and the one before it had seen it gone, on the day `gone`.
    `doubt` says why the last audit, which does not have it, confirms nothing.
    """

    rule: RuleResult
    finding: Finding
    since: str
    audits: int = 1
    gone: str | None = None
    doubt: Doubt | None = None
    here: bool = True
    back: bool = False


@dataclass(slots=True)
class History:
    """The trails of all findings, audit by audit."""

    trails: dict[tuple[str, str], Trail] = field(default_factory=dict)

    def add(self, audit: AuditResult, sight: Sight) -> None:
        """Go on with the next audit."""
        present = _findings(audit)
        for key, (rule, finding) in present.items():
            self._seen(key, rule, finding, audit.as_of)
        for key, trail in self.trails.items():
            if key not in present and (trail.here or trail.gone is None):
                self._missed(trail, sight, audit.as_of)

    def _seen(self, key: tuple[str, str], rule: RuleResult, finding: Finding, as_of: str) -> None:
        trail = self.trails.get(key)
        if trail is None:
            self.trails[key] = Trail(rule, finding, as_of)
            return
        if trail.gone is not None and not trail.here:
            trail.since, trail.audits, trail.back = as_of, 0, True
        else:
            trail.back = False
            trail.gone = None
        trail.rule, trail.finding, trail.here, trail.doubt = rule, finding, True, None
        trail.audits += 1

    @staticmethod
    def _missed(trail: Trail, sight: Sight, as_of: str) -> None:
        trail.here, trail.back = False, False
        trail.doubt = sight.doubt(trail.finding, trail.rule)
        trail.gone = as_of if trail.doubt is None else None


def _findings(audit: AuditResult) -> dict[tuple[str, str], tuple[RuleResult, Finding]]:
    """The findings of the rules that failed: what a person has still to judge is no fault yet."""
    found: dict[tuple[str, str], tuple[RuleResult, Finding]] = {}
    for rule in audit.rules:
        if rule.verdict is not Verdict.FAIL:
            continue
        for finding in rule.findings:
            found.setdefault((rule.id, finding.fingerprint), (rule, finding))
    return found
