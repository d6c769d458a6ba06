"""What the store asks of a database engine beyond SQL that all of them understand."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from audits.store.errors import StoreError


class Engine(Protocol):
    """One database.  `place` is how it is called before a person, without any password."""

    @property
    def place(self) -> str:
        """The database as a person knows it."""

    def prepare(self, fill: Callable[[Connection], None], *, create: bool) -> None:
        """See that there is a store; a missing one is made and filled, whole or not at all."""

    def refuse_unfit(self, connection: Connection) -> None:
        """Raise StoreError for a database that cannot hold a store; what it holds is not looked at."""

    def settle(self) -> None:
        """Prepare a store that is known to be ours for everyday work."""

    def begin(self) -> AbstractContextManager[Connection]:
        """One transaction that may write."""

    def single(self) -> AbstractContextManager[Connection]:
        """One transaction of one statement, which compares and sets by itself: it need not wait for other writers."""

    def reading(self) -> AbstractContextManager[Connection]:
        """One transaction that reads one state of the store and waits for no writer."""

    def altering(self) -> AbstractContextManager[Connection]:
        """One transaction that may rebuild tables, alone with the store."""

    def alone(self, what: str) -> AbstractContextManager[bool]:
        """Whether nobody on another machine does this at present."""

    def moment(self, connection: Connection) -> datetime | None:
        """The clock that all who use the store share; None where they are on one machine."""

    def number_on(self, connection: Connection) -> None:
        """Let new rows be numbered after those that were written with their numbers."""

    def keep_copy(self, before: str) -> Path | None:
        """Keep a copy of the store as it was last committed, named for what comes; None where others see to it."""

    def copy_to(self, target: Path) -> None:
        """Write a copy of the store as it was last committed, one file, while others go on.  Raises StoreError."""

    def explained(self, error: DBAPIError) -> StoreError:
        """Say what an error means and what to do."""

    def close(self) -> None:
        """Let go of all connections."""
