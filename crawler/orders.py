"""What a crawling process and its parent tell each other, through pipes.

First `Terms`, then any number of `Begin` and `Stop`; the end of the line stops all.  Back come `Report`s.
"""

from __future__ import annotations

import asyncio
import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import RawIOBase
from typing import Any

from crawler.fetching.elsewhere import Turns
from crawler.job import AT_ONCE, Ended, Job
from crawler.spiders.progress import Progress

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all crawls of a process; all of it goes through pickle.

    `parent` is the process that gives it: when that is gone, the crawls have `patience` (seconds) to
    end in good order.  `at_once` sites are crawled at a time, `expected` are known to come.  With `turns`,
    addresses are asked in turn with other machines.
    """

    clock: Callable[[], datetime]
    tool_version: str
    parent: int
    at_once: int = AT_ONCE
    expected: int = 1
    turns: Turns | None = None
    patience: float = 30.0


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin a job; `number` is how it is called from now on."""

    number: int
    job: Job


@dataclass(frozen=True, slots=True)
class Stop:
    """End a job in good order; nothing where it has ended already."""

    number: int


@dataclass(frozen=True, slots=True)
class Report:
    """How far a job is."""

    number: int
    state: Progress | Ended


def packed(message: object) -> bytes:
    """Return a message with its length before it."""
    data = pickle.dumps(message)
    return _LENGTH.pack(len(data)) + data


def heard(line: RawIOBase) -> Any:
    """Read one message; None where the line ends before it is complete.

    The line is not buffered: a thread that waits at a buffer keeps its process from ending.
    """
    head = _exactly(line, _LENGTH.size)
    data = _exactly(line, _LENGTH.unpack(head)[0]) if head else b""
    return pickle.loads(data) if data else None  # noqa: S301 - from our own process


def _exactly(line: RawIOBase, length: int) -> bytes:
    pieces: list[bytes] = []
    while length:
        piece = line.read(length)
        if not piece:
            return b""
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


async def unpacked(stream: asyncio.StreamReader) -> Any:
    """Read one message.  Raises IncompleteReadError at the end of the stream."""
    (length,) = _LENGTH.unpack(await stream.readexactly(_LENGTH.size))
    return pickle.loads(await stream.readexactly(length))  # noqa: S301 - from our own process
