"""What the chosen packs demand: each rule once, with the stricter parameters and all its clauses.

Joins rules and packs; it judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from checker.catalogue import Check, check_for, typed_params
from checker.params import Params
from checker.results import Level, PackUsed
from rules.loader import Library
from rules.model import Clause, ClauseRule, Pack, Rule
from rules.problems import Problem, RuleErrors


@dataclass(slots=True)
class Demand:
    """One rule as these packs want it."""

    rule: Rule
    check: Check
    params: Params
    level: Level
    clauses: list[str] = field(default_factory=list)


def demands(library: Library, packs: Sequence[Pack]) -> dict[str, Demand]:
    """Join the packs' demands by rule, in the packs' order.  Raises RuleErrors for all at once."""
    joined: dict[str, Demand] = {}
    problems: list[Problem] = []
    for clause, demanded in _demanded(packs):
        try:
            _join(library, joined, clause, demanded)
        except RuleErrors as errors:
            problems.extend(errors.problems)
    if problems:
        raise RuleErrors(problems)
    return joined


def _demanded(packs: Iterable[Pack]) -> Iterable[tuple[Clause, ClauseRule]]:
    return ((c, demanded) for pack in packs for c in pack.clauses for demanded in c.rules)


def _join(
    library: Library, joined: dict[str, Demand], clause: Clause, demanded: ClauseRule
) -> None:
    rule = library.rule(demanded.rule)
    check = check_for(rule)
    sources = (demanded.source.at("params"), rule.source.at("params"))
    params = typed_params(check, {**rule.params, **demanded.params}, sources)
    level = Level(demanded.level or rule.level)
    known = joined.get(rule.id)
    if known is None:
        joined[rule.id] = Demand(rule, check, params, level, [clause.id])
        return
    known.params = known.params.stricter(params, frozenset(demanded.params))
    known.level = min(known.level, level, key=list(Level).index)
    if clause.id not in known.clauses:
        known.clauses.append(clause.id)


def pack_used(library: Library, pack: Pack) -> PackUsed:
    """Name a pack, with a digest over its own text and that of its rules."""
    names = sorted({demanded.rule for clause in pack.clauses for demanded in clause.rules})
    digest = sha256(pack.source.text.encode())
    for name in names:
        digest.update(b"\0" + library.rule(name).source.text.encode())
    return PackUsed(id=pack.id, title=pack.title, version=pack.version, digest=digest.hexdigest())
