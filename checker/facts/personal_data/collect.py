"""Collect hits while places are scanned: each value once, plain values only as long as this lives."""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.facts.personal_data import weak_masks
from checker.facts.personal_data.judge import Judgement, beside_id, judge
from checker.facts.personal_data.masking import digest, excerpt, masked
from checker.facts.personal_data.model import Column, Hit, Kind, Place, Scan, Strength, WeakMask
from checker.facts.personal_data.tokens import Token, clean, tokens, worth_a_look

MAX_HITS = 500
MAX_WEAK = 200


@dataclass(slots=True)
class Collector:
    """The growing result of one page or file."""

    hits: list[Hit] = field(default_factory=list)
    doubtful: list[Hit] = field(default_factory=list)
    weak: list[WeakMask] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    count: int = 0
    _seen: set[str] = field(default_factory=set, repr=False)
    _doubted: set[str] = field(default_factory=set, repr=False)

    def text(self, raw: str, place: Place, label: str = "") -> None:
        """Scan a line, a paragraph or a row."""
        cleaned = clean(raw)
        if not worth_a_look(f"{cleaned} "):
            return
        owner: Token | None = None
        for token in tokens(cleaned):
            if weak_masks.is_masked(token.value):
                self._weak(token, place)
                continue
            found = judge(cleaned, token, label)
            if found is None and owner is not None:
                found = beside_id(cleaned, token, owner)
            if found is not None:
                self.add(cleaned, token, found, place)
                if found.kind is Kind.RESIDENT_ID and found.strength is Strength.STRONG:
                    owner = token

    def add(self, text: str, token: Token, found: Judgement, place: Place, said: str = "") -> None:
        """Keep a hit, masked.  `said` replaces the excerpt, where the surroundings are a table's."""
        value = token.value.upper()
        seen = self._doubted if found.strength is Strength.DOUBTFUL else self._seen
        if value in seen or value in self._seen:
            return
        seen.add(value)
        if found.strength is not Strength.DOUBTFUL:
            self.count += 1
        target = self.doubtful if found.strength is Strength.DOUBTFUL else self.hits
        if len(target) < MAX_HITS:
            shown = said or excerpt(text, token.start, token.end, list(found.names))
            target.append(
                Hit(
                    found.kind,
                    found.strength,
                    masked(value),
                    digest(found.kind, value),
                    place,
                    shown,
                    found.why,
                )
            )

    def _weak(self, token: Token, place: Place) -> None:
        found = weak_masks.weakness(token)
        if found and len(self.weak) < MAX_WEAK:
            mask = WeakMask(found[0], place, found[1])
            if mask not in self.weak:
                self.weak.append(mask)

    def weak_token(self, token: Token, place: Place) -> None:
        """Look at a masked value of a table."""
        self._weak(token, place)

    def result(self) -> Scan:
        """What was found; the plain values are gone with this."""
        kept = {(hit.kind, hit.masked, hit.digest) for hit in self.hits}
        return Scan(
            tuple(self.hits),
            tuple(h for h in self.doubtful if (h.kind, h.masked, h.digest) not in kept),
            tuple(self.weak),
            tuple(self.columns),
            self.count,
        )
