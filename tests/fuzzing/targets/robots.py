"""robots.txt of any bytes: understood or not, it never raises, and the same file says the same."""

from __future__ import annotations

from protego import Protego
from scrapy.robotstxt import ProtegoRobotParser

from tests.fuzzing.target import Target, seeds_of

_URLS = (
    "http://www.tx.gov.cn/",
    "http://www.tx.gov.cn/a/%E4%B8%AD?x=*&y=$#z",
    "http://www.tx.gov.cn/a.html",
)


def check(data: bytes) -> None:
    """As Scrapy's middleware reads it, and as the visitor of `gongkai watch`."""
    read = ProtegoRobotParser(data, None)  # type: ignore[arg-type]  # the spider is for its log only
    said = [read.allowed(url, "gongkai") for url in _URLS]
    again = ProtegoRobotParser(data, None)  # type: ignore[arg-type]
    assert [again.allowed(url, "gongkai") for url in _URLS] == said
    parsed = Protego.parse(data.decode("utf-8", "replace"))
    for url in _URLS:
        assert parsed.can_fetch(url, "gongkai") in {True, False}


def seeds() -> list[bytes]:
    """Files of our own."""
    return seeds_of("robots")


TARGET = Target("robots", check, seeds, most=4000, examples=6, words=(b"User-agent: *\n", b"Disallow: ", b"Allow: /", b"Crawl-delay: ", b"Sitemap: ", b"*", b"$", b"gongkai", b"Request-rate: 1/5 1000-1230\n", b"Visit-time: 0600-2560\n", b"%", b"%zz", b"nan", b"inf"), about="robots.txt")  # fmt: skip
