"""How sure a fact is, and where it stands: what lets a reader find it again on the page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Certainty(StrEnum):
    """How far a reading can be trusted; the surer first."""

    SURE = "sure"  # the page says so in so many words
    LIKELY = "likely"  # its form and its surroundings say so
    DOUBTFUL = "doubtful"  # seen in a script, hidden, or one of several readings


@dataclass(frozen=True, slots=True)
class Fact:
    """One reading.  `value` is as it stands on the page; `where` is a path of elements or a source."""

    value: str
    where: str
    excerpt: str = ""
    certainty: Certainty = Certainty.SURE

    def __str__(self) -> str:
        return self.value
