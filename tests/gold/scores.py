"""Precision and recall of one fact over one corpus, and the examples of what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

MOST_EXAMPLES = 12


@dataclass(slots=True)
class Score:
    """What was found rightly, found wrongly and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        found = self.right + self.wrong
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        there = self.right + self.missed
        return self.right / there if there else 1.0

    def compare(self, place: str, truth: Iterable[Hashable], found: Iterable[Hashable]) -> None:
        """Add the comparison of two bags."""
        wanted, got = Counter(truth), Counter(found)
        self.right += (wanted & got).total()
        extra, lost = got - wanted, wanted - got
        self.wrong += extra.total()
        self.missed += lost.total()
        for mark, bag in (("+", extra), ("-", lost)):
            for one in bag:
                if len(self.examples) < MOST_EXAMPLES * 40:
                    self.examples.append(f"{mark} {one!r} @ {place}")


Scores = dict[str, Score]


def total(many: Iterable[Scores]) -> Scores:
    """Add up scores by fact."""
    summed: Scores = {}
    for scores in many:
        for fact, score in scores.items():
            into = summed.setdefault(fact, Score())
            into.right += score.right
            into.wrong += score.wrong
            into.missed += score.missed
            into.examples += score.examples
    return summed
