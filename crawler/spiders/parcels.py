"""What a crawl and the process that reads for it send each other.

Pickles, since both are this program, over a socket that nobody else holds.  Links that were sent before
go as numbers: most of a page's stand on the page before.
"""

from __future__ import annotations

import pickle
import struct
from array import array
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from crawler.fetching.answer import Answer
from crawler.reading.link import Link, LinkKind
from crawler.reading.links import PageLinks
from crawler.snapshot.model import Fetch
from crawler.spiders.answers import Read
from crawler.spiders.question import Question

LENGTH = struct.Struct("!Q")
READY = "ready"  # what the reading process says first
_MOST_LINKS = 20_000
_KINDS = {kind.value: kind for kind in LinkKind}


class Task(NamedTuple):
    """An answer to be read; `keep`: and to be packed for the WARC."""

    question: Question
    answer: Answer
    fetched_at: datetime
    keep: bool


class _SentLinks(NamedTuple):
    anew: bool  # numbers begin anew
    new: list[tuple[str, str, str]]
    numbers: bytes


class Done(NamedTuple):
    """What was read."""

    fetch: Fetch
    page: PageLinks  # its links apart
    links: _SentLinks
    record: bytes | None


class Undone(NamedTuple):
    """An answer could not be read; `why` is the error as a developer reads it."""

    why: str


def wrapped(content: object) -> bytes:
    """Pack something to be sent."""
    data = pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def unwrapped(data: bytes) -> Any:
    """Unpack what came, without its length."""
    return pickle.loads(data)  # noqa: S301 - from our own process, see above


class Sender:
    """The reading process's end: what was sent before."""

    def __init__(self) -> None:
        self._numbers: dict[Link, int] = {}

    def done(self, read: Read, record: bytes | None) -> Done:
        """Return what to send of an answer that was read."""
        return Done(read.fetch, replace(read.page, links=()), self._links(read.page.links), record)

    def _links(self, links: tuple[Link, ...]) -> _SentLinks:
        numbers = self._numbers
        anew = len(numbers) > _MOST_LINKS
        if anew:
            numbers.clear()
        new: list[tuple[str, str, str]] = []
        sent = array("I")
        for link in links:
            number = numbers.get(link)
            if number is None:
                number = numbers[link] = len(numbers)
                new.append((link.target, link.text, link.kind.value))
            sent.append(number)
        return _SentLinks(anew, new, sent.tobytes())


class Receiver:
    """The crawl's end: what came before."""

    def __init__(self) -> None:
        self._links: list[Link] = []

    def read(self, done: Done) -> Read:
        """Put together what was sent."""
        anew, new, numbers = done.links
        if anew:
            self._links.clear()
        self._links.extend(Link(target, text, _KINDS[kind]) for target, text, kind in new)
        sent = array("I", numbers)
        links = tuple([self._links[number] for number in sent])
        return Read(done.fetch, replace(done.page, links=links), done.record)
