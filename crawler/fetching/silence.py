"""Remember hosts that cannot be connected to, so that a dead one with many links costs minutes, not hours.

What is spared is recorded as the same failure, and says so.  Every round of tries begins anew.
"""

from __future__ import annotations

import aiohttp

from crawler.fetching.failures import FetchFailedError
from crawler.snapshot.model import Outcome

# So many connections in a row must fail, with none that worked in between.
ENOUGH = 4


class SilentHostError(FetchFailedError):
    """The host is not asked again."""


class Silence:
    """Counts, by host and round, connections that timed out and names that no DNS server told."""

    def __init__(self) -> None:
        self._silent: dict[tuple[str, int], tuple[int, FetchFailedError]] = {}

    def check(self, host: str, turn: int) -> None:
        """Raise what the last attempt raised, where there have been enough of them."""
        times, last = self._silent.get((host, turn), (0, None))
        if last is not None and times >= ENOUGH:
            told = f"host was silent {times} times, not asked again: {last.detail}"
            raise SilentHostError(last.outcome, told)

    def heard(self, host: str, turn: int) -> None:
        """Note that the host can be connected to."""
        self._silent.pop((host, turn), None)

    def failed(self, host: str, turn: int, error: Exception, failure: FetchFailedError) -> None:
        """Note how asking the host failed; `failure` is what is understood of `error`."""
        timed_out = isinstance(error, aiohttp.ConnectionTimeoutError)
        if timed_out or failure.outcome is Outcome.DNS_UNAVAILABLE:
            times, _ = self._silent.get((host, turn), (0, None))
            self._silent[host, turn] = (times + 1, failure)
        else:
            self.heard(host, turn)
