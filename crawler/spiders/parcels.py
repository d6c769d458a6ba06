"""What a crawl and the process that reads for it send each other.

Pickles, since both are this program, over a socket that nobody else holds.  Links that were sent before
go as numbers: most of a page's stand on the page before.
"""

from __future__ import annotations

import copyreg
import pickle
import struct
from array import array
from dataclasses import fields, replace
from datetime import datetime
from operator import attrgetter
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
    targets: list[str]  # of the new ones, as texts and kinds
    texts: list[str]
    kinds: list[str]
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
        sent = [numbers.get(link, -1) for link in links]
        new = []
        for at, number in enumerate(sent):
            if number < 0:
                link, following = links[at], len(numbers)
                sent[at] = numbers.setdefault(link, following)
                if sent[at] == following:
                    new.append(link)
        return _SentLinks(
            anew,
            [link.target for link in new],
            [link.text for link in new],
            [link.kind.value for link in new],
            array("I", sent).tobytes(),
        )


class Receiver:
    """The crawl's end: what came before."""

    def __init__(self) -> None:
        self._links: list[Link] = []

    def read(self, done: Done) -> Read:
        """Put together what was sent."""
        sent = done.links
        if sent.anew:
            self._links.clear()
        kinds = [_KINDS[kind] for kind in sent.kinds]
        known = self._links
        known.extend(map(Link, sent.targets, sent.texts, kinds))
        links = tuple([known[number] for number in array("I", sent.numbers)])
        return Read(done.fetch, replace(done.page, links=links), done.record)


def _by_fields(kind: type[Any]) -> None:
    """Have a dataclass pickled as its fields, for a third of what its own way costs."""
    fields_of = attrgetter(*(field.name for field in fields(kind)))
    copyreg.pickle(kind, lambda thing: (kind, fields_of(thing)))


for _kind in (Answer, Fetch, PageLinks):
    _by_fields(_kind)
