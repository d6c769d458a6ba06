"""What changed since earlier audits, as the page shows it: a sentence, lists, and a mark on each finding.

It compares nothing itself; identity and doubt are `comparison`'s.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.comparison import Change, ComparedFinding, Comparison
from reports.comparison_words import (
    change_label,
    change_meaning,
    doubt_told,
    remarks_told,
    sentence,
)
from reports.language import Language
from reports.visible import Address, address, clip

MOST = 100
_MAX_MESSAGE = 600
# What still stands is listed with its rule, with a mark; these stand nowhere else.
_LISTED = (Change.NEW, Change.REAPPEARED, Change.FIXED, Change.UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark on a finding; `kind` serves as CSS class."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class ChangedView:
    """One finding in a list of changes; `said` adds since when, or why nothing is certain."""

    message: str
    title: str
    page: Address
    said: str


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The findings of one kind of change."""

    label: str
    meaning: str
    count: int
    shown: tuple[ChangedView, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class ChangeView:
    """The whole: the sentence that goes first, what has to be said with it, and the lists."""

    sentence: str
    remarks: tuple[str, ...]
    groups: tuple[ChangeGroup, ...]


def change_view(comparison: Comparison, t: Language) -> ChangeView:
    """The view of a comparison."""
    return ChangeView(
        sentence=sentence(comparison, t),
        remarks=remarks_told(comparison, t),
        groups=tuple(
            _group(change, found, t) for change in _LISTED if (found := comparison.of(change))
        ),
    )


def marks(comparison: Comparison | None, t: Language) -> dict[tuple[str, str], Mark]:
    """The mark of each finding that stands, by rule id and fingerprint."""
    if comparison is None:
        return {}
    return {
        key: Mark(one.change.value.replace("_", "-"), _label(one, t))
        for key, one in comparison.by_fingerprint.items()
    }


def _label(one: ComparedFinding, t: Language) -> str:
    if one.change is Change.PERSISTING:
        return t("仍存在，{day} 起", day=one.since)
    return change_label(one.change, t)


def _group(change: Change, found: tuple[ComparedFinding, ...], t: Language) -> ChangeGroup:
    return ChangeGroup(
        label=change_label(change, t),
        meaning=change_meaning(change, t),
        count=len(found),
        shown=tuple(_changed(one, t) for one in found[:MOST]),
        hidden=max(len(found) - MOST, 0),
    )


def _changed(one: ComparedFinding, t: Language) -> ChangedView:
    said = doubt_told(one.doubt, t) if one.doubt else ""
    if one.change is Change.REAPPEARED and one.gone:
        said = t("{day} 的检查曾确认已解决", day=one.gone)
    return ChangedView(
        message=clip(one.finding.message, _MAX_MESSAGE, t),
        title=clip(one.title, _MAX_MESSAGE, t),
        page=address(one.finding.url, t),
        said=said,
    )
