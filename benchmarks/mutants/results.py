"""What became of mutants, kept in a file so that a run can be done in pieces and tried again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.mutants.harm import Mutant

KILLED, SURVIVED, UNREACHED = "killed", "survived", "unreached"


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant, by its module and diff, and what became of it; without a diff, a control."""

    module: str
    diff: str
    fate: str


class Results:
    """What was tried; one line each in the file, a later line of the same mutant counts."""

    def __init__(self, place: Path | None) -> None:
        self._place = place
        self._known: dict[tuple[str, str], Tried] = {}
        if place is not None and place.exists():
            for line in place.read_text(encoding="utf-8").splitlines():
                self._keep(Tried(**json.loads(line)))

    def knows(self, mutant: Mutant) -> bool:
        """It was tried."""
        return (mutant.module, mutant.diff) in self._known

    def unkilled(self) -> list[Tried]:
        """What was tried and not killed."""
        return [one for one in self._known.values() if one.diff and one.fate != KILLED]

    def add(self, tried: Tried) -> None:
        """Keep it, in the file too."""
        self._keep(tried)
        if self._place is not None:
            with self._place.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(tried), ensure_ascii=False) + "\n")

    def unsure(self) -> list[str]:
        """Modules of which nothing survived: their tests may not hold even without harm."""
        held = {one.module for one in self._known.values() if one.fate == SURVIVED}
        killed = {one.module for one in self._known.values() if one.fate == KILLED}
        return sorted(killed - held)

    def tried(self) -> Iterable[Tried]:
        """All that is known."""
        return self._known.values()

    def _keep(self, tried: Tried) -> None:
        self._known[tried.module, tried.diff] = tried
