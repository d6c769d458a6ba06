"""The states of a matter of the ledger, in the order of the official loop, and their Chinese names."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a matter stands.  Each is in exactly one of these."""

    FOUND = "found"
    CONFIRMED = "confirmed"
    ASSIGNED = "assigned"
    MENDING = "mending"
    RECHECKED = "rechecked"
    CLOSED = "closed"
    DISMISSED = "dismissed"

    @property
    def told(self) -> str:
        """As inspectors call it."""
        return NAMES[self]


NAMES: Mapping[State, str] = {
    State.FOUND: "发现",
    State.CONFIRMED: "核实",
    State.ASSIGNED: "下发",
    State.MENDING: "整改",
    State.RECHECKED: "复核",
    State.CLOSED: "销号",
    State.DISMISSED: "误报",
}
LOOP = (
    State.FOUND,
    State.CONFIRMED,
    State.ASSIGNED,
    State.MENDING,
    State.RECHECKED,
    State.CLOSED,
)
# Nothing has to be done about these any more.
SETTLED = frozenset({State.CLOSED, State.DISMISSED})
_BY_NAME = {name: state for state, name in NAMES.items()} | {state.value: state for state in State}


def state_named(text: str) -> State | None:
    """The state of a Chinese name or of its own word; None where there is no such."""
    return _BY_NAME.get(text.strip().casefold())
