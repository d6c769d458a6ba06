"""Who reads the answers: here and now, or another process while we go on asking.

Reading is a matter of the answer alone; it needs nothing of what the crawl knows.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from crawler.fetching.answer import Answer
from crawler.reading.memory import LinkMemory
from crawler.spiders.answers import Read, read_answer
from crawler.spiders.question import Question


class Reader(Protocol):
    """Reads answers, in the order in which they come."""

    async def read(
        self, question: Question, answer: Answer, fetched_at: datetime, *, keep: bool
    ) -> Read:
        """Read what came back to a question.  Raises whatever keeps it from being read.

        `keep` says that the answer will be kept as it is; whoever has the time packs it for that.
        """

    async def close(self) -> None:
        """Read nothing more."""


class ReaderHere:
    """Reads at once, in this process."""

    def __init__(self) -> None:
        self._memory = LinkMemory()

    async def read(
        self,
        question: Question,
        answer: Answer,
        fetched_at: datetime,
        *,
        keep: bool,  # noqa: ARG002 - packed when it is written
    ) -> Read:
        """Read what came back to a question."""
        return read_answer(question, answer, fetched_at, self._memory)

    async def close(self) -> None:
        """Nothing to close."""
