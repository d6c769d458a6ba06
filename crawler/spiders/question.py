"""What is asked for, and why: goes out with a request and comes back with its answer."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from crawler.snapshot.model import Role

# What comes before what: pages by their worth, what only a sitemap leads to after them, then what is
# only verified; and second tries last of all.
_ORDER = (Role.EXTERNAL, Role.ATTACHMENT, Role.SITEMAP, Role.PAGE, Role.PROBE)
_PLACES = {role: place * 1000 for place, role in enumerate(_ORDER)}
_AGAIN = 10_000


class Manner(Enum):
    """How a question is put where an earlier snapshot knows the URL."""

    USUAL = auto()  # may be answered by "not modified"
    WHOLE = auto()  # the body is wanted, whatever is known
    CHECK = auto()  # asked once more, to see whether the server tells of changes


class Question(NamedTuple):
    """One URL to ask for; the higher its `priority`, the sooner.

    `turned` says that it is a further page of a list.  `hops` counts the redirects that led here, so that
    no server can send us on for ever.  `found_on` is the page whose link led here, None where that is not
    known any more.
    """

    url: str
    role: Role
    depth: int | None
    attempt: int = 1
    hops: int = 0
    found_on: str | None = None
    priority: int = 0
    turned: bool = False
    manner: Manner = Manner.USUAL

    @property
    def worth(self) -> int:
        """What its URL is worth, or the page that links to it where it is only verified."""
        return self.priority % 1000


def priority_of(role: Role, worth: int, attempt: int) -> int:
    """Return how soon to ask."""
    return _PLACES[role] + worth - _AGAIN * (attempt - 1)


def taken_apart(priority: int) -> tuple[Role, int]:
    """Return role and worth of what is asked for with this priority."""
    place, worth = divmod(priority % _AGAIN, 1000)
    return _ORDER[place], worth
