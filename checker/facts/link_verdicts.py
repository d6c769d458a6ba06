"""The four things that can be said of a link target.  Plain data."""

from __future__ import annotations

from dataclasses import dataclass

from checker.results import Reason


@dataclass(frozen=True, slots=True)
class Alive:
    """It answered with what it promised."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A visitor finds it broken.  `observed` is a contract word; `detail` says it in Chinese.

    `place` is the URL whose answer proves it.
    """

    observed: str
    detail: str
    place: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """It was asked for, and the answer does not tell."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Unchecked:
    """It was never asked for; `outcome` says why."""

    outcome: str
