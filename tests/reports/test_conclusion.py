"""The conclusion never claims more than was seen."""

import pytest

from checker.results import Coverage
from reports.conclusion import Conclusion, conclude
from reports.coverage_view import coverage_view
from reports.language import CHINESE
from reports.states import State


def conclusion(counts: dict[State, int], vetoes: int = 0, **changes: object) -> Conclusion:
    facts = {
        "pages_known": 10,
        "pages_fetched": 10,
        "not_fetched": {},
        "links_known": 0,
        "links_checked": 0,
        "attachments_known": 0,
        "attachments_opened": 0,
        "complete": True,
        "crawl_finish": "finished",
    }
    coverage = coverage_view(Coverage.model_validate(facts | changes), CHINESE)
    return conclude(counts, vetoes=vetoes, questions=0, coverage=coverage, t=CHINESE)


@pytest.mark.parametrize(
    ("counts", "vetoes", "sentence"),
    [
        ({}, 0, "本次检查没有判定任何要求。"),
        ({State.PASS: 4}, 0, "4 项要求中，没有发现不合格项、4 项合格。"),
        (
            {State.ADVICE: 1, State.REVIEW: 2},
            0,
            "3 项要求中，没有发现不合格项、2 项待人工核查、1 项提示。",
        ),
        (
            {State.FAIL: 2, State.PASS: 1},
            1,
            "3 项要求中，2 项不合格（其中单项否决 1 项）、1 项合格。",
        ),
    ],
)
def test_sentence(counts: dict[State, int], vetoes: int, sentence: str) -> None:
    assert conclusion(counts, vetoes).sentence == sentence


def test_a_whole_audit_carries_no_warning_and_its_denominator() -> None:
    whole = conclusion({State.PASS: 1})
    assert whole.warnings == ()
    assert "10 个网页为依据（已知 10 个，占 100.0%）" in whole.scope


@pytest.mark.parametrize(
    ("finish", "said"),
    [
        ("budget", "上限"),
        ("interrupted", "中断"),
        (None, "没有正常结束"),
        ("finished", "不完整：2 个"),
    ],
)
def test_an_incomplete_audit_says_why(finish: str | None, said: str) -> None:
    partial = conclusion({State.PASS: 1}, complete=False, pages_known=12, crawl_finish=finish)
    assert said in partial.warnings[0]
    assert "2 个已知网页没有读到" in partial.warnings[0]


def test_an_audit_that_read_no_page_is_no_ground_for_judgement() -> None:
    assert "没有读到任何网页" in conclusion({}, pages_known=0, pages_fetched=0).warnings[-1]
