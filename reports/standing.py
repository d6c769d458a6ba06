"""One site's row in a ranking: what its audit.json says of it, reduced to counts.

Nothing of the audit itself is kept, so that hundreds of sites fit into memory.  It compares and orders
nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from checker.results import AuditResult, Compliance, Level, PackUsed
from reports.comparison import Change, Comparison
from reports.states import State, rule_state


@dataclass(frozen=True, slots=True)
class Measure:
    """What a site was judged by.  Only sites with equal measures can be ranked together."""

    id: str
    title: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since a site's last audit.  `failed` is how many requirements it failed then.

    `comparable` is False where it was judged by something else then: counts of requirements must not be
    set against each other.
    """

    as_of: str
    changes: Mapping[Change, int]
    failed: int
    comparable: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """One site.  `states` counts its rules; `failed` and `decided` leave advice out.

    `link` leads to its report, relative to the ranking ("" where there is none); `states_of` gives the
    state of each rule by its id.
    """

    name: str
    home: str
    link: str
    as_of: str
    crawled_at: str
    complete: bool
    measures: tuple[Measure, ...]
    states: Mapping[State, int]
    vetoed: int
    failed: int
    decided: int
    findings: int
    compliance: tuple[Compliance, ...]
    pages_known: int
    pages_fetched: int
    states_of: Mapping[str, State]
    since: Since | None = None

    @property
    def share(self) -> float | None:
        """How much of what was decided is failed; None where nothing was decided."""
        return self.failed / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class RuleNamed:
    """A rule's title and theme."""

    title: str
    theme: str


def standing(result: AuditResult, link: str, comparison: Comparison | None = None) -> Standing:
    """The row of a site; `comparison` is its audit against earlier ones, where there are any."""
    states = {rule.id: rule_state(rule) for rule in result.rules}
    vetoes = [rule for rule in result.rules if rule.level is Level.VETO]
    failed, decided = _decided(result)
    coverage = result.coverage
    return Standing(
        name=result.site.name,
        home=result.site.home,
        link=link,
        as_of=result.as_of,
        crawled_at=coverage.crawled_at or "",
        complete=coverage.complete,
        measures=tuple(map(_measure, result.packs)),
        states=Counter(states.values()),
        vetoed=sum(states[rule.id] is State.FAIL for rule in vetoes),
        failed=failed,
        decided=decided,
        findings=sum(len(rule.findings) for rule in result.rules if states[rule.id] is State.FAIL),
        compliance=tuple(result.score.compliance),
        pages_known=coverage.pages_known,
        pages_fetched=coverage.pages_fetched,
        states_of=states,
        since=None if comparison is None else _since(comparison),
    )


def rules_named(result: AuditResult) -> dict[str, RuleNamed]:
    """What the rules of an audit are called."""
    return {rule.id: RuleNamed(rule.title, rule.theme) for rule in result.rules}


def _since(comparison: Comparison) -> Since:
    before = comparison.before
    same = {(pack.id, pack.digest) for pack in before.packs} == {
        (pack.id, pack.digest) for pack in comparison.now.packs
    }
    return Since(
        as_of=before.as_of,
        changes=dict(comparison.counts),
        failed=_decided(before)[0],
        comparable=same and before.coverage.complete and comparison.now.coverage.complete,
    )


def _decided(result: AuditResult) -> tuple[int, int]:
    """How many requirements failed, and how many were decided; advice is neither."""
    states = [rule_state(rule) for rule in result.rules if rule.level is not Level.ADVISORY]
    failed = states.count(State.FAIL)
    return failed, failed + states.count(State.PASS)


def _measure(pack: PackUsed) -> Measure:
    return Measure(pack.id, pack.title, pack.version, pack.digest)
