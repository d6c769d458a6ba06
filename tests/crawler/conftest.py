"""A loopback portal, a loopback DNS server, and one way to crawl the one with the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from crawler.fetching.lane import BackOff
from crawler.fetching.routes import Address, ConnectTo
from crawler.folder import prepare
from crawler.run import CrawlSummary, crawl
from crawler.settings import CrawlSettings
from crawler.snapshot import DiskSnapshot
from tests.crawler.loopback import Loopback
from tests.crawler.name_server import NameServer

# A loaded machine is slow, and that is no fault.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

HOME = "http://www.x.gov.cn/"
# Servers that ask for a pause get one, but not one that a test would notice.
BRIEFLY = BackOff(longest_pause=0.02, first_pause=0.01, slowest=0.02, least_delay=0.005)
MOMENT = datetime(2021, 12, 31, 8, 0, tzinfo=UTC)

Crawled = tuple[CrawlSummary, DiskSnapshot]


def moment() -> datetime:
    return MOMENT


@pytest.fixture
def server() -> Iterator[Loopback]:
    made = Loopback()
    yield made
    made.close()


@pytest.fixture
def names() -> Iterator[NameServer]:
    made = NameServer()
    yield made
    made.close()


@pytest.fixture
def plan(server: Loopback, names: NameServer) -> Callable[..., CrawlSettings]:
    """Settings under which every host name leads to the loopback server, at full speed."""

    def make(**wanted: Any) -> CrawlSettings:
        everything = ConnectTo(None, None, Address("127.0.0.1", server.port))
        usual: dict[str, Any] = {
            "home": HOME,
            "delay": 0.0,
            "back_off": BRIEFLY,
            "timeout": 60.0,
            "connect_to": (everything,),
            "dns": names.address,
        }
        return CrawlSettings(**(usual | wanted))

    return make


@pytest.fixture
def crawled(plan: Callable[..., CrawlSettings], tmp_path: Path) -> Iterator[Callable[..., Crawled]]:
    """Crawl the loopback server; returns the summary and the snapshot that is on disk."""
    with ExitStack() as at_the_end:

        def run(folder: str = "snapshot", previous: str | None = None, **wanted: Any) -> Crawled:
            prepare(tmp_path / folder)
            before = tmp_path / previous if previous else None
            summary = crawl(plan(**wanted), tmp_path / folder, moment, "test", previous=before)
            snapshot = DiskSnapshot(tmp_path / folder)
            at_the_end.callback(snapshot.close)
            return summary, snapshot

        yield run
