"""By what the page can be narrowed down: responsible units and themes, each with a short key.

The keys stand on every entry of the page; names stand once.  Counting and wording are done elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.results import AuditResult, ClauseResult, RuleResult
from reports.answerable import binding


@dataclass(frozen=True, slots=True)
class Keys:
    """An entry's keys as they stand in the page: `1 4`."""

    units: str
    themes: str


class Facets:
    """The units and themes of an audit, in the order in which its clauses and rules name them.

    What names none has the key 0, so that it can be asked for too.
    """

    def __init__(self, result: AuditResult) -> None:
        """Number all of them."""
        self._rules = {rule.id: rule for rule in result.rules}
        self._clauses = {clause.id: clause for clause in result.clauses}
        units = (unit for clause in result.clauses for unit in clause.responsible)
        self._units = _numbered(units)
        self._themes = _numbered(rule.theme for rule in result.rules)

    @property
    def units(self) -> tuple[tuple[int, str], ...]:
        """Each unit with its key."""
        return tuple((key, name) for name, key in self._units.items())

    @property
    def themes(self) -> tuple[tuple[int, str], ...]:
        """Each theme with its key."""
        return tuple((key, name) for name, key in self._themes.items())

    def of_rule(self, rule: RuleResult) -> Keys:
        """The keys of a rule: its theme, and the units that answer for it."""
        return self.of_rules([rule])

    def of_rules(self, rules: Sequence[RuleResult]) -> Keys:
        """The keys of rules that stand together."""
        units = [
            unit
            for rule in rules
            for clause in binding(rule, self._clauses)
            for unit in clause.responsible
        ]
        return self._keys(units, (rule.theme for rule in rules))

    def of_clause(self, clause: ClauseResult) -> Keys:
        """The keys of a clause: its units, and the themes of its rules."""
        themes = (self._rules[name].theme for name in clause.rules if name in self._rules)
        return self._keys(clause.responsible, themes)

    def _keys(self, units: Iterable[str], themes: Iterable[str]) -> Keys:
        return Keys(_joined(units, self._units), _joined(themes, self._themes))


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: key for key, name in enumerate(dict.fromkeys(filter(None, names)), 1)}


def _joined(names: Iterable[str], keys: dict[str, int]) -> str:
    found = dict.fromkeys(keys.get(name, 0) for name in names)
    return " ".join(map(str, found)) or "0"
