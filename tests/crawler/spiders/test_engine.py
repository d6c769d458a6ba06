from __future__ import annotations

import asyncio
import inspect
from datetime import UTC, datetime
from typing import Any

import pytest
import scrapy
from pytest_httpserver import HTTPServer
from scrapy.core.engine import ExecutionEngine
from scrapy.core.scraper import Scraper
from scrapy.crawler import AsyncCrawlerRunner, Crawler

from crawler.fetching.answer import Answer
from crawler.fetching.handler import ANSWER
from crawler.fetching.pace import Lanes, Pace
from crawler.fetching.routes import ConnectTo
from crawler.settings import CrawlSettings
from crawler.spiders.engine import StraightCrawler, StraightEngine, StraightScraper
from crawler.spiders.scrapy_settings import scrapy_settings

HOME = "http://www.x.gov.cn/"
MOMENT = datetime(2021, 12, 31, 8, 0, tzinfo=UTC)


class Chain(scrapy.Spider):
    """Asks for the next page when it has one, and fails over the page `bad`."""

    name = "chain"

    def __init__(self, pace: Pace, bad: int, *, apart: bool) -> None:
        super().__init__()
        self.pace = pace
        self.stopping = None  # as the portal spider has
        self._bad = bad
        self._callback = self.came_later if apart else self.came
        self.seen: list[tuple[str, int]] = []
        self.lost: list[str] = []

    async def start(self) -> Any:
        yield self._ask(0)

    def _ask(self, number: int) -> scrapy.Request:
        return scrapy.Request(
            f"{HOME}{number}",
            callback=self._callback,
            errback=self.missed,
            cb_kwargs={"number": number},
            meta={"dont_redirect": True, "verbatim_url": True},
        )

    def came(self, response: Any, number: int) -> list[scrapy.Request]:
        answer: Answer = response.meta[ANSWER]
        self.seen.append((response.url.removeprefix(HOME), answer.status))
        if number == self._bad:
            raise ValueError("bad")
        return [self._ask(number + 1), self._ask(number + 100)] if number < 5 else []

    async def came_later(self, response: Any, number: int) -> list[scrapy.Request]:
        await asyncio.sleep(0)
        return self.came(response, number)

    def missed(self, failure: Any) -> list[scrapy.Request]:
        self.lost.append(failure.request.url.removeprefix(HOME))
        return []


def crawled(server: HTTPServer, *, bad: int = -1, apart: bool = False) -> Chain:
    to = (ConnectTo.parse(f"*:80:127.0.0.1:{server.port}"),)
    plan = CrawlSettings(HOME, delay=0, connect_to=to)

    async def work() -> Chain:
        runner = AsyncCrawlerRunner(scrapy_settings(plan, 8))
        crawler = StraightCrawler(Chain, runner.settings)
        pace = Pace(plan.manners, Lanes(plan.concurrency), lambda: MOMENT)
        await runner.crawl(crawler, pace=pace, bad=bad, apart=apart)
        assert isinstance(crawler.spider, Chain)
        assert isinstance(crawler.engine, StraightEngine)
        assert not crawler.engine.downloader.active
        return crawler.spider

    return asyncio.run(work())


@pytest.fixture
def chain(httpserver: HTTPServer) -> HTTPServer:
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /101\n")
    for number in range(6):
        httpserver.expect_request(f"/{number}").respond_with_data("there")
    return httpserver


@pytest.mark.parametrize(
    ("ours", "scrapys", "name"),
    [
        (StraightCrawler, Crawler, "_create_engine"),
        (StraightEngine, ExecutionEngine, "_start_scheduled_request"),
        (StraightScraper, Scraper, "_scrape"),
    ],
)
def test_what_is_replaced_is_what_scrapy_calls(ours, scrapys, name):
    # Under another name Scrapy's own way would be taken, unnoticed.
    one, other = vars(ours)[name], vars(scrapys)[name]
    assert list(inspect.signature(one).parameters) == list(inspect.signature(other).parameters)
    assert inspect.iscoroutinefunction(one) == inspect.iscoroutinefunction(other)
    calls = inspect.getsource(inspect.getmodule(scrapys))
    assert calls.count(f"self.{name}(") >= 1


@pytest.mark.parametrize("apart", [False, True])
def test_every_question_is_asked_and_every_answer_comes(chain, apart):
    spider = crawled(chain, apart=apart)
    numbers = {int(path): status for path, status in spider.seen}
    assert len(numbers) == len(spider.seen)
    assert numbers == {
        **dict.fromkeys(range(6), 200),
        **dict.fromkeys([100, 102, 103, 104], 500),
    }
    assert spider.lost == ["101"], "robots.txt"


@pytest.mark.parametrize("apart", [False, True])
def test_what_fails_over_an_answer_ends_there_and_nothing_hangs(chain, apart):
    spider = crawled(chain, bad=3, apart=apart)
    assert {path for path, _ in spider.seen} == {"0", "1", "2", "3", "100", "102"}
