"""Which step may follow which, and what a step leaves behind.  Pure: no store, no clock.

The loop is gone through in order; who moves a matter over several states leaves a step for each, so that
the history is a chain without gaps.  A step changes the entry and is noted with who, when and why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from audits.ledger.states import LOOP, SETTLED, State
from audits.refused import RefusedError
from audits.store.rows import LedgerEntry, LedgerStep

# Beside the next state of the loop: what a person may do.
_ASIDE: dict[State, frozenset[State]] = {
    State.FOUND: frozenset({State.DISMISSED}),
    State.CONFIRMED: frozenset({State.DISMISSED}),
    State.ASSIGNED: frozenset({State.DISMISSED}),
    State.MENDING: frozenset({State.DISMISSED}),
    State.RECHECKED: frozenset({State.MENDING, State.FOUND, State.DISMISSED}),
    State.CLOSED: frozenset({State.FOUND}),
    State.DISMISSED: frozenset({State.FOUND}),
}
_NEEDS_NOTE = frozenset({State.DISMISSED, State.CLOSED})


class StepError(RefusedError):
    """A step that may not be taken; the message (Chinese) says what may."""


@dataclass(frozen=True, slots=True)
class By:
    """Who takes a step, when and why.  `audit`: by what a scan of this id saw."""

    who: str
    at: datetime
    note: str = ""
    audit: str | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry as it is after some steps, and these steps in order."""

    entry: LedgerEntry
    steps: tuple[LedgerStep, ...] = ()

    def then(self, other: Moved) -> Moved:
        """These steps and those that followed."""
        return Moved(other.entry, self.steps + other.steps)


def allowed(state: State) -> tuple[State, ...]:
    """Where a person may take a matter from here, in the order of the loop."""
    ahead = _ahead(state)
    return tuple(one for one in State if one in ahead or one in _ASIDE[state])


def move(entry: LedgerEntry, to: State, by: By) -> Moved:
    """Take a matter to another state, over all that lie between.  Raises StepError."""
    here = State(entry.state)
    if to is here:
        raise StepError(f"{named(entry)}已经是“{here.told}”，没有改动。")
    if to not in allowed(here):
        may = "、".join(f"“{one.told}”" for one in allowed(here))
        raise StepError(
            f"{named(entry)}现在是“{here.told}”，不能转为“{to.told}”。可以转为：{may}。"
        )
    if to in _NEEDS_NOTE and not by.note.strip():
        raise StepError(f"{named(entry)}转为“{to.told}”要写明依据（--note）。")
    path = _between(here, to) if to in _ahead(here) else (to,)
    if State.ASSIGNED in path and not entry.unit:
        raise StepError(f"{named(entry)}没有责任单位，不能下发。请写明单位（--unit）。")
    moved = Moved(entry)
    for state in path:
        moved = moved.then(forced(moved.entry, state, by))
    return moved


def noted(entry: LedgerEntry, by: By, **changes: object) -> Moved:
    """Change something of a matter that stays where it is, and say so in a step."""
    return _stepped(entry, State(entry.state), by, changes)


def forced(entry: LedgerEntry, to: State, by: By, **changes: object) -> Moved:
    """One step, whether a person might take it or not: for what a scan has seen."""
    given: dict[str, object] = dict(changes)
    if to is State.CLOSED:
        given.setdefault("closed_at", by.at)
    elif entry.state in SETTLED:  # opened again: what was agreed then holds no more
        given |= {"closed_at": None, "clean_looks": 0, "due": None, "extended_to": None}
    return _stepped(entry, to, by, given)


def assign(entry: LedgerEntry, unit: str, due: date | None, by: By) -> Moved:
    """Give a matter to a unit, with the last day to mend it; also to another unit.  Raises StepError."""
    here = State(entry.state)
    unit = unit.strip() or entry.unit
    if not unit:
        raise StepError(f"{named(entry)}没有责任单位，不能下发。请写明单位（--unit）。")
    if here in (State.ASSIGNED, State.MENDING):
        told = f"改由{unit}负责" if unit != entry.unit else "重定期限"
        again = replace(by, note=_joined(told, _due_told(due), by.note))
        return _stepped(
            entry, State.ASSIGNED, again, {"unit": unit, "due": due, "extended_to": None}
        )
    if here not in (State.FOUND, State.CONFIRMED):
        may = "、".join(f"“{one.told}”" for one in allowed(here))
        raise StepError(f"{named(entry)}现在是“{here.told}”，不能下发。可以转为：{may}。")
    issued = replace(by, note=_joined(f"下发给{unit}", _due_told(due), by.note))
    moved = Moved(entry)
    if here is State.FOUND:
        moved = moved.then(forced(entry, State.CONFIRMED, by))
    return moved.then(
        forced(moved.entry, State.ASSIGNED, issued, unit=unit, due=due, extended_to=None)
    )


def extend(entry: LedgerEntry, until: date, by: By) -> Moved:
    """Give a matter more time.  Raises StepError without a reason, or where there is nothing to extend."""
    if State(entry.state) not in (State.ASSIGNED, State.MENDING, State.RECHECKED):
        raise StepError(f"{named(entry)}是“{State(entry.state).told}”，没有下发，不能延期。")
    if not by.note.strip():
        raise StepError(f"{named(entry)}延期要写明理由（--note）。")
    last = entry.extended_to or entry.due
    if last is not None and until <= last:
        raise StepError(f"{named(entry)}的期限已经是 {last}，延期要到更晚的日子。")
    told = f"期限由 {last or '未定'} 延至 {until}：{by.note.strip()}"
    return noted(entry, replace(by, note=told), extended_to=until)


def named(entry: LedgerEntry) -> str:
    """How an entry is spoken of."""
    return f"台账第 {entry.id} 条" if entry.id else "这一条"


def _ahead(state: State) -> tuple[State, ...]:
    return LOOP[LOOP.index(state) + 1 :] if state in LOOP else ()


def _between(here: State, to: State) -> tuple[State, ...]:
    return LOOP[LOOP.index(here) + 1 : LOOP.index(to) + 1]


def _stepped(entry: LedgerEntry, to: State, by: By, changes: dict[str, object]) -> Moved:
    step = LedgerStep(
        entry=entry.id,
        at=by.at,
        who=by.who,
        from_state=entry.state,
        to_state=to.value,
        note=by.note.strip(),
        audit=by.audit,
    )
    return Moved(replace(entry, state=to.value, **changes), (step,))  # type: ignore[arg-type]  # its fields


def _due_told(due: date | None) -> str:
    return f"期限 {due}" if due else ""


def _joined(*parts: str) -> str:
    return "，".join(part.strip() for part in parts if part.strip())
