"""Pages answer quickly: measured, never guessed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checker.checks.answers_in_time import Params, answers_in_time
from checker.facts.site import SiteFacts
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from crawler.snapshot import MemorySnapshot
from tests.checker.checks.sites import HOME, article, asked, home, unseen


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(seconds: list[float | None], *fetches: Any, **params: Any) -> Judgement:
        """A portal whose articles took so long; None: not measured."""
        pages = home() | {f"/a/{n}.html": article(f"第{n}件事的通知") for n in range(len(seconds))}
        plain = portal(pages, fetches).snapshot
        took = {f"{HOME}a/{n}.html": one for n, one in enumerate(seconds)}
        timed = [replace(one, seconds=took.get(one.url)) for one in plain.fetches()]
        bodies = {one.url: plain.body(one.url) for one in timed}
        site = SiteFacts(MemorySnapshot(plain.info, timed, bodies))
        return answers_in_time(Params(**params), site, asked())

    return judge


def test_quick_pages_pass(judged: Any) -> None:
    found = judged([0.1] * 19 + [9.0])
    assert found.verdict is Verdict.PASS
    assert (found.slots["asked"], found.slots["quick"], found.slots["share"]) == ("20", "19", "95%")
    assert found.slots["slowest"] == "9.0"
    assert found.findings == ()


def test_each_slow_page_is_a_finding(judged: Any) -> None:
    found = judged([0.1] * 8 + [6.0, 7.5])
    assert found.verdict is Verdict.FAIL
    assert [one.url for one in found.findings] == [f"{HOME}a/9.html", f"{HOME}a/8.html"]
    assert [one.observed for one in found.findings] == ["7.5 秒", "6.0 秒"]
    assert found.findings[0].expected == "5 秒内"


def test_exactly_as_long_as_allowed_is_in_time(judged: Any) -> None:
    assert judged([5.0] * 6).verdict is Verdict.PASS


def test_too_few_measurements_are_for_a_person(judged: Any) -> None:
    """Pages without a measurement count neither way."""
    found = judged([9.0, 9.0, None, None, None, None])
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.TOO_FEW)
    assert found.slots["asked"] == "2"


def test_pages_that_were_not_seen_are_not_slow(judged: Any) -> None:
    found = judged([0.1] * 5, unseen("a/0.html"), unseen("slow.html"))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.TOO_FEW)
    assert found.findings == ()
