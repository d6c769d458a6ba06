"""Shares are rounded down and causes stand commonest first."""

import pytest

from reports.coverage_view import Extent, coverage_view
from tests.reports.sample import county_portal


@pytest.mark.parametrize(
    ("known", "seen", "share"),
    [(5000, 4999, "99.9%"), (5000, 5000, "100.0%"), (3, 1, "33.3%"), (0, 0, "—"), (2, 5, "100.0%")],
)
def test_only_everything_is_a_hundred_per_cent(known: int, seen: int, share: str) -> None:
    extent = Extent("网页", known, seen, "已读取")
    assert extent.share == share
    assert extent.unseen == max(known - seen, 0)


def test_causes_are_worded_sorted_and_without_zeros() -> None:
    view = coverage_view(county_portal().coverage)
    assert [(cause.label, number) for cause, number in view.not_fetched] == [
        ("超出抓取额度", 300),
        ("被网站防护拦截", 21),
        ("访问超时", 9),
        ("robots.txt 不允许", 2),
    ]
