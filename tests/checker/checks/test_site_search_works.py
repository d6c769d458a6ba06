"""What the search answered decides, where it was tried; what could not be read accuses nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from checker.checks.site_search_works import Params, site_search_works
from checker.judgement import Judgement, Question
from checker.results import Reason, Verdict
from tests.checker.conftest import HOME, HOST, Portal

ASKED = Question("site-search", date(2026, 6, 30))
PARAMS = {"entry_names": ["站内搜索"], "marks": ['placeholder="请输入']}
BARE = {
    "/": '<title>泰县</title><ul><li><a href="/a/">通知公告</a></li></ul>',
    "/a/": "<h1>通知公告</h1>",
}


def tried(**facts: Any) -> dict[str, Any]:
    usual = {"words": "泰县应急预案", "known": True, "url": f"{HOME}so?q=1", "outcome": "ok"}
    return usual | {"status": 200, "rank": None, "hits": 0, "nothing": False, "text": ""} | facts


def judged(
    portal: Portal,
    *tries: Mapping[str, Any],
    form: str = "get",
    scripted: bool = False,
    **params: Any,
) -> Judgement:
    data = {"form": form, "action": f"{HOME}so", "tries": list(tries), "scripted": scripted}
    probe = ("search", HOST, data)
    site = portal(BARE, probes=[probe])
    return site_search_works(Params.model_validate(PARAMS | params), site, ASKED)


MADE_UP = tried(words="gk12", known=False, nothing=True)


@pytest.mark.parametrize(("rank", "verdict"), [(10, Verdict.PASS), (11, Verdict.REVIEW)])
def test_only_the_first_hits_count(portal: Portal, rank: int, verdict: Verdict) -> None:
    told = judged(portal, tried(rank=rank, hits=12), tried(rank=rank, hits=12), MADE_UP)
    assert told.verdict is verdict


def test_half_of_the_titles_suffice_and_more_can_be_asked(portal: Portal) -> None:
    tries = (tried(rank=1, hits=3), tried(hits=3), MADE_UP)
    assert judged(portal, *tries).verdict is Verdict.PASS
    assert judged(portal, *tries, min_found=1.0).verdict is Verdict.REVIEW


def test_nothing_found_of_what_is_there_fails_with_its_address(portal: Portal) -> None:
    told = judged(portal, tried(nothing=True), tried(nothing=True), MADE_UP)
    assert told.verdict is Verdict.FAIL
    again = judged(portal, tried(nothing=True, url=f"{HOME}so?q=other"), tried(nothing=True))
    assert told.findings[0].fingerprint == again.findings[0].fingerprint


@pytest.mark.parametrize("facts", [{"nothing": True}, {"outcome": "status", "status": 404}])
def test_a_script_may_send_the_box_elsewhere(portal: Portal, facts: dict[str, Any]) -> None:
    told = judged(portal, tried(**facts), tried(**facts), scripted=True)
    assert (told.verdict, told.reason) == (Verdict.REVIEW, Reason.ASSISTED)


def test_one_title_that_is_not_found_is_not_enough_to_fail(portal: Portal) -> None:
    assert judged(portal, tried(nothing=True), MADE_UP).verdict is Verdict.REVIEW


def test_nothing_said_beside_hits_is_not_believed(portal: Portal) -> None:
    told = judged(portal, tried(nothing=True, hits=4), tried(nothing=True, hits=4))
    assert told.verdict is Verdict.REVIEW


def test_results_that_only_a_script_shows(portal: Portal) -> None:
    told = judged(portal, tried(), tried(), tried(), MADE_UP | {"nothing": False})
    assert (told.verdict, told.reason) == (Verdict.REVIEW, Reason.SCRIPT_ONLY)


@pytest.mark.parametrize(
    ("facts", "verdict", "reason"),
    [
        ({"outcome": "status", "status": 404}, Verdict.FAIL, None),
        ({"outcome": "status", "status": 500}, Verdict.REVIEW, Reason.UNREACHABLE),
        ({"outcome": "status", "status": 403}, Verdict.REVIEW, Reason.UNREACHABLE),
        ({"outcome": "timeout", "status": None}, Verdict.REVIEW, Reason.UNREACHABLE),
        ({"outcome": "robots", "status": None}, Verdict.PASS, None),
        ({"outcome": "wall", "status": None}, Verdict.REVIEW, Reason.BLOCKED),
        ({"outcome": "blocked"}, Verdict.REVIEW, Reason.BLOCKED),
    ],
)
def test_no_answer(
    portal: Portal, facts: dict[str, Any], verdict: Verdict, reason: Reason | None
) -> None:
    told = judged(portal, tried(**facts))
    assert (told.verdict, told.reason) == (verdict, reason)


def test_a_search_that_gives_the_same_list_for_anything(portal: Portal) -> None:
    tries = [tried(rank=n, hits=20) for n in (1, 2, 3)]
    assert (
        judged(portal, *tries, MADE_UP | {"hits": 20, "nothing": False}).verdict is Verdict.REVIEW
    )
    assert judged(portal, *tries, MADE_UP | {"hits": 20}).verdict is Verdict.PASS


@pytest.mark.parametrize("form", ["post", "script", "get"])
def test_a_box_that_was_not_tried_is_there(portal: Portal, form: str) -> None:
    told = judged(portal, form=form)
    assert told.verdict is Verdict.PASS
    assert "没有试搜" in told.why


def test_without_a_box_an_entrance_counts_and_without_both_it_fails(portal: Portal) -> None:
    params = Params.model_validate(PARAMS)
    assert site_search_works(params, portal(BARE), ASKED).verdict is Verdict.FAIL
    pages = BARE | {"/": BARE["/"] + '<a href="/so/">站内搜索</a>', "/so/": "<h1>站内搜索</h1>"}
    assert site_search_works(params, portal(pages), ASKED).verdict is Verdict.PASS
    hidden = {key: body for key, body in pages.items() if key != "/so/"}
    assert site_search_works(params, portal(hidden), ASKED).verdict is Verdict.REVIEW


def test_a_snapshot_from_strangers_may_say_anything(portal: Portal) -> None:
    for tries in ([None], ["x"], [{}], [{"rank": "1", "known": "yes"}]):
        probe = ("search", HOST, {"tries": tries})
        told = site_search_works(Params.model_validate(PARAMS), portal(BARE, probes=[probe]), ASKED)
        assert told.verdict in {Verdict.PASS, Verdict.REVIEW}
