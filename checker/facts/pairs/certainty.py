"""How sure it is that two pages belong together."""

from __future__ import annotations

from enum import StrEnum


class Certainty(StrEnum):
    """The surer first.  What is doubtful is shown to a person and decides nothing."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"
