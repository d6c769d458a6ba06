"""What a finishing process is told, and what it answers.  Plain data: whoever gives orders loads no checker."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from audits.config import Choices
from audits.scanning.leftovers import Begun
from audits.scanning.plans import SitePlan, Workplace
from audits.store.rows import Audit

Clock = Callable[[], datetime]
# How long a message is stands before it.
LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be finished: a run whose crawl has ended (`begun`), or one that is whole (`whole`).

    All of it goes through pickle; `jobs` processes may read pages.
    """

    plan: SitePlan
    workplace: Workplace
    clock: Clock
    begun: Begun | None = None
    whole: Path | None = None
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The answer of a finishing process where there is no audit: why.

    `lost`: another has taken the scan over.  `away`: the store could not be asked; what was done is kept.
    """

    told: str
    lost: bool = False
    away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What there is to say of an audit that was stored.  `ledger` counts opened, reopened, closed."""

    audit: Audit
    change: str = ""
    ledger: tuple[int, int, int] = (0, 0, 0)
    letters: int = 0
    alerts: int = 0
    strangers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """Load what these are judged by; the answer is None, or why that cannot be."""

    choices: tuple[Choices, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error as it goes through the pipe, whatever its class asks for when it is made."""

    kind: type[Exception]
    arguments: tuple[Any, ...]
    state: dict[str, Any]

    @classmethod
    def of(cls, error: Exception) -> Refusal:
        """Take an error apart."""
        return cls(type(error), error.args, dict(vars(error)))

    def error(self) -> Exception:
        """Put it together again."""
        made = self.kind.__new__(self.kind, *self.arguments)
        vars(made).update(self.state)
        return made


def packed(message: object) -> bytes:
    """A message as it goes through the pipe."""
    data = pickle.dumps(message)
    return LENGTH.pack(len(data)) + data
