"""The whole report as the templates need it: sorted, capped, with anchors.

No markup and no escaping here; no judging either: verdicts are taken as they stand.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.results import AuditResult, PackUsed, RuleResult
from reports.allowance import Share, shares
from reports.anchors import Anchors
from reports.change_view import Mark
from reports.clause_view import ClausePlace, ClauseView, clause_view
from reports.compliance_view import ComplianceView, compliance_views
from reports.conclusion import Conclusion, conclude
from reports.coverage_view import CoverageView, coverage_view
from reports.facets import Facets
from reports.finding_view import NOWHERE
from reports.language import Language
from reports.moments import day, moment
from reports.places import widest_first
from reports.rule_view import Place, RuleView, rule_view, worst_first
from reports.states import State, rule_state
from reports.visible import Address, address, clip

_MAX_NAME = 200
_MAX_HOSTS = 50
_UNCHANGED: Mapping[tuple[str, str], Mark] = {}


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
    facets: Facets

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


def report_view(
    result: AuditResult,
    t: Language,
    changes: Mapping[tuple[str, str], Mark] = _UNCHANGED,
    archived: Mapping[str, str] = NOWHERE,
) -> ReportView:
    """The view of an audit in a language.

    `changes` marks findings by rule id and fingerprint, `archived` are their evidence pages by fingerprint.
    """
    anchors = Anchors()
    facets = Facets(result)
    places = [
        ClausePlace(
            number,
            anchors.take("clause", clause.id),
            anchors.take("question", clause.id),
            facets.of_clause(clause),
        )
        for number, clause in enumerate(result.clauses)
    ]
    known = {
        clause.id: (clause, place.anchor)
        for clause, place in zip(result.clauses, places, strict=True)
    }
    room = _shares(result.rules, marked=bool(changes))
    rules = [
        rule_view(
            rule,
            Place(
                number,
                anchors.take("rule", rule.id),
                anchors.take("how", rule.id),
                facets.of_rule(rule),
                room[number],
                archived,
            ),
            known,
            {mark: change for (name, mark), change in changes.items() if name == rule.id},
            t,
        )
        for number, rule in enumerate(result.rules)
    ]
    by_id = {rule.id: view for rule, view in zip(result.rules, rules, strict=True)}
    clauses = tuple(
        clause_view(clause, place, by_id, t)
        for clause, place in zip(result.clauses, places, strict=True)
    )
    coverage = coverage_view(result.coverage, t)
    return ReportView(
        site=clip(result.site.name, _MAX_NAME, t),
        home=address(result.site.home, t),
        hosts=tuple(clip(host, _MAX_NAME, t) for host in result.site.hosts[:_MAX_HOSTS]),
        hidden_hosts=max(len(result.site.hosts) - _MAX_HOSTS, 0),
        as_of=day(result.as_of, t),
        packs=tuple(_pack(pack, t) for pack in result.packs),
        run=_run(result, t),
        digest=hashlib.sha256(result.to_json().encode()).hexdigest(),
        conclusion=conclude(
            Counter(rule.state for rule in rules),
            vetoes=sum(rule.veto and rule.state is State.FAIL for rule in rules),
            questions=sum(bool(clause.question) for clause in clauses),
            coverage=coverage,
            t=t,
        ),
        compliance=compliance_views(result, t),
        coverage=coverage,
        rules=worst_first(rules),
        clauses=clauses,
        facets=facets,
    )


def _shares(rules: Sequence[RuleResult], *, marked: bool) -> dict[int, Share]:
    """The room for each rule's findings, given first to those that stand first."""
    worst = list(State)
    order = sorted(range(len(rules)), key=lambda n: worst.index(rule_state(rules[n])))
    given = shares([widest_first(rules[number].findings) for number in order], marked=marked)
    return dict(zip(order, given, strict=True))


def _pack(pack: PackUsed, t: Language) -> PackView:
    parts = (pack.id, pack.title, pack.version, pack.digest)
    return PackView(*(clip(part, _MAX_NAME, t) for part in parts))


def _run(result: AuditResult, t: Language) -> RunView:
    return RunView(
        id=clip(result.run.id, _MAX_NAME, t),
        started_at=moment(result.run.started_at, t),
        finished_at=moment(result.run.finished_at, t),
        seconds=result.run.seconds,
        tool_version=clip(result.run.tool_version, _MAX_NAME, t),
    )
