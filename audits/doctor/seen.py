"""What one look at the surroundings came to, in words for who keeps the machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it stands; only `broken` makes the exit code 1."""

    OK = "ok"
    ATTENTION = "attention"
    BROKEN = "broken"
    SKIPPED = (
        "skipped"  # not looked at: not configured, or it would have meant asking another machine
    )

    @property
    def mark(self) -> str:
        """The sign at the beginning of a line."""
        return {State.OK: "✓", State.ATTENTION: "!", State.BROKEN: "✗", State.SKIPPED: "－"}[self]


@dataclass(frozen=True, slots=True)
class Seen:
    """One line.  `why` it matters and the `remedy` are told where not all is well."""

    id: str
    title: str
    state: State
    seen: str
    why: str = ""
    remedy: str = ""


def refused(id_: str, title: str, error: Exception, why: str, remedy: str = "") -> Seen:
    """Something broken, as its error tells it: first what is wrong, then what to do (else the `remedy` given)."""
    what, _, told = str(error).partition("。")
    return Seen(id_, title, State.BROKEN, what, why, told.rstrip("。") or remedy)
