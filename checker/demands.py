"""What the chosen packs demand: each rule once, with the stricter parameters and all its clauses.

A rule that is asked about several things apart (`part`) is one demand for each of them.  Joins rules
and packs; it judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from hashlib import sha256

from checker.catalogue import Check, check_for, param_sources, typed_params
from checker.params import Params
from checker.results import Level, PackUsed
from rules.loader import Library
from rules.pack_model import Clause, ClauseRule, Pack
from rules.problems import Problem, RuleErrors
from rules.rule_model import Rule

# How a clause's note says what its document leaves open.
_DEFAULT = "默认值"


class Standing(IntEnum):
    """Whether a clause asks for something on the day asked: no longer, not yet, or now."""

    OVER = 0
    NOT_DUE = 1
    HOLDS = 2


@dataclass(slots=True)
class Demand:
    """One rule as these packs want it."""

    rule: Rule
    check: Check
    params: Params
    level: Level
    clauses: list[str] = field(default_factory=list)
    standing: Standing = Standing.HOLDS
    part: str | None = None
    prepared: bool = False
    due: date | None = None
    since: date | None = None
    own: list[str] = field(default_factory=list)

    @property
    def applies(self) -> bool:
        """One of the clauses has not run out."""
        return self.standing is not Standing.OVER

    @property
    def pass_when(self) -> str:
        """What the rule says of itself, and what the documents say that asked for something else."""
        told = "；".join(dict.fromkeys(self.own))
        if told and all(part.startswith(_DEFAULT) for part in self.own):
            return f"{self.rule.pass_when}。{told}"  # the document itself says nothing of it
        return (
            f"{self.rule.pass_when}。与工作要点不同的，以工作要点为准：{told}"
            if told
            else self.rule.pass_when
        )

    @property
    def title(self) -> str:
        """The rule's title, and which part of it is meant."""
        return f"{self.rule.title}（{self.part}）" if self.part else self.rule.title

    @property
    def assisted(self) -> bool:
        """The machine's verdict is only a first one: a person decides."""
        return self.prepared or self.rule.how == "assisted"


def demands(library: Library, packs: Sequence[Pack], as_of: date) -> dict[str, Demand]:
    """Join the packs' demands by rule and part, in the packs' order.  Raises RuleErrors for all at once.

    A clause whose time is over on the day `as_of` demands nothing, one that is not due yet nothing
    from what others ask for now; a rule that only such clauses name is kept, and marked so.
    """
    joined: dict[str, Demand] = {}
    issued: dict[str, list[date | None]] = {}
    problems: list[Problem] = []
    for pack, clause, demanded in _demanded(packs):
        try:
            _join(library, joined, clause, demanded, _standing(pack, clause, as_of))
            issued.setdefault(demanded.judged_as, []).append(pack.document.issued)
        except RuleErrors as errors:
            problems.extend(errors.problems)
    if problems:
        raise RuleErrors(problems)
    for name, days in issued.items():
        joined[name].since = _since(joined[name].rule, days)
    return joined


def _since(rule: Rule, issued: Sequence[date | None]) -> date | None:
    """The day from which what comes up case by case is demanded: that of the earliest document."""
    known = [day for day in issued if day is not None]
    if rule.timing not in {"event", "periodic"} or len(known) < len(issued):
        return None
    return min(known)


def _demanded(packs: Iterable[Pack]) -> Iterable[tuple[Pack, Clause, ClauseRule]]:
    return ((pack, c, demanded) for pack in packs for c in pack.clauses for demanded in c.rules)


def _join(
    library: Library,
    joined: dict[str, Demand],
    clause: Clause,
    demanded: ClauseRule,
    standing: Standing,
) -> None:
    rule = library.rule(demanded.rule)
    check = check_for(rule)
    params = typed_params(check, demanded.over(rule.params), param_sources(demanded, rule))
    level = Level(demanded.level or rule.level)
    due = clause.due if standing is Standing.NOT_DUE else None
    one = Demand(rule, check, params, level, [clause.id], standing, demanded.part)
    one.prepared, one.due, one.own = demanded.how is not None, due, _own(rule, clause, demanded)
    known = joined.get(demanded.judged_as)
    if known is None:
        joined[demanded.judged_as] = one
        return
    clauses = list(dict.fromkeys([*known.clauses, clause.id]))
    own = [*known.own, *one.own]
    if standing > known.standing:  # what asks for nothing now does not weigh on what does
        joined[demanded.judged_as] = replace(one, clauses=clauses, own=own)
        return
    known.clauses, known.own = clauses, own
    if standing is known.standing and standing is not Standing.OVER:
        known.prepared = (
            known.prepared and one.prepared
        )  # where one clause leaves it to the machine
        known.due = min(known.due, due) if known.due and due else None
        known.params = known.params.stricter(params, demanded.stated)
        known.level = min(known.level, level, key=list(Level).index)


def _standing(pack: Pack, clause: Clause, as_of: date) -> Standing:
    if not clause.applies(as_of, pack.year):
        return Standing.OVER
    return Standing.NOT_DUE if clause.due and as_of <= clause.due else Standing.HOLDS


def _own(rule: Rule, clause: Clause, demanded: ClauseRule) -> list[str]:
    """What a clause that asks for something else than its rule says of it, as far as a reader can be told."""
    wanted = demanded.over(rule.params)
    other = {name for name in demanded.stated if str(wanted[name]) != str(rule.params.get(name))}
    if not (other or demanded.part):
        return []
    if "question" in other:
        return [str(wanted["question"])]
    usual = bool(demanded.defaults) and not other & {*demanded.defaults}
    notes = [] if usual else (clause.note or "").split("；")
    told = [clause.printed, *(note for note in notes if note.startswith(_DEFAULT))]
    return [part for part in told if part] or [clause.title]


def pack_used(library: Library, pack: Pack) -> PackUsed:
    """Name a pack, with a digest over its own text and that of its rules."""
    names = sorted({demanded.rule for clause in pack.clauses for demanded in clause.rules})
    digest = sha256(pack.source.text.encode())
    for name in names:
        digest.update(b"\0" + library.rule(name).source.text.encode())
    return PackUsed(id=pack.id, title=pack.title, version=pack.version, digest=digest.hexdigest())
