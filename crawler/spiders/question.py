"""What is asked for, and why: goes out with a request and comes back with its answer."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from crawler.snapshot.model import Role


class Manner(Enum):
    """How a question is put where an earlier snapshot knows the URL."""

    USUAL = auto()  # may be answered by "not modified"
    WHOLE = auto()  # the body is wanted, whatever is known
    CHECK = auto()  # asked once more, to see whether the server tells of changes


class Question(NamedTuple):
    """One URL to ask for; the higher its `priority`, the sooner.

    `hops` counts the redirects that led here, so that no server can send us on for ever.  `found_on`
    is the page whose link led here, None where that is not known any more.
    """

    url: str
    role: Role
    depth: int | None
    attempt: int = 1
    hops: int = 0
    found_on: str | None = None
    priority: int = 0
    manner: Manner = Manner.USUAL


def priority_of(role: Role, depth: int | None, attempt: int) -> int:
    """Return how soon to ask.

    Pages nearer to the home page first; what is only verified comes after the pages of its depth;
    second tries come last of all.
    """
    return -10 * (depth or 0) - 5 * (role is not Role.PAGE) - 1000 * (attempt - 1)
