"""Where objects lie: what the archive asks of a folder or a bucket.  Keys are relative posix paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Seen:
    """An object as a listing has it."""

    key: str
    size: int
    changed: datetime


class Shelf(Protocol):
    """Objects by key; each is written whole or not at all.  Threads may share it.

    Everything raises ArchiveError; `read` and `get` raise MissingError for what is not there.
    """

    @property
    def place(self) -> str:
        """Where it is, as a person knows it, without any secret."""

    def put(self, file: Path, key: str) -> None:
        """Write a file as an object, over any that is there."""

    def write(self, content: bytes, key: str) -> None:
        """Write an object, over any that is there."""

    def read(self, key: str, most: int) -> bytes:
        """The first `most` bytes of an object."""

    def get(self, key: str, file: Path) -> None:
        """Write an object to a file."""

    def listed(self, prefix: str) -> Iterator[Seen]:
        """The objects below a folder ("" for all), by key."""

    def remove(self, keys: Sequence[str]) -> None:
        """Remove objects; those that are not there are no error."""

    def abandon(self, before: datetime) -> int:
        """Remove what writing that was cut off before a moment has left, and say how much that was."""

    def close(self) -> None:
        """Let go."""
