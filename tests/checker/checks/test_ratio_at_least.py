"""Enough of them have what they must: what cannot be told accuses nobody."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.ratio_at_least import Of, Params, _share, ratio_at_least
from checker.document_params import IfNone
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from tests.checker.checks.consulted import consulted, letters
from tests.checker.checks.sites import HOME, asked, home, unseen


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(pages: dict[str, str], *fetches: Any, of: Of, **params: Any) -> Judgement:
        return ratio_at_least(Params(of=of, **params), portal(pages, fetches), asked())

    return judge


ASKED = Of.CONSULTATIONS_ANSWERED
LETTERS: dict[str, Any] = {"of": Of.LETTERS_ANSWERED, "names": ["县长信箱"]}


def test_all_answered_passes(judged: Any) -> None:
    found = judged(consulted(["2026-04-20", "2026-04-21", "2026-04-22"]), of=ASKED)
    assert (found.verdict, found.slots["share"]) == (Verdict.PASS, "100%"), found.why


def test_the_share_is_of_all_that_were_looked_at_and_a_lower_bound_in_doubt() -> None:
    assert [_share(*each) for each in ((3, 3, 3), (2, 3, 3), (3, 3, 5), (0, 0, 4))] == [
        "100%",
        "67%",
        "至少 60%",
        "—",
    ]


def test_each_without_an_answer_is_a_finding(judged: Any) -> None:
    pages = consulted(["2026-04-20", "2026-04-21", None])
    found = judged(pages, of=ASKED)
    assert found.verdict is Verdict.FAIL, found.why
    assert [one.url for one in found.findings] == [f"{HOME}zj/2.html"]
    assert judged(pages, of=ASKED, r=0.6).verdict is Verdict.PASS


def test_whose_time_is_not_over_is_left_out(judged: Any) -> None:
    pages = consulted(["2026-04-20", "2026-04-21", None], closes="2026年6月20日")
    found = judged(pages, of=ASKED, min_population=1)
    assert found.verdict is not Verdict.FAIL
    assert found.findings == ()


def test_an_answer_may_stand_on_what_was_not_seen(judged: Any) -> None:
    pages = consulted(["2026-04-20", "2026-04-21", None])
    found = judged(pages, unseen("fk/9.html"), of=ASKED)
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.BLOCKED, ())


def test_too_few_are_no_population(judged: Any) -> None:
    found = judged(consulted(["2026-04-20", None]), of=ASKED)
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.TOO_FEW, ())


@pytest.mark.parametrize(
    ("if_none", "verdict"),
    [(IfNone.REVIEW, Verdict.REVIEW), (IfNone.NOT_APPLICABLE, Verdict.NOT_APPLICABLE)],
)
def test_none_at_all_means_what_the_rule_says(
    judged: Any, if_none: IfNone, verdict: Verdict
) -> None:
    found = judged(home(), of=ASKED, if_none=if_none)
    assert (found.verdict, found.findings) == (verdict, ())
    assert judged(home(x="公开"), unseen("x/"), of=ASKED, if_none=if_none).verdict is Verdict.REVIEW


def test_letters_are_judged_by_their_own_pages(judged: Any) -> None:
    good = [
        ("2026-04-01", "2026-04-03"),
        ("2026-04-02", "2026-04-04"),
        ("2026-04-03", "2026-04-06"),
    ]
    assert judged(letters(*good), **LETTERS).verdict is Verdict.PASS
    found = judged(letters(*good[:2], ("2026-03-01", None)), **LETTERS)
    assert found.verdict is Verdict.FAIL, found.why
    assert [one.url for one in found.findings] == [f"{HOME}xx/2.html"]


def test_a_letter_of_yesterday_is_not_late(judged: Any) -> None:
    good = [
        ("2026-04-01", "2026-04-03"),
        ("2026-04-02", "2026-04-04"),
        ("2026-04-03", "2026-04-06"),
    ]
    found = judged(letters(*good, ("2026-06-29", None)), **LETTERS)
    assert found.verdict is Verdict.PASS


def test_a_mailbox_that_was_not_seen_is_for_a_person(judged: Any) -> None:
    found = judged(home(xx="县长信箱"), unseen("xx/"), **LETTERS)
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())
