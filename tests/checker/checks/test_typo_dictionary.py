"""The pages are free of wrong words: sure ones fail, others are for a person."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.typo_dictionary import Params, typo_dictionary
from checker.facts.places import Certainty
from checker.facts.site import SiteFacts
from checker.facts.wording.site_wording import SiteWording, site_wording, wording_of
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from crawler.snapshot import Outcome
from rules.wording_lists import bundled_wording
from tests.checker.checks.sites import article, asked, home, unseen


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(
        body: str, *fetches: Any, pages: int = 1, sure: bool = False, **params: Any
    ) -> Judgement:
        held = home() | {f"/{n}.html": article(f"第{n}号通知事项", body=body) for n in range(pages)}
        held["/"] += "".join(f"<a href=/{n}.html>第{n}号通知事项</a>" for n in range(pages))
        site: SiteFacts = portal(held, fetches)
        if sure:  # as a list that is known to be right would make them
            site.remember(site_wording, lambda: sure_of(site))
        return typo_dictionary(Params(**params), site, asked())

    return judge


def sure_of(site: SiteFacts) -> SiteWording:
    lists = [one.model_copy(update={"confidence": "A"}) for one in bundled_wording()]
    return wording_of(site, lists)


def test_right_words_pass_and_say_how_much_was_read(judged: Any) -> None:
    found = judged("县政府部署政务公开工作，及时公开信息。")
    assert (found.verdict, found.slots["read"], found.findings) == (Verdict.PASS, "4", ())


def test_a_sure_slip_is_one_finding_however_many_pages_show_it(judged: Any) -> None:
    found = judged("大力推进政务工开工作。", pages=5, sure=True)
    assert found.verdict is Verdict.FAIL
    (finding,) = found.findings
    assert (finding.observed, finding.expected, finding.found_on_count) == (
        "政务工开",
        "政务公开",
        5,
    )
    assert judged("大力推进政务工开工作。", sure=True, max_slips=1).verdict is not Verdict.FAIL


def test_a_list_that_rests_on_memory_accuses_nobody(judged: Any) -> None:
    found = judged("大力推进政务工开工作。")
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.ASSISTED, ())
    assert "政务公开" in found.slots["example"]


def test_a_wrong_word_inside_a_right_one_is_none(judged: Any) -> None:
    assert judged("会议由办公布署名单位参加。", sure=True).verdict is Verdict.PASS


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.NOT_REACHED])
def test_pages_that_were_not_seen_have_no_slips(judged: Any, outcome: Outcome) -> None:
    found = judged("县政府部署工作。", unseen("x.html", outcome, None))
    assert (found.verdict, found.findings) == (Verdict.PASS, ())


def test_nothing_to_read_is_for_a_person(portal: Any) -> None:
    found = typo_dictionary(Params(), portal({}, [unseen("")]), asked())
    assert (found.verdict, found.reason, found.slots["read"]) == (
        Verdict.REVIEW,
        Reason.TOO_FEW,
        "0",
    )


def test_certainty_is_what_the_lists_say(portal: Any) -> None:
    site = portal(home() | {"/0.html": article("通知事项", body="大力推进政务工开工作。")})
    assert {one.slip.certainty for one in sure_of(site).slips} == {Certainty.SURE}
