"""What a Scrapy user would write first: LinkExtractor, a Request a link.  `stock_spider URL`."""

from __future__ import annotations

import sys
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor


class StockSpider(scrapy.Spider):
    """Follows every link of the site."""

    name = "stock"
    extractor = LinkExtractor()

    def parse(self, response: Any) -> Any:
        for link in self.extractor.extract_links(response):
            yield scrapy.Request(link.url)


if __name__ == "__main__":
    process = CrawlerProcess(
        {"LOG_ENABLED": False, "CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 64}
    )
    process.crawl(StockSpider, start_urls=[sys.argv[1]])
    process.start()
