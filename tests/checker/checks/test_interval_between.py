from datetime import date, timedelta

import pytest

from checker.checks.interval_between import Params, interval_between
from checker.judgement import Question
from checker.results import Reason, Verdict

AS_OF = date(2026, 6, 30)
PARAMS = Params(
    of="letter_reply",
    limit=3,
    unit="calendar_month",
    names=["县长信箱"],
    days=200,
    min_population=2,
    falls=True,
)


def judged(portal, letters, **more):
    """Letters as (days before the day asked, days until the reply)."""
    rows, pages = "", {"/": "<a href=/xx/>县长信箱</a>"}
    for n, (ago, took) in enumerate(letters):
        asked = AS_OF - timedelta(days=ago)
        title = f"反映第{n}号路灯不亮"
        rows += f"<li><a href=/xx/{n}.html>{title}</a><span>{asked}</span></li>"
        pages[f"/xx/{n}.html"] = (
            f"<h1>{title}</h1><p>来信时间：{asked}</p><p>来信内容：路灯不亮，请处理。</p>"
            f"<p>答复时间：{asked + timedelta(days=took)}</p><p>答复内容：已修复。</p>"
        )
    pages["/xx/"] = f"<title>县长信箱</title><ul>{rows}</ul>"
    params = PARAMS.model_copy(update=more)
    return interval_between(params, portal(pages), Question("reply-deadline", AS_OF))


SLOW, QUICK = [(190, 9), (150, 7)], [(60, 4), (30, 2)]


def test_replies_that_come_sooner_than_before(portal):
    found = judged(portal, SLOW + QUICK)
    assert found.verdict is Verdict.PASS
    assert found.why == "用时缩短：2026-03-22 及以前中位 8 天，以后中位 3 天"
    assert found.tables[0].rows


@pytest.mark.parametrize("later", [[(60, 9), (30, 8)], [(60, 9), (30, 7)]])
def test_replies_that_take_as_long_or_longer(portal, later):
    found = judged(portal, SLOW + later)
    assert (found.verdict, found.findings) == (Verdict.FAIL, ())
    assert found.why.startswith("用时没有缩短")


@pytest.mark.parametrize("letters", [SLOW, QUICK, SLOW + QUICK[:1]])
def test_too_few_letters_in_one_half_are_not_compared(portal, letters):
    found = judged(portal, letters)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.TOO_FEW)


def test_without_it_the_limit_counts(portal):
    assert judged(portal, SLOW + QUICK, falls=False).verdict is Verdict.PASS
    assert judged(portal, [(190, 120), *QUICK], falls=False).verdict is Verdict.FAIL
