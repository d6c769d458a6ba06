"""What is asked for, and why: goes out with a request and comes back with its answer."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.snapshot.model import Role


@dataclass(frozen=True, slots=True)
class Question:
    """One URL to ask for.

    `hops` counts the redirects that led here, so that no server can send us on for ever.  `found_on`
    is the page whose link led here, None where that is not known any more.
    """

    url: str
    role: Role
    depth: int | None
    attempt: int = 1
    hops: int = 0
    found_on: str | None = None

    @property
    def priority(self) -> int:
        """The higher, the sooner.

        Pages nearer to the home page first; what is only verified comes after the pages of its
        depth; second tries come last of all.
        """
        return (
            -10 * (self.depth or 0) - 5 * (self.role is not Role.PAGE) - 1000 * (self.attempt - 1)
        )
