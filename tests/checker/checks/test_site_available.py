"""The home page opened nearly every time, over a week: from tries that were kept, never from one scan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from checker.checks.site_available import Params, site_available
from checker.facts.site import SiteFacts
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from crawler.snapshot import MemorySnapshot, Probe
from tests.checker.checks.sites import asked, home, unseen

NOON = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
GOOD, DOWN, WALLED = (
    {"ok": True, "seconds": 0.4},
    {"ok": False, "seconds": None},
    {"ok": False, "lenient_ok": True},
)
SLOW = {"ok": True, "seconds": 15.5}


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(*kinds: dict[str, Any], days: int = 7, host: str = "www.tx.gov.cn") -> Judgement:
        """So many days with twenty tries each; the first of all are of these kinds, the others good."""
        plain = portal(home()).snapshot
        tries = [*kinds, *[GOOD] * (days * 20 - len(kinds))]
        probes = [
            Probe("availability", host, NOON - timedelta(days=number // 20, seconds=number), data)
            for number, data in enumerate(tries)
        ]
        fetches = list(plain.fetches())
        bodies = {one.url: plain.body(one.url) for one in fetches}
        site = SiteFacts(MemorySnapshot(plain.info, fetches, bodies, probes))
        return site_available(Params(), site, asked())

    return judge


def test_a_site_that_opens_passes(judged: Any) -> None:
    found = judged(*[DOWN] * 6)
    assert (found.verdict, found.slots["tries"], found.slots["failed"]) == (
        Verdict.PASS,
        "140",
        "6",
    )


@pytest.mark.parametrize("kind", [DOWN, SLOW, {}])
def test_a_site_that_often_does_not_open_fails(judged: Any, kind: dict[str, Any]) -> None:
    """One twentieth is one too many; too slow is not open."""
    found = judged(*[kind] * 7)
    assert found.verdict is Verdict.FAIL
    (finding,) = found.findings
    assert (finding.observed, finding.expected) == ("5.0%", "低于 5%")


def test_too_few_tries_are_pending(judged: Any) -> None:
    """Nor do tries of another host count, or of weeks ago."""
    for found in (judged(days=6), judged(*[DOWN] * 60, days=5), judged(host="www.other.gov.cn")):
        assert (found.verdict, found.findings) == (Verdict.PENDING, ())


def test_a_wall_before_our_own_tries_is_no_outage(judged: Any) -> None:
    found = judged(*[WALLED] * 30)
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.BLOCKED, ())


def test_the_home_page_of_this_scan_decides_nothing(portal: Any) -> None:
    found = site_available(Params(), portal({}, [unseen("")]), asked())
    assert (found.verdict, found.findings) == (Verdict.PENDING, ())
