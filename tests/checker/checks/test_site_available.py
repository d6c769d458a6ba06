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


@pytest.fixture
def week_of(portal: Any) -> Any:
    def judge(*tries: tuple[timedelta, dict[str, Any]]) -> Judgement:
        """Tries, each so long before noon of the day asked about."""
        plain = portal(home()).snapshot
        probes = [Probe("availability", "www.tx.gov.cn", NOON - ago, data) for ago, data in tries]
        bodies = {one.url: plain.body(one.url) for one in plain.fetches()}
        snapshot = MemorySnapshot(plain.info, list(plain.fetches()), bodies, probes)
        return site_available(Params(), SiteFacts(snapshot), asked())

    return judge


def day(ago: int, count: int = 20, data: dict[str, Any] = GOOD) -> list[tuple[timedelta, Any]]:
    return [(timedelta(days=ago, minutes=number), data) for number in range(count)]


def test_today_is_not_over_and_spoils_no_week(week_of: Any) -> None:
    """The seven full days before count, with three tries of today beside them."""
    found = week_of(*day(0, 3, DOWN), *[one for ago in range(1, 8) for one in day(ago)])
    assert (found.verdict, found.slots["tries"]) == (Verdict.PASS, "140")
    (table,) = found.tables
    assert [row[0] for row in table.rows] == [f"2026-06-{n}" for n in range(23, 30)]


def test_seven_days_with_a_gap_are_no_week(week_of: Any) -> None:
    found = week_of(*[one for ago in (0, 1, 2, 4, 5, 6, 7) for one in day(ago)], *day(3, 19))
    assert found.verdict is Verdict.PENDING
    assert "2026-06-27（19 次）" in found.why


def test_a_week_is_told_day_by_day_with_its_failures(week_of: Any) -> None:
    walled = {"ok": False, "seconds": 0.1, "outcome": "blocked", "status": 412, "canary": "up"}
    down = {"ok": False, "seconds": 15.0, "outcome": "timeout", "lenient": {}, "canary": "up"}
    offline = {"ok": False, "seconds": 15.0, "outcome": "timeout", "canary": "down"}
    found = week_of(
        *[one for ago in range(7) for one in day(ago)],
        *day(1, 9, down),
        *day(1, 2, walled),
        *day(1, 1, offline),
        *day(1, 3, {"missed": True}),
    )
    assert found.verdict is Verdict.FAIL
    days, failures = found.tables
    assert days.rows[5] == ["2026-06-29", "35", "31", "9", "29.0%", "15.0 秒", "2", "0", "1", "3"]
    assert len(failures.rows) == 12
    assert ["2026-06-29 11:52:00", "15.0 秒", "15 秒内没有打开"] in failures.rows
    assert len(found.evidence) == 11  # those that our own network is to blame for prove nothing
    assert found.evidence[0].fetched_at == "2026-06-29T11:52:00+08:00"
    assert "1 次监测机自己断网，不计" in found.slots["left_out"]


def test_who_is_often_walled_off_cannot_say_that_it_is_down(week_of: Any) -> None:
    """Firewalls also shut out without a word: then a time-out is no proof."""
    walled = {"ok": False, "seconds": 0.1, "outcome": "blocked", "status": 403, "canary": "up"}
    down = {"ok": False, "seconds": 15.0, "outcome": "timeout", "canary": "up"}
    found = week_of(
        *[one for ago in range(7) for one in day(ago)], *day(1, 15, down), *day(2, 15, walled)
    )
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.BLOCKED)


def alone(outcome: str, **more: Any) -> dict[str, Any]:
    """A try that failed while no canary was set."""
    return {"ok": False, "seconds": 15.0, "outcome": outcome, "canary": "none", **more}


SILENT = alone("timeout")


@pytest.mark.parametrize(
    "ours",
    [
        alone("dns_unavailable"),
        alone("refused", error="no route: OSError: [Errno 101] Network is unreachable"),
        {**alone("refused", error="no route: our own machine: OSError: x"), "canary": "up"},
        alone("forbidden_address"),
    ],
    ids=["resolver", "no route", "our machine", "inside"],
)
def test_what_our_own_side_failed_in_is_not_counted(week_of: Any, ours: dict[str, Any]) -> None:
    found = week_of(*[one for ago in range(7) for one in day(ago)], *day(1, 60, ours))
    assert (found.verdict, found.slots["tries"], found.slots["failed"]) == (
        Verdict.PASS,
        "140",
        "0",
    )
    assert "60 次监测机自己断网，不计" in found.slots["left_out"]


@pytest.mark.parametrize(
    "silence",
    [SILENT, alone("dns"), alone("connection"), {"ok": False, "seconds": 15, "canary": "none"}],
    ids=["timeout", "no such name", "broken off", "not told"],
)
def test_silence_that_nobody_vouches_for_is_put_before_a_person(
    week_of: Any, silence: dict[str, Any]
) -> None:
    """A cable that was out looks the same."""
    found = week_of(*[one for ago in range(7) for one in day(ago)], *day(1, 60, silence))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.UNREACHABLE)
    assert found.findings == ()
    assert "--canary" in found.why
    assert "同时监测几个网站" in found.why
    assert len(found.evidence) == 60


@pytest.mark.parametrize(
    "theirs",
    [
        alone("timeout", address="1.2.4.8"),
        alone("timeout", lenient={"outcome": "server_error", "status": 502}),
        alone("timeout", others="up"),
        {**SILENT, "canary": "up"},
        alone("refused", error="ConnectionRefusedError: [Errno 111]"),
        alone("server_error", status=502),
        alone("tls", address="1.2.4.8"),
        {"ok": True, "seconds": 15.1, "outcome": "ok", "canary": "none"},
    ],
    ids=["slow", "answers badly", "others open", "canary", "refused", "5xx", "tls", "late"],
)
def test_what_the_server_itself_did_counts_without_a_canary(
    week_of: Any, theirs: dict[str, Any]
) -> None:
    found = week_of(*[one for ago in range(7) for one in day(ago)], *day(1, 8, theirs))
    assert (found.verdict, found.slots["failed"]) == (Verdict.FAIL, "8")


def test_silence_neither_makes_a_failure_nor_hides_one(week_of: Any) -> None:
    """A few of each pass together, or are for a person; enough that are certain fail all the same."""
    good = [one for ago in range(7) for one in day(ago)]
    bad = alone("server_error", status=500)
    few = week_of(*good, *day(1, 3, bad), *day(2, 3, SILENT))
    both = week_of(*good, *day(1, 6, bad), *day(2, 6, SILENT))
    sure = week_of(*good, *day(1, 9, bad), *day(2, 6, SILENT))
    assert [one.verdict for one in (few, both, sure)] == [
        Verdict.PASS,
        Verdict.REVIEW,
        Verdict.FAIL,
    ]
    assert "6 次没有应答，也没有对照，不算打不开" in sure.slots["left_out"]
    assert sure.slots["failed"] == "9"


def test_tries_of_another_time_are_told(week_of: Any) -> None:
    """A snapshot is judged as of the day of its crawl, and the week was watched afterwards."""
    found = week_of(*[one for ago in range(-9, -2) for one in day(ago)])
    assert found.verdict is Verdict.PENDING
    assert "监测记录是 2026-07-03 到 2026-07-09 的" in found.why
    assert "--as-of" in found.why
