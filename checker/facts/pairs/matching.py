"""Join two groups of pages one to one, the best pair first.

Knows nothing of what makes a pair good: that comes as a score with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checker.facts.places import Certainty


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pages that belong together; `why` (Chinese) says what shows it.

    The higher `score`, the better; the same page may be both, where the answer stands below the question.
    """

    first: str
    second: str
    certainty: Certainty
    why: str
    score: float


def best_first(candidates: Iterable[Pair]) -> tuple[Pair, ...]:
    """Choose pairs so that no page is in two of them as the same part; equal scores by address."""
    firsts: set[str] = set()
    seconds: set[str] = set()
    chosen = []
    for pair in sorted(candidates, key=lambda one: (-one.score, one.first, one.second)):
        if pair.first not in firsts and pair.second not in seconds:
            firsts.add(pair.first)
            seconds.add(pair.second)
            chosen.append(pair)
    return tuple(chosen)


def best_of_each(candidates: Iterable[Pair]) -> tuple[Pair, ...]:
    """Choose for every second page its best first one: a first page may have several seconds."""
    best: dict[str, Pair] = {}
    for pair in candidates:
        known = best.get(pair.second)
        if known is None or (-pair.score, pair.first) < (-known.score, known.first):
            best[pair.second] = pair
    return tuple(best.values())
