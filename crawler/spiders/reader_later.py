"""Reads the first answers here, and has another process read the rest where many come.

A crawl that an earlier snapshot spares most of its reading is over before another process has begun.
"""

from __future__ import annotations

from datetime import datetime

from crawler.fetching.answer import Answer
from crawler.reading.memory import LinkMemory
from crawler.spiders.answers import Read, read_answer
from crawler.spiders.question import Question
from crawler.spiders.reader import Reader

# As long as it takes to start a process.
_FIRST = 200


class ReaderLater:
    """Hands over to `then` what comes after the first answers."""

    def __init__(self, then: Reader, first: int = _FIRST) -> None:
        self._then = then
        self._left = first
        self._memory = LinkMemory()

    async def read(
        self, question: Question, answer: Answer, fetched_at: datetime, *, keep: bool
    ) -> Read:
        """Read what came back to a question.  Raises whatever keeps it from being read."""
        if not self._left:
            return await self._then.read(question, answer, fetched_at, keep=keep)
        self._left -= 1
        return read_answer(question, answer, fetched_at, self._memory)
