"""Many sites side by side, worst first: for whoever answers for a prefecture.

Only sites that were judged by the same documents and rules stand in one order; incomplete audits, and those
that decided far less than the others, are shown apart.  Nothing is weighed and no score is made up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from reports.standing import Measure, RuleNamed, Standing
from reports.states import State

# Who decided less than half of what the middle one of a group did is not to be set against the others.
_ENOUGH = 0.5


class Apart(StrEnum):
    """Why a site has no place in the order."""

    INCOMPLETE = "incomplete"
    TOO_LITTLE = "too_little"


@dataclass(frozen=True, slots=True)
class Placed:
    """A site in an order: equal ones share a place."""

    place: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class SetApart:
    """A site outside the order, and why."""

    why: Apart
    standing: Standing


@dataclass(frozen=True, slots=True)
class Medians:
    """The middle values of the sites in an order."""

    vetoed: float
    failed: float
    decided: float
    share: float
    findings: float
    rates: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class RuleTally:
    """At how many of a group's sites a rule is in which state; `failing` counts into its `placed`."""

    id: str
    title: str
    theme: str
    states: Mapping[State, int]
    failing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Sites that were judged by the same."""

    measures: tuple[Measure, ...]
    placed: tuple[Placed, ...]
    medians: Medians | None
    rules: tuple[RuleTally, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be used, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The whole: groups (the largest first), sites apart, files that could not be used, the days."""

    groups: tuple[Group, ...]
    apart: tuple[SetApart, ...]
    unread: tuple[Unread, ...]
    days: tuple[str, ...]

    @property
    def sites(self) -> int:
        """How many sites there are, in an order or apart."""
        return sum(len(group.placed) for group in self.groups) + len(self.apart)


def ranking(
    standings: Iterable[Standing],
    names: Mapping[str, RuleNamed],
    unread: Sequence[Unread] = (),
) -> Ranking:
    """Put sites in order; whatever order they come in, the result is the same."""
    known = sorted(standings, key=_stable)
    apart = [SetApart(Apart.INCOMPLETE, one) for one in known if not one.complete]
    alike: dict[tuple[Measure, ...], list[Standing]] = defaultdict(list)
    for one in known:
        if one.complete:
            alike[tuple(sorted(one.measures, key=lambda measure: measure.id))].append(one)
    groups = []
    for members in alike.values():
        enough = median(one.decided for one in members) * _ENOUGH
        fair = [bool(one.decided) and one.decided >= enough for one in members]
        kept = [one for one, judged in zip(members, fair, strict=True) if judged]
        apart += [
            SetApart(Apart.TOO_LITTLE, one)
            for one, judged in zip(members, fair, strict=True)
            if not judged
        ]
        if kept:
            groups.append(_group(kept, names))
    groups.sort(key=lambda group: (-len(group.placed), [one.id for one in group.measures]))
    days = tuple(sorted({one.as_of for one in known}))
    return Ranking(tuple(groups), tuple(apart), tuple(unread), days)


def worst_first(one: Standing) -> tuple[int, float, int]:
    """The basis of the order: vetoes, then the share failed of what was decided, then how many failed."""
    return -one.vetoed, -(one.share or 0.0), -one.failed


def _group(members: Sequence[Standing], names: Mapping[str, RuleNamed]) -> Group:
    ordered = sorted(members, key=lambda one: (worst_first(one), _stable(one)))
    placed: list[Placed] = []
    for number, one in enumerate(ordered, 1):
        equal = placed and worst_first(placed[-1].standing) == worst_first(one)
        placed.append(Placed(placed[-1].place if equal else number, one))
    measures = tuple(sorted(members[0].measures, key=lambda measure: measure.id))
    return Group(measures, tuple(placed), _medians(ordered, measures), _tallies(ordered, names))


def _medians(ordered: Sequence[Standing], measures: Sequence[Measure]) -> Medians | None:
    if len(ordered) < 2:  # noqa: PLR2004 -- one is its own middle
        return None
    rates = []
    for measure in measures:
        known = [
            one.rate
            for each in ordered
            for one in each.compliance
            if one.pack == measure.id and one.rate is not None
        ]
        rates.append(median(known) if known else None)
    return Medians(
        vetoed=median(one.vetoed for one in ordered),
        failed=median(one.failed for one in ordered),
        decided=median(one.decided for one in ordered),
        share=median(one.share or 0.0 for one in ordered),
        findings=median(one.findings for one in ordered),
        rates=tuple(rates),
    )


def _tallies(ordered: Sequence[Standing], names: Mapping[str, RuleNamed]) -> tuple[RuleTally, ...]:
    counts: dict[str, Counter[State]] = defaultdict(Counter)
    failing: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(ordered):
        for rule, state in one.states_of.items():
            counts[rule][state] += 1
            if state is State.FAIL:
                failing[rule].append(number)
    nameless = RuleNamed("", "")
    tallies = [
        RuleTally(
            id=rule,
            title=names.get(rule, nameless).title or rule,
            theme=names.get(rule, nameless).theme,
            states=states,
            failing=tuple(failing[rule]),
        )
        for rule, states in counts.items()
    ]
    tallies.sort(key=lambda one: (-one.states[State.FAIL], -one.states[State.REVIEW], one.id))
    return tuple(tallies)


def _stable(one: Standing) -> tuple[str, str]:
    return one.home, one.name
