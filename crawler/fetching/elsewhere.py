"""Turns between machines: what a crawling process asks for before it asks an address that others may be asking.

Only the contract stands here; who keeps it (a table that all machines see) is given to the process from
outside.  Where nobody keeps it, a process is alone, and nothing is asked.
"""

from __future__ import annotations

from typing import Protocol


class Claim(Protocol):
    """The right of this process to ask one address.  All of it is used in the loop of the crawls."""

    def enters(self) -> bool:
        """Begin to use the address, if it is ours as things stand.  Waits for nothing, asks nobody."""

    async def comes(self, delay: float) -> float:
        """Wait until the address is ours, and begin to use it.

        Returns the seconds to wait still, where others have asked it less than `delay` ago, or were asked for a
        pause.  Never fails: where nobody can be asked, it waits.
        """

    def lasts(self) -> bool:
        """Whether it is still ours for long enough to ask something."""

    def leaves(self, paused: float) -> None:
        """End one use; the address wants no question for so many seconds (0.0: as manners are)."""


class Elsewhere(Protocol):
    """The claims of one process."""

    def claim(self, address: str) -> Claim:
        """The claim on an address; nothing is asked yet."""

    async def close(self) -> None:
        """Give all addresses up."""


class Turns(Protocol):
    """How a process comes by its claims; goes through pickle."""

    def open(self) -> Elsewhere:
        """Begin to make claims; called in the loop of the crawls."""
