"""What changes between two judgements of the same snapshot: rules whose verdict or findings differ."""

from __future__ import annotations

from dataclasses import dataclass

from checker.results import AuditResult, RuleResult, Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that is judged otherwise; None where one of the two does not hold it."""

    rule: str
    title: str
    before: Verdict | None
    after: Verdict | None
    gone: int
    new: int

    @property
    def verdict_changed(self) -> bool:
        """Not only the findings differ."""
        return self.before is not self.after


def changes(before: AuditResult, after: AuditResult) -> list[Change]:
    """Compare two results rule by rule, in the order of the later one."""
    old = {rule.id: rule for rule in before.rules}
    new = {rule.id: rule for rule in after.rules}
    found = [_change(old.get(name), new.get(name)) for name in {**new, **old}]
    return [one for one in found if one.verdict_changed or one.gone or one.new]


def _change(before: RuleResult | None, after: RuleResult | None) -> Change:
    either = after or before
    assert either is not None  # noqa: S101 - the id stands in one of the two
    was = {finding.fingerprint for finding in before.findings} if before else set()
    now = {finding.fingerprint for finding in after.findings} if after else set()
    return Change(
        either.id,
        either.title,
        before.verdict if before else None,
        after.verdict if after else None,
        len(was - now),
        len(now - was),
    )
