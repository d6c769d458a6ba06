"""What Scrapy is told for a crawl: plain asyncio, our own parts in the place of its own, nothing unused loaded.

Names the parts as Scrapy wants them named; does nothing.
"""

from __future__ import annotations

from typing import Any

from crawler.reading.urls import host_of
from crawler.settings import CrawlSettings
from crawler.spiders.quiet import NoWords


def scrapy_settings(plan: CrawlSettings, others_at_once: int) -> dict[str, Any]:
    """Build Scrapy's settings for a crawl: asyncio without a Twisted reactor, nothing unused loaded."""
    handler = "crawler.fetching.handler.PortalDownloadHandler"
    middlewares = "scrapy.downloadermiddlewares"
    return {
        "TWISTED_REACTOR_ENABLED": False,
        "DOWNLOAD_HANDLERS_BASE": {},
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "DOWNLOADER_MIDDLEWARES_BASE": {
            f"{middlewares}.robotstxt.RobotsTxtMiddleware": 100,
            f"{middlewares}.redirect.RedirectMiddleware": 600,
        },
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        "USER_AGENT": plan.user_agent,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
            "Accept-Encoding": "gzip, deflate",
        },
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": plan.robots_agent,
        "REDIRECT_MAX_TIMES": 5,
        # Limits and delays are the scheduler's and the pace's business, by host and by address.
        "SCHEDULER": "crawler.spiders.host_queues.HostQueues",
        "DOWNLOADER": "crawler.spiders.engine.StraightDownloader",
        "CONCURRENT_REQUESTS": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": plan.concurrency,
        "CONCURRENT_ITEMS": 1,
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_TIMEOUT": plan.timeout,
        "DOWNLOAD_MAXSIZE": plan.page_limit,
        "LOG_ENABLED": False,
        "LOG_FORMATTER": NoWords,
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "GONGKAI_CONNECT_TO": plan.connect_to,
        "GONGKAI_DNS": plan.dns,
        "GONGKAI_HOME_HOST": host_of(plan.home),
        "GONGKAI_OTHERS_AT_ONCE": others_at_once,
    }
