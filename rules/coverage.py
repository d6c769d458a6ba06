"""How every clause of a document is judged: by a rule, prepared for a person, or asked of one.

Counts and lists; whether a rule is a good one for its clause is not for here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rules.loader import Library
from rules.pack_model import Clause, Pack


class Way(StrEnum):
    """How a clause is judged; the surest way of its rules counts."""

    AUTO = "auto"
    ASSISTED = "assisted"
    ASKED = "asked"
    UNBOUND = "unbound"  # neither a rule nor a question: lint refuses it


WAYS = {
    Way.AUTO: "机器判定",
    Way.ASSISTED: "机器初判、人工判定",
    Way.ASKED: "人工回答",
    Way.UNBOUND: "没有着落",
}


@dataclass(frozen=True, slots=True)
class CoveredClause:
    """One clause and how it is judged; `rules` are the ids of its judgements with their titles."""

    clause: Clause
    way: Way
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PackCoverage:
    """One document.  `bound` counts clauses that have a rule or a question."""

    pack: Pack
    clauses: tuple[CoveredClause, ...]

    @property
    def counts(self) -> Counter[Way]:
        """How many clauses are judged in each way."""
        return Counter(one.way for one in self.clauses)

    @property
    def bound(self) -> int:
        """How many clauses have a rule or a question."""
        return len(self.clauses) - self.counts[Way.UNBOUND]

    @property
    def share(self) -> float:
        """The share of clauses that are bound; a pack has at least one clause."""
        return self.bound / len(self.clauses)


def coverage(library: Library, packs: Iterable[Pack]) -> list[PackCoverage]:
    """Tell of every clause of the packs how it is judged."""
    return [
        PackCoverage(pack, tuple(_covered(library, clause) for clause in pack.clauses))
        for pack in packs
    ]


def _covered(library: Library, clause: Clause) -> CoveredClause:
    named = [library.rule(use.rule) for use in clause.rules]
    prepared = [use.how is not None for use in clause.rules]
    if any(rule.how == "auto" and not by for rule, by in zip(named, prepared, strict=True)):
        way = Way.AUTO
    elif named:
        way = Way.ASSISTED
    else:
        way = Way.ASKED if clause.question else Way.UNBOUND
    told = [
        (use.judged_as, f"{rule.title}（{use.part}）" if use.part else rule.title)
        for rule, use in zip(named, clause.rules, strict=True)
    ]
    return CoveredClause(clause, way, tuple(told))


def coverage_text(found: Iterable[PackCoverage], *, clauses: bool) -> str:
    """A table for the terminal, with a line for each clause where `clauses` is set."""
    lines = []
    for one in found:
        counts = one.counts
        told = "，".join(f"{WAYS[way]} {counts[way]}" for way in Way if counts[way])
        total = len(one.clauses)
        lines.append(
            f"{one.pack.id}　{one.pack.title}：{total} 条，{one.bound} 条已定怎样判定（{one.share:.0%}）：{told}"
        )
        if clauses:
            lines += [f"  {line}" for line in map(_line, one.clauses)]
    return "\n".join(lines)


def _line(one: CoveredClause) -> str:
    by = "、".join(rule for rule, _ in one.rules) or one.clause.question or "—"
    return f"{one.clause.id}　{one.clause.title}　[{WAYS[one.way]}]　{by}"
