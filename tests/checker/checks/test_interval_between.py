"""What must follow followed in time: by days that the site shows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checker.checks.interval_between import Of, Params, Unit, interval_between
from checker.judgement import Judgement, Question
from checker.results import Reason, Verdict
from tests.checker.checks.consulted import consulted, letters
from tests.checker.checks.sites import HOME, asked, home, unseen


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(
        pages: dict[str, str], *fetches: Any, question: Question | None = None, **params: Any
    ) -> Judgement:
        wanted: dict[str, Any] = {
            "of": Of.LETTER_REPLY,
            "names": ["县长信箱"],
            "limit": 5,
            "unit": Unit.WORKDAY,
        }
        site = portal(pages, fetches)
        return interval_between(Params(**(wanted | params)), site, question or asked())

    return judge


def test_replies_in_time_pass(judged: Any) -> None:
    found = judged(letters(("2026-04-01", "2026-04-03"), ("2026-04-10", "2026-04-17")))
    assert (found.verdict, found.slots["measured"]) == (Verdict.PASS, "2"), found.why


def test_a_holiday_is_no_working_day(judged: Any) -> None:
    """From Wednesday before the first of May to the Friday after it."""
    found = judged(letters(("2026-04-29", "2026-05-08")))
    assert found.verdict is Verdict.PASS, found.why
    assert judged(letters(("2026-04-29", "2026-05-08")), unit=Unit.DAY).verdict is Verdict.FAIL


def test_each_late_reply_is_a_finding_with_both_days(judged: Any) -> None:
    found = judged(letters(("2026-04-01", "2026-04-03"), ("2026-04-07", "2026-05-20")))
    assert found.verdict is Verdict.FAIL
    (finding,) = found.findings
    assert finding.url == f"{HOME}xx/1.html"
    assert "2026-04-07" in f"{finding.message}{finding.observed}{finding.excerpt}"
    assert (
        judged(
            letters(("2026-04-01", "2026-04-03"), ("2026-04-07", "2026-05-20")), max_late=1
        ).verdict
        is Verdict.PASS
    )


def test_what_came_before_the_document_is_not_held_against_anyone(judged: Any) -> None:
    since = Question("a-rule", date(2026, 6, 30), date(2026, 6, 1))
    found = judged(letters(("2026-04-07", "2026-05-20")), question=since)
    assert found.findings == ()


def test_while_the_limit_runs_it_is_pending(judged: Any) -> None:
    found = judged(
        consulted([None], closes="2026年6月29日"),
        of=Of.CONSULTATION_FEEDBACK,
        names=[],
        limit=30,
        unit=Unit.WORKDAY,
    )
    assert (found.verdict, found.findings) == (Verdict.PENDING, ())


def test_a_year_whose_holidays_are_not_known_is_for_a_person(judged: Any) -> None:
    found = judged(
        letters(("2033-04-01", "2033-05-20")), question=Question("a-rule", date(2033, 6, 30))
    )
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.CALENDAR_MISSING)
    assert found.findings == ()


def test_a_letter_without_an_answer_is_another_rules_business(judged: Any) -> None:
    found = judged(letters(("2026-04-01", "2026-04-03"), ("2026-03-01", None)))
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


def test_no_days_are_for_a_person(judged: Any) -> None:
    found = judged(home(xx="县长信箱") | {"/xx/": "<title>县长信箱</title><p>请写信。</p>"})
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.TOO_FEW, ())
    hidden = judged(home(xx="县长信箱"), unseen("xx/"))
    assert (hidden.verdict, hidden.findings) == (Verdict.REVIEW, ())


def test_feedback_is_measured_from_the_end_of_the_consultation(judged: Any) -> None:
    wanted = {"of": Of.CONSULTATION_FEEDBACK, "names": [], "limit": 1, "unit": Unit.CALENDAR_MONTH}
    assert judged(consulted(["2026-04-20"]), **wanted).verdict is Verdict.PASS
    late = judged(consulted(["2026-06-20"]), **wanted)
    assert late.verdict is Verdict.FAIL
    assert [one.url for one in late.findings] == [f"{HOME}zj/0.html"]


def test_what_must_fall_is_compared_half_with_half(judged: Any) -> None:
    slow, quick = ("2026-02-02", "2026-02-12"), ("2026-05-20", "2026-05-21")
    wanted = {"falls": True, "days": 200, "limit": 30}
    better = judged(letters(slow, quick), **wanted)
    assert better.verdict is Verdict.PASS, better.why
    assert "用时缩短" in better.why
    assert len(better.evidence) == 2
    later, sooner = ("2026-02-02", "2026-02-03"), ("2026-05-20", "2026-05-28")
    worse = judged(letters(later, sooner), **wanted)
    assert (worse.verdict, len(worse.tables)) == (Verdict.FAIL, 1)
    assert "没有缩短" in worse.why


def test_too_few_of_one_half_compare_to_nothing(judged: Any) -> None:
    found = judged(letters(("2026-05-20", "2026-05-28")), falls=True, days=200, limit=30)
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.TOO_FEW, ())


def test_letters_without_a_day_or_of_another_time_are_left_out(judged: Any) -> None:
    found = judged(letters(("2024-04-01", "2024-06-03"), ("2026-04-10", "2026-04-17")))
    assert (found.verdict, found.slots["total"]) == (Verdict.PASS, "1")
