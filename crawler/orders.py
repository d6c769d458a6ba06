"""What a crawling process and its parent tell each other, through pipes: an order, and reports on it."""

from __future__ import annotations

import asyncio
import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.many import Ended, Job
from crawler.spiders.progress import Progress

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is to do; all of it goes through pickle."""

    jobs: tuple[Job, ...]
    clock: Callable[[], datetime]
    tool_version: str
    at_once: int


@dataclass(frozen=True, slots=True)
class Report:
    """How far a job is: `number` is its place in the order."""

    number: int
    state: Progress | Ended


def packed(message: object) -> bytes:
    """Return a message with its length before it."""
    data = pickle.dumps(message)
    return _LENGTH.pack(len(data)) + data


async def unpacked(stream: asyncio.StreamReader) -> Any:
    """Read one message.  Raises IncompleteReadError at the end of the stream."""
    (length,) = _LENGTH.unpack(await stream.readexactly(_LENGTH.size))
    return pickle.loads(await stream.readexactly(length))  # noqa: S301 - from our own process
