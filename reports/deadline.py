"""By when defects are to be mended, as the caller worked it out: no calendar and no clock here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# What notices of 通报 usually give the units; no law prints it.
USUAL_WORKDAYS = 10


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day on which defects are told to the units, and the last day to mend them.

    `issued_on` is None where nobody said it; then there is no `due` either.  `due` is None with
    `issued_on` set where the holidays of a year are not known: then nobody guesses.  `usual`: the
    number of working days is the usual one, which nobody chose.
    """

    workdays: int = USUAL_WORKDAYS
    usual: bool = True
    issued_on: date | None = None
    due: date | None = None

    @property
    def not_known(self) -> bool:
        """It was asked for, and the calendar does not reach so far."""
        return self.issued_on is not None and self.due is None
