"""What to fix first: failed requirements by root cause, the vetoes before the others, then by pages touched.

The same fault found by two rules is one task; within a task, faults that lie in one place are one
cause.  Nothing is judged here, and no cause is dropped: what is not shown is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from checker.results import Finding, Level, RuleResult
from reports.places import place_count
from reports.states import State, rule_state

SHOWN_CAUSES = 3
# Fewer than this are told one by one.
_MANY_IN_ONE_PLACE = 3


@dataclass(frozen=True, slots=True)
class Cause:
    """Faults with one root: `place` is what they have in common, "" where it is a single fault.

    `first` stands for all of them.  `pages` are those it is known to stand on: never too many.
    """

    first: Finding
    findings: int
    pages: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to be done: the failed rules it settles, by their number in the audit."""

    rules: tuple[int, ...]
    veto: bool
    findings: int
    pages: int
    causes: tuple[Cause, ...]


def tasks(rules: Sequence[RuleResult]) -> tuple[Task, ...]:
    """The tasks of an audit, most urgent first."""
    failed = {n: rule for n, rule in enumerate(rules) if rule_state(rule) is State.FAIL}
    found = [_task(group, failed) for group in _joined(failed)]
    return tuple(sorted(found, key=lambda task: (not task.veto, -task.pages, -task.findings)))


def _identity(finding: Finding) -> tuple[str, str | None, str]:
    return finding.url, finding.target, finding.message


def _joined(failed: dict[int, RuleResult]) -> list[list[int]]:
    """Groups of rules: one whose faults another rule found too goes with that one."""
    faults = {n: {_identity(f) for f in rule.findings} for n, rule in failed.items()}
    groups: dict[int, list[int]] = {}
    owners: dict[tuple[str, str | None, str], list[int]] = {}
    for n in sorted(faults, key=lambda n: (-len(faults[n]), n)):
        owner = next(
            (
                leader
                for leader in owners.get(min(faults[n], key=str), [])
                if faults[n] <= faults[leader]
            )
            if faults[n]
            else iter(()),
            None,
        )
        if owner is not None:
            groups[owner].append(n)
            continue
        groups[n] = [n]
        for fault in faults[n]:
            owners.setdefault(fault, []).append(n)
    return [groups[n] for n in sorted(groups)]


def _task(group: list[int], failed: dict[int, RuleResult]) -> Task:
    findings = failed[group[0]].findings
    causes = sorted(_causes(findings), key=lambda cause: (-cause.pages, -cause.findings))
    return Task(
        rules=tuple(group),
        veto=any(failed[n].level is Level.VETO for n in group),
        findings=len(findings),
        pages=_pages(findings),
        causes=tuple(causes),
    )


def _causes(findings: Sequence[Finding]) -> list[Cause]:
    causes: list[Cause] = []
    rest = list(findings)
    for key in (_target_place, _page):
        groups: dict[tuple[str, str], list[Finding]] = {}
        for finding in rest:
            groups.setdefault(key(finding), []).append(finding)
        rest = []
        for (place, _), together in groups.items():
            if place and len(together) >= _MANY_IN_ONE_PLACE:
                causes.append(_cause(together, place))
            else:
                rest.extend(together)
    return [*causes, *(_cause([finding]) for finding in rest)]


def _cause(findings: Sequence[Finding], place: str = "") -> Cause:
    first = max(findings, key=place_count)
    return Cause(first, len(findings), _pages(findings), place)


def _pages(findings: Sequence[Finding]) -> int:
    """At least so many pages: an audit lists only the first places of a finding."""
    if not findings:
        return 0
    listed = {page for finding in findings for page in (finding.url, *finding.found_on) if page}
    return max(len(listed), *map(place_count, findings))


def _target_place(finding: Finding) -> tuple[str, str]:
    """Where links lead that fail alike: the host, and below it the first folder."""
    try:
        parts = urlsplit(finding.target or "")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return "", ""
        folder = parts.path.split("/")[1] if parts.path.count("/") > 1 else ""
    except ValueError:
        return "", ""
    return f"{parts.scheme}://{parts.netloc}/{folder}{'/' if folder else ''}", finding.observed


def _page(finding: Finding) -> tuple[str, str]:
    return finding.url, ""
