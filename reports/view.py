"""The whole report as the templates need it: sorted, capped, with anchors.

No markup and no escaping here; no judging either: verdicts are taken as they stand.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from checker.results import AuditResult, PackUsed
from reports.anchors import Anchors
from reports.clause_view import ClauseView, clause_view
from reports.compliance_view import ComplianceView, compliance_views
from reports.conclusion import Conclusion, conclude
from reports.coverage_view import CoverageView, coverage_view
from reports.moments import day, moment
from reports.rule_view import RuleView, rule_view, worst_first
from reports.states import State
from reports.visible import Address, address, clip

_MAX_NAME = 200
_MAX_HOSTS = 50


@dataclass(frozen=True, slots=True)
class PackView:
    """A pack that was judged by."""

    id: str
    title: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class RunView:
    """When and by what the audit was made."""

    id: str
    started_at: str
    finished_at: str
    seconds: float
    tool_version: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything that the templates show.  `digest` is over the whole audit.json."""

    site: str
    home: Address
    hosts: tuple[str, ...]
    hidden_hosts: int
    as_of: str
    packs: tuple[PackView, ...]
    run: RunView
    digest: str
    conclusion: Conclusion
    compliance: tuple[ComplianceView, ...]
    coverage: CoverageView
    rules: tuple[RuleView, ...]
    clauses: tuple[ClauseView, ...]

    def of(self, state: str) -> tuple[RuleView, ...]:
        """The rules in a state, worst first."""
        return tuple(rule for rule in self.rules if rule.state == state)

    @property
    def clause_groups(self) -> tuple[tuple[str, tuple[ClauseView, ...]], ...]:
        """The clauses document by document, in the order of the packs."""
        titles = {pack.id: pack.title for pack in self.packs}
        groups: dict[str, list[ClauseView]] = {pack: [] for pack in titles}
        for clause in self.clauses:
            groups.setdefault(clause.pack, []).append(clause)
        return tuple(
            (titles.get(pack, pack), tuple(clauses)) for pack, clauses in groups.items() if clauses
        )

    @property
    def questions(self) -> tuple[ClauseView, ...]:
        """The clauses that wait for a person's answer."""
        return tuple(clause for clause in self.clauses if clause.question)


def report_view(result: AuditResult) -> ReportView:
    """The view of an audit."""
    anchors = Anchors()
    clause_anchors = [anchors.take("clause", clause.id) for clause in result.clauses]
    known = {
        clause.id: (clause, anchor)
        for clause, anchor in zip(result.clauses, clause_anchors, strict=True)
    }
    rules = [
        rule_view(rule, anchors.take("rule", rule.id), anchors.take("how", rule.id), known)
        for rule in result.rules
    ]
    by_id = {rule.id: view for rule, view in zip(result.rules, rules, strict=True)}
    clauses = tuple(
        clause_view(clause, anchor, by_id)
        for clause, anchor in zip(result.clauses, clause_anchors, strict=True)
    )
    coverage = coverage_view(result.coverage)
    return ReportView(
        site=clip(result.site.name, _MAX_NAME),
        home=address(result.site.home),
        hosts=tuple(clip(host, _MAX_NAME) for host in result.site.hosts[:_MAX_HOSTS]),
        hidden_hosts=max(len(result.site.hosts) - _MAX_HOSTS, 0),
        as_of=day(result.as_of),
        packs=tuple(_pack(pack) for pack in result.packs),
        run=_run(result),
        digest=hashlib.sha256(result.to_json().encode()).hexdigest(),
        conclusion=conclude(
            Counter(rule.state for rule in rules),
            vetoes=sum(rule.veto and rule.state is State.FAIL for rule in rules),
            questions=sum(bool(clause.question) for clause in clauses),
            coverage=coverage,
        ),
        compliance=compliance_views(result),
        coverage=coverage,
        rules=worst_first(rules),
        clauses=clauses,
    )


def _pack(pack: PackUsed) -> PackView:
    parts = (pack.id, pack.title, pack.version, pack.digest)
    return PackView(*(clip(part, _MAX_NAME) for part in parts))


def _run(result: AuditResult) -> RunView:
    return RunView(
        id=clip(result.run.id, _MAX_NAME),
        started_at=moment(result.run.started_at),
        finished_at=moment(result.run.finished_at),
        seconds=result.run.seconds,
        tool_version=clip(result.run.tool_version, _MAX_NAME),
    )
