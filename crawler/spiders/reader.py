"""Who reads the answers: the survey itself, at once, or another process while we go on asking.

Reading is a matter of the answer alone; it needs nothing of what the crawl knows.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from crawler.fetching.answer import Answer
from crawler.spiders.answers import Read
from crawler.spiders.question import Question


class Reader(Protocol):
    """Reads answers elsewhere, in the order in which they come."""

    async def read(
        self, question: Question, answer: Answer, fetched_at: datetime, *, keep: bool
    ) -> Read:
        """Read what came back to a question.  Raises whatever keeps it from being read.

        `keep` says that the answer will be kept as it is: then it is packed for that on the way.
        """
