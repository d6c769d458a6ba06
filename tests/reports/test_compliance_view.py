"""Shares are cut and never rounded up; what was not decided stands beside the rate."""

from __future__ import annotations

import pytest

from checker.results import AuditResult, Compliance, PackUsed, Score
from reports.compliance_view import compliance_views
from reports.html import render
from reports.language import CHINESE
from tests.reports.sample import county_portal


def with_rate(rate: float | None) -> AuditResult:
    (one,) = county_portal().score.compliance
    score = Score(verdicts={}, compliance=[one.model_copy(update={"rate": rate})])
    return county_portal().model_copy(update={"score": score})


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        (None, "—"),
        (0.0, "0.0%"),
        (0.6, "60.0%"),
        (0.3, "30.0%"),
        (0.9999, "99.9%"),
        (1.0, "100.0%"),
    ],
)
def test_a_rate_in_words(rate: float | None, shown: str) -> None:
    (view,) = compliance_views(with_rate(rate), CHINESE)
    assert view.rate == shown


def test_what_was_not_decided_is_said_and_nothing_that_is_none() -> None:
    (view,) = compliance_views(county_portal(), CHINESE)
    assert view.waiting == (("机器没能判定或只作初判", 2), ("只能由人回答", 1))
    assert ("待到期", 1) in view.aside
    none = county_portal().score.compliance[0].model_copy(update={"pending": 0})
    result = county_portal().model_copy(update={"score": Score(verdicts={}, compliance=[none])})
    assert "待到期" not in dict(compliance_views(result, CHINESE)[0].aside)


def test_a_pack_is_called_by_its_title_and_an_unknown_one_by_its_id() -> None:
    known = PackUsed(id="base", title="通用要求", version="1")
    result = county_portal().model_copy(update={"packs": [known]})
    assert compliance_views(result, CHINESE)[0].title == "通用要求"
    assert (
        compliance_views(county_portal().model_copy(update={"packs": []}), CHINESE)[0].title
        == "base"
    )


def test_results_without_such_counts_have_no_table() -> None:
    result = county_portal().model_copy(update={"score": Score(verdicts={})})
    assert compliance_views(result, CHINESE) == ()
    assert "各文件的达标情况" not in render(result, CHINESE)


def test_the_page_says_rate_and_denominators() -> None:
    page = render(county_portal(), CHINESE)
    assert "各文件的达标情况" in page
    for shown in ("60.0%", "5 / 8", "62.5%", "单项否决 1"):
        assert shown in page


def test_a_count_is_never_read_from_text() -> None:
    with pytest.raises(ValueError, match="passed"):
        Compliance.model_validate(
            {**county_portal().score.compliance[0].model_dump(), "passed": "<b>"}
        )
