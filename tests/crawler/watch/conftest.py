"""A loopback portal and name server, and the two visitors of a watch that ask them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from crawler.fetching.routes import ConnectTo, Routes
from crawler.settings import CrawlSettings
from crawler.watch.lines import Tried
from crawler.watch.prober import Prober
from crawler.watch.visit import Ways, our_visitor, plain_visitor
from tests.crawler.conftest import moment
from tests.crawler.loopback import Loopback
from tests.crawler.name_server import NameServer
from tests.crawler.watch.clocks import BEGUN, plan

PATIENT = 120.0


@pytest.fixture
def tried(server: Loopback, names: NameServer) -> Callable[..., Tried]:
    """Make a try; every name leads to the loopback server, unless other ways are given."""

    def make(
        home: str = "http://www.x.gov.cn/",
        canaries: tuple[str, ...] = (),
        limit: float = PATIENT,
        ways: tuple[str, ...] | None = None,
        times: int = 1,
    ) -> Tried:
        usual = (f"*:*:127.0.0.1:{server.port}",)
        rules = tuple(ConnectTo.parse(text) for text in (usual if ways is None else ways))
        known = Ways(Routes(rules), names.address)
        prober = Prober(
            our_visitor(known, limit, moment, CrawlSettings(home).user_agent),
            plain_visitor(known, limit, moment),
            moment,
            "gongkai",
        )
        of = replace(plan(home=home), canaries=canaries)

        async def work() -> Tried:
            for _ in range(times):
                found = await prober(of, BEGUN)
            return found

        return asyncio.run(work())

    return make
