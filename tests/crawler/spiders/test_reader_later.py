from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from crawler.fetching.answer import Answer
from crawler.snapshot.model import Role
from crawler.spiders.answers import Read, read_answer
from crawler.spiders.question import Question
from crawler.spiders.reader_later import ReaderLater

MOMENT = datetime(2021, 12, 31, 8, 0, tzinfo=UTC)
HTML = ((b"Content-Type", b"text/html; charset=utf-8"),)


class Other:
    """Reads too, and remembers what."""

    def __init__(self) -> None:
        self.read_here: list[str] = []

    async def read(
        self, question: Question, answer: Answer, fetched_at: datetime, *, keep: bool
    ) -> Read:
        assert keep
        self.read_here.append(question.url)
        return read_answer(question, answer, fetched_at)


def question(number: int) -> Question:
    return Question(f"http://www.x.gov.cn/{number}", Role.PAGE, 1)


ANSWER = Answer(200, "OK", HTML, "<title>公开</title><a href=/a>甲</a>".encode())


def test_only_the_first_answers_are_read_here():
    other = Other()
    reader = ReaderLater(other, first=2)

    async def read() -> list[Read]:
        return [await reader.read(question(n), ANSWER, MOMENT, keep=True) for n in range(4)]

    found = asyncio.run(read())
    assert other.read_here == [question(2).url, question(3).url]
    assert found == [read_answer(question(n), ANSWER, MOMENT) for n in range(4)]


def test_what_cannot_be_read_is_said_as_ever():
    broken = Answer(200, "OK", HTML, None)  # type: ignore[arg-type]  # what no server can send
    with pytest.raises(TypeError):
        asyncio.run(ReaderLater(Other()).read(question(1), broken, MOMENT, keep=True))
