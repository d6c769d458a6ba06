from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from checker.coverage import coverage
from checker.facts.site import SiteFacts
from crawler.snapshot import CrawlInfo, Fetch, MemorySnapshot, Outcome, Role

HOST = "www.tx.gov.cn"
HOME = f"http://{HOST}/"
AT = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def of_home(outcome: Outcome) -> list[str]:
    info = CrawlInfo(HOME, AT, AT, "unreachable", (HOST,))
    site = SiteFacts(MemorySnapshot(info, [Fetch(HOME, Role.PAGE, outcome)], {}))
    return coverage(site).notes


def test_a_site_whose_robots_txt_keeps_us_out_is_not_called_unreachable() -> None:
    notes = of_home(Outcome.ROBOTS)
    assert any("robots.txt 不允许抓取" in note for note in notes)
    assert not any("无法访问" in note for note in notes)


def test_a_site_that_cannot_be_reached_is_called_so() -> None:
    assert "这次从本机没能打开网站首页" in of_home(Outcome.REFUSED)


def dishonest(portal: Any, *outcomes: str) -> list[str]:
    tries = [{"status": 302, "outcome": outcome} for outcome in outcomes]
    site = portal({"/": "<p>首页</p>"}, probes=[("honest_404", HOST, {"tries": tries})])
    return [note for note in coverage(site).notes if "404" in note]


def test_a_host_that_never_says_404_is_named(portal: Any) -> None:
    assert [HOST in note for note in dishonest(portal, "redirect", "ok")] == [True]


def test_a_host_that_says_404_once_is_not_named(portal: Any) -> None:
    assert dishonest(portal, "redirect", "not_found") == []
    assert dishonest(portal) == []


def test_what_was_left_out_as_endless_is_counted_and_no_twin_is_a_page_of_its_own(
    portal: Any,
) -> None:
    day = f"{HOME}list?date=2031-05"
    twin = f"{HOME};jsessionid=A1"
    site = portal(
        {"/": f"<p>首页</p><a href={day}>五月</a><a href={twin}>首页</a>"},
        [
            Fetch(day, Role.PAGE, Outcome.TRAP, detail="calendar", attempts=0),
            Fetch(twin, Role.PAGE, Outcome.TRAP, location=HOME, detail="session", attempts=0),
        ],
    )
    said = coverage(site)
    assert (said.pages_known, said.pages_fetched, said.not_fetched) == (2, 1, {"trap": 1})
    assert (said.links_known, said.links_checked, said.links_unchecked) == (2, 0, {"trap": 2})
    assert said.complete
