from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.fetching.pace import Lanes, Pace
from crawler.folder import prepare
from crawler.probes import security
from crawler.run import CrawlSummary, crawl
from crawler.snapshot import DiskSnapshot
from crawler.snapshot.model import Fetch, Outcome, Probe, Role
from tests.crawler.loopback import http, page, to
from tests.network.certificates import Certificate
from tests.network.network import SAYS_NOTHING, Network

HOST = "www.x.gov.cn"
HOME = f"http://{HOST}/"
ODD = http("桃县", headers={"Server": "X"}).replace(b"Server: X", b"Server: \xff\xed\xa0\x80")
NOW = datetime(2026, 6, 30, tzinfo=UTC)


@pytest.fixture
def net():
    with Network() as made:
        yield made


def crawled(net: Network, folder: Path, **settings) -> tuple[CrawlSummary, DiskSnapshot]:
    prepare(folder)
    summary = crawl(net.settings(HOME, **settings), folder, lambda: NOW, "0")
    return summary, DiskSnapshot(folder)


def kinds(snapshot: DiskSnapshot) -> list[str]:
    return [kind for kind in ("dns", "http", "tls") for _ in snapshot.probes(kind)]


def test_a_crawl_measures_what_it_is_told_to(net, tmp_path):
    net.host(HOST, v4=page())
    net.secure(HOST, Certificate.EXPIRED, v4=ODD)
    summary, snapshot = crawled(net, tmp_path / "with", security=True)
    assert (summary.finish, kinds(snapshot)) == ("finished", ["dns", "http", "tls"])
    (probe,) = snapshot.probes("tls")
    assert probe.data["certificate"]["not_after"].startswith("2021")
    assert snapshot.info.settings["security"] is True
    snapshot.close()
    asked = len(net.side(HOST).asked)
    _, snapshot = crawled(net, tmp_path / "without")
    assert kinds(snapshot) == []
    assert len(net.side(HOST).asked) == asked * 2 - 1  # the home page was asked for once more
    snapshot.close()


def test_an_untrusted_certificate_has_other_sites_of_the_crawl_looked_at(net, tmp_path):
    net.host(HOST, v4=page("https://www.elsewhere.com/"))
    for name in (HOST, "www.elsewhere.com"):
        net.secure(name, Certificate.UNKNOWN_CA, v4=page())
    _, snapshot = crawled(net, tmp_path / "s", security=True)
    (probe,) = snapshot.probes("tls")
    assert probe.data["trust"] == "unknown_root"
    assert probe.data["issuer_elsewhere"] == "www.elsewhere.com"
    snapshot.close()


def measured(net: Network, budget: float = 600.0, **settings) -> list[Probe]:
    plan = net.settings(HOME, **settings)
    found: list[Probe] = []
    pace = Pace(plan.manners, Lanes(), lambda: NOW)
    asyncio.run(security.measure(plan, lambda: NOW, pace, (), found.append, budget))
    return found


def test_what_takes_too_long_is_left_out_and_the_rest_is_kept(net):
    net.host(HOST, v4=to("/"))
    net.host(HOST, v4=SAYS_NOTHING, port=443)
    kinds = [probe.kind for probe in measured(net, budget=1.0)]
    assert kinds in ([], ["dns"])  # the DNS answers at once, if the machine lets it


def test_silence_is_waited_for_no_longer_than_the_crawl_waits(net):
    net.host(HOST, v4=SAYS_NOTHING)
    net.host(HOST, v4=SAYS_NOTHING, port=443)
    dns, web, tls = measured(net, timeout=0.2)
    assert dns.data["state"] == "unknown"
    assert web.data["plain"]["hops"][0]["error"] == "timeout"
    assert web.data["secure"]["hops"][0]["error"] == "timeout"
    assert tls.data["end"] == "silent"


def fetched(url: str, outcome: Outcome = Outcome.OK, role: Role = Role.EXTERNAL) -> Fetch:
    return Fetch(url, role, outcome)


def test_witnesses_are_sites_of_others_that_answered_by_https():
    fetches = [
        fetched("https://a.x.gov.cn/"),  # the site's own domain
        fetched("http://www.plain.com/"),
        fetched("https://www.dead.com/", Outcome.TIMEOUT),
        fetched("https://www.page.com/", role=Role.PAGE),
        fetched("https://1.2.4.8/"),
        fetched("https://www.y.gov.cn/1"),
        fetched("https://zw.y.gov.cn/2"),  # the same owner again
        fetched("https://www.elsewhere.com/"),
    ]
    assert security.witnesses(fetches, HOME) == ("www.y.gov.cn", "www.elsewhere.com")
