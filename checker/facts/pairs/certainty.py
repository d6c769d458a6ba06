"""How sure it is that two pages belong together."""

from __future__ import annotations

from enum import IntEnum


class Certainty(IntEnum):
    """The surer, the higher.  Only CERTAIN and LIKELY may carry a verdict."""

    GUESS = 1
    LIKELY = 2
    CERTAIN = 3

    @property
    def shown(self) -> str:
        """In words for people."""
        return {1: "仅供参考", 2: "较有把握", 3: "确定"}[self]
