"""How often a worker does what; every wait of the queue is named here.  Tests use shorter ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds, and crontab lines with the second as their sixth field.

    A worker that was not heard of for `dead_after` seconds is dead to the others.
    """

    beat: float = 10.0
    dead_after: float = 30.0
    poll: float = 5.0
    busy: float = 15.0
    no_network: float = 60.0
    longest_pause: float = 10.0
    look: str = "* * * * * 0"
    revive: str = "* * * * * */10"
    mail: str = "*/5 * * * * 30"
    tidy: str = "17 3 * * * 0"
