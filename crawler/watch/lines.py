"""What a journal of availability holds, line by line: the plan, each try, what was missed, a clock that was set.

Plain data, and how it becomes JSON and comes back.  Knows no network and no disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AwareDatetime, Field, FiniteFloat, TypeAdapter

from crawler.snapshot.model import Outcome

FORMAT: Final = "gongkai-watch/1"

# Journals may come from anywhere: what stands in them must be possible.
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
Moment = Annotated[AwareDatetime, Field(ge=_FIRST, le=_LAST)]
WebAddress = Annotated[str, Field(pattern=r"^https?://[!-~]+$", max_length=2000)]


class Canary(StrEnum):
    """Whether known-good targets were reachable when a try was made."""

    UP = "up"
    DOWN = "down"
    NONE = "none"  # none is configured
    UNASKED = "unasked"  # the try itself succeeded: that shows the network as well


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way of opening the home page, through its redirects; `seconds` is to the last byte of the last.

    `first_byte` is when the first byte of the last answer came, None where none did.  `error` is a short
    technical text.  `address` took a connection, whatever became of it.
    """

    outcome: Outcome
    seconds: FiniteFloat
    first_byte: FiniteFloat | None = None
    status: int | None = None
    wall: str | None = None
    error: str | None = None
    address: str | None = None
    url: str | None = None  # where redirects led to

    @property
    def opened(self) -> bool:
        """The page was there."""
        return self.outcome is Outcome.OK


@dataclass(frozen=True, slots=True)
class Plan:
    """How a watch was set up at `begun`: slots from then on, and before `until`, are to be tried."""

    home: WebAddress
    per_day: Annotated[int, Field(ge=1, le=86_400)]
    begun: Moment
    until: Moment
    limit: FiniteFloat
    canaries: tuple[str, ...] = ()
    user_agent: str = ""
    tool_version: str = ""
    format: Literal["gongkai-watch/1"] = FORMAT
    kind: Literal["plan"] = "plan"


@dataclass(frozen=True, slots=True)
class Tried:
    """A try of the slot `planned`, made at `at` by the wall clock.

    `lenient` is another client's way, where the crawler's failed without meeting a wall.
    """

    planned: Moment
    at: Moment
    crawler: Attempt
    lenient: Attempt | None = None
    canary: Canary = Canary.UNASKED
    kind: Literal["tried"] = "tried"


@dataclass(frozen=True, slots=True)
class Missed:
    """A slot that went by without a try, noticed at `at`."""

    planned: Moment
    at: Moment
    kind: Literal["missed"] = "missed"


@dataclass(frozen=True, slots=True)
class ClockSet:
    """The wall clock was set: it says `at` where it should have said `expected`."""

    at: Moment
    expected: Moment
    kind: Literal["clock_set"] = "clock_set"


Line: TypeAlias = Plan | Tried | Missed | ClockSet
_LINE: TypeAdapter[Line] = TypeAdapter(Annotated[Line, Field(discriminator="kind")])


def written(line: Line) -> bytes:
    """Return a line as it stands in a journal, with its end."""
    return _LINE.dump_json(line, exclude_none=True) + b"\n"


def understood(raw: bytes) -> Line | None:
    """Read a line; None where it is torn, or not a line of ours."""
    try:
        return _LINE.validate_json(raw)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Series:
    """A journal, read.  `unreadable` counts lines that are none, as a kill or a full disk leaves them."""

    lines: tuple[Line, ...] = ()
    unreadable: int = 0

    @property
    def plan(self) -> Plan | None:
        """The latest plan."""
        return next((one for one in reversed(self.lines) if isinstance(one, Plan)), None)

    @property
    def first_plan(self) -> Plan | None:
        """The plan that it began with."""
        return next((one for one in self.lines if isinstance(one, Plan)), None)

    @property
    def clocks_set(self) -> int:
        """How often the clock was set while somebody watched."""
        return sum(isinstance(one, ClockSet) for one in self.lines)

    @property
    def tried(self) -> list[Tried]:
        """All tries, each once, in the order in which they stand: copies may have been put together."""
        return list(dict.fromkeys(one for one in self.lines if isinstance(one, Tried)))

    @property
    def missed(self) -> list[Missed]:
        """The slots that were never tried, each once."""
        made = {one.planned for one in self.tried}
        found = {one.planned: one for one in self.lines if isinstance(one, Missed)}
        return [one for slot, one in found.items() if slot not in made]
