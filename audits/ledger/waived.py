"""Waivers (豁免) on results: which finding is excepted, and which waivers are over or no longer needed.

A waived finding stays where it is and is marked: no verdict changes and nothing is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audits.store.rows import Waiver
from checker.results import AuditResult, Finding, RuleResult, Verdict, Waived


class Standing(StrEnum):
    """What is to be said of a waiver."""

    VALID = "有效"
    LATER = "未生效"
    EXPIRED = "已过期"
    WITHDRAWN = "已撤销"
    NOT_NEEDED = "不再需要"


@dataclass(frozen=True, slots=True)
class Considered:
    """A waiver and how it stands."""

    waiver: Waiver
    standing: Standing


def holds(waiver: Waiver, day: date) -> bool:
    """It is in force on a day."""
    return _standing(waiver, day) is Standing.VALID


def waiver_of(
    waivers: Sequence[Waiver], rule: str, finding: Finding | None, as_of: str
) -> Waiver | None:
    """The waiver that excepts a finding on a day, or the rule as a whole (`finding` None)."""
    day = date.fromisoformat(as_of)
    for waiver in waivers:
        if waiver.rule != rule or not holds(waiver, day):
            continue
        if not waiver.target or (finding is not None and waiver.target in _names(finding)):
            return waiver
    return None


def with_waivers(result: AuditResult, waivers: Sequence[Waiver], as_of: date) -> AuditResult:
    """The results with each waived finding marked.  `waivers` are those that hold for this site."""
    mine = [waiver for waiver in waivers if holds(waiver, as_of)]
    if not mine:
        return result
    day = as_of.isoformat()
    return result.model_copy(update={"rules": [_marked(rule, mine, day) for rule in result.rules]})


def considered(
    waivers: Sequence[Waiver], day: date, latest: AuditResult | None
) -> tuple[Considered, ...]:
    """How each waiver stands; the latest audit of the site, if any, says which are needed no more."""
    return tuple(
        Considered(
            waiver,
            Standing.NOT_NEEDED
            if (standing := _standing(waiver, day)) is Standing.VALID and _idle(waiver, latest)
            else standing,
        )
        for waiver in waivers
    )


def _standing(waiver: Waiver, day: date) -> Standing:
    if waiver.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if waiver.expires is not None and waiver.expires < day:
        return Standing.EXPIRED
    return Standing.LATER if day < waiver.since else Standing.VALID


def _idle(waiver: Waiver, latest: AuditResult | None) -> bool:
    """The rule was decided, and there is nothing that the waiver excepts."""
    if latest is None or not latest.coverage.complete:
        return False
    rule = next((rule for rule in latest.rules if rule.id == waiver.rule), None)
    if rule is None or rule.verdict not in (Verdict.PASS, Verdict.FAIL):
        return False
    if rule.verdict is Verdict.PASS:
        return True
    return bool(waiver.target) and not any(
        waiver.target in _names(finding) for finding in rule.findings
    )


def _marked(rule: RuleResult, waivers: Sequence[Waiver], day: str) -> RuleResult:
    if rule.verdict is not Verdict.FAIL or not any(one.rule == rule.id for one in waivers):
        return rule
    whole = waiver_of(waivers, rule.id, None, day)
    findings = []
    for finding in rule.findings:
        waiver = waiver_of(waivers, rule.id, finding, day)
        mark = _mark(waiver) if waiver else None
        findings.append(finding.model_copy(update={"waived": mark}) if mark else finding)
    mark = _mark(whole) if whole else None
    return rule.model_copy(update={"findings": findings, "waived": mark})


def _names(finding: Finding) -> tuple[str, ...]:
    """What a waiver may call a finding by."""
    return tuple(filter(None, (finding.target, finding.url, finding.fingerprint)))


def _mark(waiver: Waiver) -> Waived:
    return Waived(
        reason=waiver.reason,
        approver=waiver.approver,
        since=waiver.since.isoformat(),
        expires=waiver.expires.isoformat() if waiver.expires else None,
    )
