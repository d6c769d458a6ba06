"""Propose rules for a demand by the words that it shares with them.

What a rule is about is taken from its own texts and from the clauses that it judges in finished packs.
Proposes only; a clerk decides.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rules.pack_model import Pack
from rules.rule_model import Rule

_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
_PATTERN_WORD = re.compile(r"[\u4e00-\u9fff]{2,12}")
# Words of every work-point document: they tell nothing of what one demand is about.
_EVERYWHERE = re.compile(
    r"政务公开|政府信息公开|信息公开|公开|工作|政府|信息|进一步|做好|推进|加强|及时|按照|要求|落实|有关|相关|单位|"
    r"部门|县|区|市|我县|全县|全区|通过|方式|情况|以及|的|指导|活动|组织"
)
LIKELY = 0.20
_LEAST_SHARED = 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule and how much a demand sounds like it, from 0 to 1."""

    rule: str
    score: float


class Proposer:
    """Knows what the rules of a library sound like."""

    def __init__(self, rules: Iterable[Rule], packs: Iterable[Pack] = ()) -> None:
        """Take the rules, and finished packs whose clauses show what they are for."""
        words: dict[str, Counter[str]] = {
            rule.id: _grams(" ".join([rule.title, *_texts(rule.params)])) for rule in rules
        }
        for pack in packs:
            for clause in pack.clauses:
                for use in clause.rules:
                    if use.rule in words:
                        words[use.rule].update(_grams(f"{clause.title} {clause.title}"))
        spread = Counter(gram for counts in words.values() for gram in counts)
        total = max(len(words), 1)
        self._rarity = {gram: math.log(1 + total / count) for gram, count in spread.items()}
        self._rules = {rule: self._weighted(counts) for rule, counts in words.items()}

    def propose(self, sentence: str, most: int = 3) -> list[Proposal]:
        """Return the likeliest rules, best first; [] where none is likely."""
        demand = self._weighted(_grams(sentence))
        scored = [
            Proposal(rule, score)
            for rule, profile in self._rules.items()
            if sum(gram in profile for gram in demand) >= _LEAST_SHARED
            and (score := sum(w * profile.get(g, 0.0) for g, w in demand.items())) >= LIKELY
        ]
        return sorted(scored, key=lambda one: (-one.score, one.rule))[:most]

    def _weighted(self, counts: Counter[str]) -> Mapping[str, float]:
        weights = {
            gram: (1 + math.log(count)) * self._rarity.get(gram, 0.0)
            for gram, count in counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items() if weight}


def _grams(text: str) -> Counter[str]:
    """Pairs of neighbouring characters, once the words of every document are out."""
    return Counter(
        run[at : at + 2]
        for run in _CHINESE.findall(_EVERYWHERE.sub(" ", text))
        for at in range(len(run) - 1)
    )


def _texts(value: object) -> Iterable[str]:
    """The Chinese words of a rule's parameters, out of lists and patterns."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield from _PATTERN_WORD.findall(value)
