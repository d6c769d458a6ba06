"""The index by unit and by theme: how many of each state, with links to what is not in order.

It serves those who read without the script, and those who want to see one unit at a glance.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.language import Language
from reports.states import State
from reports.visible import clip

_MAX_NAME = 200
_IN_ORDER = frozenset({State.PASS, State.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a unit or a theme answers for, and where it stands."""

    anchor: str
    title: str
    state: State
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class FacetView:
    """One unit or theme; `name` is "" for what names none, `ask` is what a filter is asked for."""

    key: int
    name: str
    label: str
    anchor: str
    ask: str
    counts: tuple[int, ...]
    open: tuple[tuple[State, tuple[tuple[str, str], ...]], ...]
    waiting: int


def facet_views(
    kind: str,
    named: Sequence[tuple[int, str]],
    nameless: str,
    entries: Sequence[Entry],
    t: Language,
) -> tuple[FacetView, ...]:
    """The views of all units, or of all themes; those without an entry are left out."""
    return tuple(
        _view(kind, key, clip(name, _MAX_NAME, t), nameless, own)
        for key, name in (*named, (0, ""))
        if (own := [entry for entry in entries if str(key) in entry.keys])
    )


def _view(kind: str, key: int, name: str, nameless: str, own: Sequence[Entry]) -> FacetView:
    by_state = [(state, tuple(_links(own, state))) for state in State]
    waiting = tuple((state, links) for state, links in by_state if links and state not in _IN_ORDER)
    return FacetView(
        key=key,
        name=name,
        label=name or nameless,
        anchor=f"{kind}-{key}",
        ask=json.dumps({kind: name}, ensure_ascii=False),
        counts=tuple(len(links) for _, links in by_state),
        open=waiting,
        waiting=sum(len(links) for _, links in waiting),
    )


def _links(entries: Sequence[Entry], state: State) -> Iterable[tuple[str, str]]:
    return ((entry.anchor, entry.title) for entry in entries if entry.state is state)
