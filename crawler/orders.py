"""What a crawling process and its parent tell each other, through pipes: an order, and reports on it."""

from __future__ import annotations

import asyncio
import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from crawler.many import Ended, Job
from crawler.spiders.progress import Progress

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is to do; all of it goes through pickle.

    `parent` is the process that gives it: when that is gone, the worker has `patience` (seconds) to
    end in good order.
    """

    jobs: tuple[Job, ...]
    clock: Callable[[], datetime]
    tool_version: str
    at_once: int
    parent: int
    patience: float = 30.0


@dataclass(frozen=True, slots=True)
class Report:
    """How far a job is: `number` is its place in the order."""

    number: int
    state: Progress | Ended


def packed(message: object) -> bytes:
    """Return a message with its length before it."""
    data = pickle.dumps(message)
    return _LENGTH.pack(len(data)) + data


def order_from(line: BinaryIO) -> Order | None:
    """Read an order; None where the line ends before it is complete."""
    head = line.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = line.read(length)
    if len(data) < length:
        return None
    order: Order = pickle.loads(data)  # noqa: S301 - from our own process
    return order


async def unpacked(stream: asyncio.StreamReader) -> Any:
    """Read one message.  Raises IncompleteReadError at the end of the stream."""
    (length,) = _LENGTH.unpack(await stream.readexactly(_LENGTH.size))
    return pickle.loads(await stream.readexactly(length))  # noqa: S301 - from our own process
