"""An audit as it may be sent by e-mail: without the places where personal data stand.

A mail is forwarded and kept for years, and an address in it leads every reader to the person's data.
What leaks is still counted and said; who has to mend it finds the places in the report on the desk.
Nothing else is changed.
"""

from __future__ import annotations

from checker.results import AuditResult, Evidence, Finding, RuleResult

# The check whose findings are places with personal data.
_LEAKS = frozenset({"personal_data_leak"})
# Stands where an address stood; being none, it is shown and never linked.
WITHHELD = "（涉及个人信息，网址不随邮件发送）"


def tells_of_persons(rule: RuleResult) -> bool:
    """The rule's findings are places where personal data stand."""
    return rule.check in _LEAKS


def for_mail(result: AuditResult) -> AuditResult:
    """The audit with the addresses and excerpts of leaks left out."""
    if not any(tells_of_persons(rule) for rule in result.rules):
        return result
    rules = [_without_places(rule) if tells_of_persons(rule) else rule for rule in result.rules]
    leaks = {
        url
        for rule in result.rules
        if tells_of_persons(rule)
        for url in _places(rule)
        if url != result.site.home
    }
    # Another rule may have found something else on the very same page.
    rules = [_without_urls(rule, leaks) for rule in rules]
    return result.model_copy(update={"rules": rules})


def _places(rule: RuleResult) -> set[str]:
    places = {piece.url for piece in rule.evidence}
    for finding in rule.findings:
        places |= {finding.url, *finding.found_on}
        places |= {finding.target} if finding.target else set()
    return places


def _without_places(rule: RuleResult) -> RuleResult:
    hidden = {"url": WITHHELD, "excerpt": "", "warc": None, "sha256": None}
    return rule.model_copy(
        update={
            "evidence": [piece.model_copy(update=hidden) for piece in rule.evidence],
            "findings": [
                finding.model_copy(update=hidden | {"target": None, "found_on": []})
                for finding in rule.findings
            ],
            "tables": [],
        }
    )


def _without_urls(rule: RuleResult, leaks: set[str]) -> RuleResult:
    if not leaks & _places(rule):
        return rule
    return rule.model_copy(
        update={
            "evidence": [_piece(piece, leaks) for piece in rule.evidence],
            "findings": [_finding(finding, leaks) for finding in rule.findings],
        }
    )


def _piece(piece: Evidence, leaks: set[str]) -> Evidence:
    return piece.model_copy(update={"url": WITHHELD}) if piece.url in leaks else piece


def _finding(finding: Finding, leaks: set[str]) -> Finding:
    return finding.model_copy(
        update={
            "url": WITHHELD if finding.url in leaks else finding.url,
            "target": WITHHELD if finding.target in leaks else finding.target,
            "found_on": [url for url in finding.found_on if url not in leaks],
        }
    )
