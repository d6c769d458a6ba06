"""An audit as it may be sent by e-mail: without the places where personal data stand.

A mail is forwarded and kept for years, and an address in it leads every reader to the person's data.
What leaks is still counted and said; who has to mend it finds the places in the report on the desk.
Nothing else is changed.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TypeVar

from checker.results import AuditResult, Evidence, Finding, RuleResult
from reports.comparison import Comparison
from reports.language import Language

Seen = TypeVar("Seen", Evidence, Finding)
# The check whose findings are places with personal data.
_LEAKS = frozenset({"personal_data_leak"})


def tells_of_persons(rule: RuleResult) -> bool:
    """The rule's findings are places where personal data stand."""
    return rule.check in _LEAKS


def for_mail(result: AuditResult, t: Language) -> AuditResult:
    """The audit with the addresses and excerpts of leaks left out, and said to be."""
    if not any(tells_of_persons(rule) for rule in result.rules):
        return result
    withheld, leaks = _told(t), leak_places(result)
    rules = [
        _without_places(rule, withheld) if tells_of_persons(rule) else rule for rule in result.rules
    ]
    # Another rule may have found something else on the very same page.
    rules = [_without_urls(rule, leaks, withheld) for rule in rules]
    return result.model_copy(update={"rules": rules})


def comparison_for_mail(comparison: Comparison, t: Language) -> Comparison:
    """The comparison without the places of leaks, which earlier audits may have named as well."""
    audits = (*comparison.audits, comparison.now)
    secret = {rule.id for audit in audits for rule in audit.rules if tells_of_persons(rule)}
    if not secret:
        return comparison
    withheld, leaks = _told(t), frozenset().union(*map(leak_places, audits))
    findings = tuple(
        replace(
            one,
            finding=_hidden(one.finding, withheld)
            if one.rule in secret
            else _finding(one.finding, leaks, withheld),
        )
        for one in comparison.findings
    )
    return replace(comparison, findings=findings)


def leak_places(result: AuditResult) -> frozenset[str]:
    """The pages and files on which personal data were found; the home page is known to everybody."""
    leaks = (_places(rule) for rule in result.rules if tells_of_persons(rule))
    return frozenset().union(*leaks) - {result.site.home}


def _told(t: Language) -> str:
    # It stands where an address stood; being none, it is shown and never linked.
    return t("（涉及个人信息，网址略去）")


def _places(rule: RuleResult) -> set[str]:
    places = {piece.url for piece in rule.evidence}
    for finding in rule.findings:
        places |= {finding.url, *finding.found_on}
        places |= {finding.target} if finding.target else set()
    return places


def _without_places(rule: RuleResult, withheld: str) -> RuleResult:
    return rule.model_copy(
        update={
            "evidence": [_hidden(piece, withheld) for piece in rule.evidence],
            "findings": [_hidden(finding, withheld) for finding in rule.findings],
            "tables": [],
        }
    )


def _hidden(seen: Seen, withheld: str) -> Seen:
    nothing: dict[str, object] = {"url": withheld, "excerpt": "", "warc": None, "sha256": None}
    if isinstance(seen, Finding):
        nothing |= {"target": None, "found_on": []}
    return seen.model_copy(update=nothing)


def _without_urls(rule: RuleResult, leaks: AbstractSet[str], withheld: str) -> RuleResult:
    if not leaks & _places(rule):
        return rule
    return rule.model_copy(
        update={
            "evidence": [_piece(piece, leaks, withheld) for piece in rule.evidence],
            "findings": [_finding(finding, leaks, withheld) for finding in rule.findings],
        }
    )


def _piece(piece: Evidence, leaks: AbstractSet[str], withheld: str) -> Evidence:
    return piece.model_copy(update={"url": withheld}) if piece.url in leaks else piece


def _finding(finding: Finding, leaks: AbstractSet[str], withheld: str) -> Finding:
    return finding.model_copy(
        update={
            "url": withheld if finding.url in leaks else finding.url,
            "target": withheld if finding.target in leaks else finding.target,
            "found_on": [url for url in finding.found_on if url not in leaks],
        }
    )
