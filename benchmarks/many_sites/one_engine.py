"""The way not taken: all sites in one Scrapy engine, with Scrapy's own delays and downloader-aware queue.

Measured beside ours; the decision is docs/decisions/0013-an-engine-for-each-site.md.  Only good
enough to be measured: no interrupts, no probes, and the first site that cannot write ends them all.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy.crawler import AsyncCrawlerRunner

from crawler.fetching.failures import understood
from crawler.fetching.handler import ANSWER
from crawler.fetching.lane import Manners
from crawler.fetching.pace import Lanes, Pace
from crawler.garbage import collected_by_the_minute
from crawler.job import Job
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.progress import unwatched
from crawler.spiders.question import Question
from crawler.spiders.scrapy_settings import scrapy_settings
from crawler.spiders.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure


class SharedSpider(scrapy.Spider):
    """Asks what many surveys want to know."""

    name = "shared"

    def __init__(self, surveys: Sequence[Survey], pace: Pace, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._surveys = surveys
        self.pace = pace

    async def start(self) -> AsyncIterator[Request]:
        for number, survey in enumerate(self._surveys):
            for question in survey.begin():
                yield self._request(number, question)

    def _request(self, number: int, question: Question) -> Request:
        return scrapy.Request(
            question.url,
            callback=self.answered,
            errback=self.failed,
            dont_filter=True,
            priority=question.priority,
            cb_kwargs={"number": number, "question": question},
            meta={"dont_redirect": True, "verbatim_url": True},
        )

    async def answered(self, response: Response, number: int, question: Question) -> list[Request]:
        found = self._surveys[number].answered(question, response.meta[ANSWER])
        return [self._request(number, question) for question in found]

    def failed(self, failure: Failure) -> list[Request]:
        given = failure.request.cb_kwargs  # type: ignore[attr-defined]  # Scrapy sets it
        number, known = given["number"], understood(failure.value or RuntimeError())
        found = self._surveys[number].failed(given["question"], known.outcome, known.detail)
        return [self._request(number, question) for question in found]


def crawl_in_one_engine(jobs: Sequence[Job], clock: Callable[[], datetime]) -> None:
    """Crawl all sites; their snapshots are as ours, without probes."""
    plan = jobs[0].plan
    settings = scrapy_settings(plan, 0) | {
        "SCHEDULER": "scrapy.core.scheduler.Scheduler",
        "DOWNLOADER": "scrapy.core.downloader.Downloader",
        "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.DownloaderAwarePriorityQueue",
        "CONCURRENT_REQUESTS": len(jobs) * 2,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": plan.delay,
        "GONGKAI_CONNECT_TO": tuple(rule for job in jobs for rule in job.plan.connect_to),
    }
    with ExitStack() as writers:
        surveys = []
        for job in jobs:
            job.folder.mkdir(parents=True, exist_ok=True)
            writer = writers.enter_context(SnapshotWriter.create(job.folder, "bench", clock()))
            surveys.append(Survey(job.plan, writer, clock, unwatched))
        pace = Pace(Manners(0.0), Lanes(), clock)
        runner = AsyncCrawlerRunner(settings)
        asyncio.run(_run(runner, surveys, pace))
        for survey in surveys:
            survey.finish()


async def _run(runner: AsyncCrawlerRunner, surveys: Sequence[Survey], pace: Pace) -> None:
    async with collected_by_the_minute():
        await runner.crawl(SharedSpider, surveys=surveys, pace=pace)
