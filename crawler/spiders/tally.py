"""Count what is known and done, for the page budget and for the person who watches."""

from __future__ import annotations

from crawler.snapshot.model import Fetch, Outcome, Role
from crawler.spiders.progress import Progress

_FINE = frozenset({Outcome.OK, Outcome.REDIRECT})
_LINKS = (Role.ATTACHMENT, Role.EXTERNAL)


class Tally:
    """Counts by role.  A second try changes the number of problems, and nothing else."""

    def __init__(self) -> None:
        self._known = dict.fromkeys(Role, 0)
        self._done = dict.fromkeys(Role, 0)
        self._problems = 0

    @property
    def pages_known(self) -> int:
        """Pages that were, or will be, asked for."""
        return self._known[Role.PAGE]

    def know(self, role: Role) -> None:
        """Count a URL that will be asked for."""
        self._known[role] += 1

    def forget(self, role: Role) -> None:
        """Count an answer no longer: its question is asked anew."""
        self._done[role] -= 1

    def settle(self, fetch: Fetch) -> Progress:
        """Count an answer, or that there was none."""
        fine = fetch.outcome in _FINE
        if fetch.attempts == 1:
            self._done[fetch.role] += 1
            self._problems += not fine and fetch.role is not Role.PROBE
        elif fine and fetch.role is not Role.PROBE:
            self._problems -= 1  # only what went wrong is tried again
        return Progress(
            pages_done=self._done[Role.PAGE],
            pages_known=self._known[Role.PAGE],
            links_done=sum(self._done[role] for role in _LINKS),
            links_known=sum(self._known[role] for role in _LINKS),
            problems=self._problems,
            last=fetch.url,
        )
