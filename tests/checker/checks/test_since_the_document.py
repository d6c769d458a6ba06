"""What was done, or left undone, before the document that demands it is held against nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checker.checks.column_fresh import Params as FreshParams
from checker.checks.column_fresh import column_fresh
from checker.checks.interval_between import Params as IntervalParams
from checker.checks.interval_between import interval_between
from checker.judgement import Question
from checker.results import Verdict

AS_OF = date(2021, 12, 31)
ASKED = "关于公开征求《桃县养犬管理办法（草案）》意见的公告"
TOLD = "关于《桃县养犬管理办法（草案）》公开征求意见采纳情况的反馈"


def page(title: str, day: str, text: str) -> str:
    return f"<title>{title}</title><h1>{title}</h1><p>发布日期：{day}</p><p>{text}</p>"


def consultation(portal: Any) -> Any:
    """One that ended on 2021-04-30, and was answered two months later."""
    rows = f"<li><a href=/zj/1.html>{ASKED}</a><span>2021-04-01</span></li><li><a href=/zj/2.html>{TOLD}</a><span>2021-07-01</span></li>"
    text = "现公开征求意见，截止时间：2021年4月1日至2021年4月30日，电话0000-1234567。"
    return portal(
        {
            "/": "<a href=/zj/>意见征集</a>",
            "/zj/": f"<title>意见征集</title><ul>{rows}</ul>",
            "/zj/1.html": page(ASKED, "2021-04-01", text),
            "/zj/2.html": page(TOLD, "2021-07-01", "收到意见 3 条，采纳 2 条。"),
        }
    )


@pytest.mark.parametrize(
    ("since", "verdict"),
    [
        (None, Verdict.FAIL),
        (date(2021, 3, 1), Verdict.FAIL),
        (date(2021, 10, 18), Verdict.REVIEW),  # nothing is left to judge
    ],
)
def test_an_answer_that_was_late_before_the_document(
    portal: Any, since: date | None, verdict: Verdict
) -> None:
    params = IntervalParams.model_validate(
        {"of": "consultation_feedback", "limit": 1, "unit": "calendar_month"}
    )
    found = interval_between(params, consultation(portal), Question("r", AS_OF, since))
    assert found.verdict is verdict


@pytest.mark.parametrize(
    ("since", "newest", "verdict"),
    [
        (None, "2021-05-06", Verdict.FAIL),
        (date(2021, 6, 30), "2021-05-06", Verdict.FAIL),  # the third quarter ended after it
        (date(2021, 10, 18), "2021-05-06", Verdict.PENDING),
        (date(2021, 10, 18), "2021-08-06", Verdict.PASS),
    ],
)
def test_a_quarter_that_was_empty_before_the_document(
    portal: Any, since: date | None, newest: str, verdict: Verdict
) -> None:
    rows = "".join(
        f"<li><a href=/hy/{n}.html>回应{n}</a><span>{day}</span></li>"
        for n, day in enumerate([newest, "2021-03-02", "2021-02-01", "2021-01-04"])
    )
    site = portal(
        {
            "/": "<a href=/hy/>回应关切</a>",
            "/hy/": f"<title>回应关切</title><ul>{rows}</ul>",
            **{f"/hy/{n}.html": "<p>正文</p>" for n in range(4)},
        }
    )
    params = FreshParams.model_validate(
        {"names": ["回应关切"], "every": "quarter", "grace_days": 45}
    )
    found = column_fresh(params, site, Question("r", AS_OF, since))
    assert found.verdict is verdict
