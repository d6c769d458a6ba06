"""Where a crawl's time goes: each part by itself, CPU milliseconds a page.

`python -m benchmarks.crawl.parts [--pages 2000] [--rounds 3]`: the best of the rounds, since the rest of a
busy machine can only add to it.  Asking is measured against the loopback portal, all else in memory.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import tempfile
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import aiohttp
import yarl
from scrapy.crawler import AsyncCrawlerRunner
from selectolax.lexbor import LexborHTMLParser

from benchmarks.crawl.portal import page, path, portal
from crawler.fetching.answer import Answer
from crawler.fetching.pace import Lanes, Pace
from crawler.fetching.routes import ConnectTo
from crawler.garbage import seldom_collected
from crawler.reading.charset import decode
from crawler.reading.memory import LinkMemory
from crawler.settings import CrawlSettings
from crawler.snapshot.model import Role
from crawler.snapshot.warc import packed_response
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.answers import read_answer
from crawler.spiders.engine import StraightCrawler
from crawler.spiders.parcels import LENGTH, Receiver, Sender, Task, unwrapped, wrapped
from crawler.spiders.portal import PortalSpider
from crawler.spiders.progress import unwatched
from crawler.spiders.question import Question
from crawler.spiders.quiet import HeardSignals
from crawler.spiders.scrapy_settings import scrapy_settings
from crawler.spiders.survey import Survey

HOME = "http://www.bench.gov.cn"
MOMENT = datetime(2021, 12, 31, 8, 0, tzinfo=UTC)
TYPE = "text/html; charset=utf-8"
HEADERS = ((b"Content-Type", TYPE.encode()), (b"Server", b"bench"), (b"Content-Length", b"42000"))


class Nobody(Survey):
    """A survey that knows its questions beforehand and looks at no answer."""

    def __init__(self, questions: list[Question]) -> None:
        self._questions = questions

    def begin(self) -> list[Question]:
        """All questions."""
        return self._questions

    def headers(self, _: Question) -> dict[str, str]:
        """Nothing to send."""
        return {}

    def answered(self, _: Question, __: Answer) -> list[Question]:
        """Nothing more to ask."""
        return []


def asked(pages: int) -> list[Question]:
    """The questions for all pages."""
    return [Question(HOME + path(number), Role.PAGE, 1) for number in range(pages)]


def answers(pages: int) -> list[tuple[Question, Answer]]:
    """All pages with their answers, as the portal gives them."""
    return [
        (question, Answer(200, "OK", HEADERS, page(number, pages), "127.0.0.1", 0.01))
        for number, question in enumerate(asked(pages))
    ]


def cost(work: Callable[[], object], pages: int, rounds: int) -> float:
    """CPU milliseconds a page, the best of the rounds."""
    found = []
    for _ in range(rounds):
        gc.collect()
        with seldom_collected():
            begun = time.process_time()
            work()
            found.append((time.process_time() - begun) / pages * 1000)
    return min(found)


async def by_aiohttp(port: int, pages: int) -> None:
    """Fetch all pages by the HTTP library alone, 32 at a time."""
    numbers = iter(range(pages))
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def one() -> None:
            for number in numbers:
                url = yarl.URL(f"http://127.0.0.1:{port}{path(number)}", encoded=True)
                async with session.get(url) as answer:
                    await answer.read()

        await asyncio.gather(*(one() for _ in range(32)))


async def by_scrapy(port: int, pages: int) -> None:
    """Fetch all pages as a crawl does, and look at none."""
    to = (ConnectTo.parse(f"*:80:127.0.0.1:{port}"),)
    plan = CrawlSettings(HOME + "/", delay=0, concurrency=32, connect_to=to)
    runner = AsyncCrawlerRunner(scrapy_settings(plan, 64))
    crawler = StraightCrawler(PortalSpider, runner.settings)
    crawler.signals = HeardSignals(crawler)
    pace = Pace(plan.manners, Lanes(plan.concurrency), lambda: MOMENT)
    await crawler.crawl_async(plan=plan, survey=Nobody(asked(pages)), pace=pace)


def by_survey(given: list[tuple[Question, Answer]]) -> None:
    """Read and record all pages, and ask nobody."""
    known = {question.url: answer for question, answer in given}
    nothing = Answer(404, "Not Found", HEADERS[:1], b"not found", "127.0.0.1", 0.01)
    plan = CrawlSettings(HOME + "/", delay=0, concurrency=32, max_pages=None)
    with (
        tempfile.TemporaryDirectory() as folder,
        SnapshotWriter.create(Path(folder), "bench", MOMENT) as writer,
    ):
        survey = Survey(plan, writer, lambda: MOMENT, unwatched)
        waiting = deque(survey.begin())
        while waiting:
            question = waiting.popleft()
            waiting.extend(survey.answered(question, known.get(question.url, nothing)))


def sent(message: Any) -> Any:
    """Pack and unpack, as two processes do."""
    return unwrapped(wrapped(message)[LENGTH.size :])


def by_parcels(given: list[tuple[Question, Answer]]) -> Callable[[], None]:
    """Return how to wrap what two processes send each other; it is read beforehand."""
    memory = LinkMemory()
    read = [read_answer(question, answer, MOMENT, memory) for question, answer in given]
    record = bytes(3000)

    def work() -> None:
        sender, receiver = Sender(), Receiver()
        for (question, answer), one in zip(given, read, strict=True):
            sent(Task(question, answer, MOMENT, keep=True))
            receiver.read(sent(sender.done(one, record)))

    return work


def read_all(given: list[tuple[Question, Answer]]) -> None:
    """Read all pages."""
    memory = LinkMemory()
    for question, answer in given:
        read_answer(question, answer, MOMENT, memory)


def pack_all(given: list[tuple[Question, Answer]]) -> None:
    """Pack all pages for the WARC."""
    for question, answer in given:
        packed_response(
            question.url, answer.status_line, answer.headers(), answer.body, MOMENT, answer.address
        )


def measured(pages: int, rounds: int) -> dict[str, float]:
    """The cost of each part."""
    given = answers(pages)
    bodies = [answer.body for _, answer in given]
    texts = [decode(body, TYPE).text for body in bodies]
    works: dict[str, Callable[[], object]] = {
        "survey": lambda: by_survey(given),
        "read": lambda: read_all(given),
        "decode": lambda: [decode(body, TYPE) for body in bodies],
        "parse": lambda: [LexborHTMLParser(text) and None for text in texts],
        "hash": lambda: [sha256(body).digest() for body in bodies],
        "pack": lambda: pack_all(given),
        "parcels": by_parcels(given),
    }
    found = {name: cost(work, pages, rounds) for name, work in works.items()}
    with portal(pages) as port:
        found["aiohttp"] = cost(lambda: asyncio.run(by_aiohttp(port, pages)), pages, rounds)
        found["ask"] = cost(lambda: asyncio.run(by_scrapy(port, pages)), pages, rounds)
    return found


def show(found: dict[str, float]) -> None:
    """Print the table."""
    rows = (
        ("asking: Scrapy, turns, robots, our handler", "ask"),
        ("· of which the HTTP library alone (the floor of asking)", "aiohttp"),
        ("reading an answer", "read"),
        ("· of which decoding", "decode"),
        ("· of which lexbor's parse (the floor of reading)", "parse"),
        ("· of which SHA-256", "hash"),
        ("packing it as a WARC record", "pack"),
        ("recording it: links, frontier, SQLite", "record"),
        ("one process, all of it", "all"),
        ("with two processes: packing and unpacking what they send", "parcels"),
    )
    found["record"] = found["survey"] - found["read"] - found["pack"]
    found["all"] = found["survey"] + found["ask"]
    print("| part | CPU ms/page |")
    print("|---|---|")
    for told, name in rows:
        print(f"| {told} | {found[name]:.2f} |")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    show(measured(options.pages, options.rounds))


if __name__ == "__main__":
    main()
