"""Shares are rounded down and causes stand commonest first."""

import pytest

from checker.results import Coverage, HostSeen, OutsideHost
from crawler.snapshot import Trap
from reports.coverage_view import Extent, coverage_view
from reports.html import render
from reports.language import CHINESE
from reports.wording import trap
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
    view = coverage_view(county_portal().coverage, CHINESE)
    assert [(cause.label, number) for cause, number in view.not_fetched] == [
        ("超出抓取额度", 300),
        ("被网站防护拦截", 21),
        ("访问超时", 9),
        ("robots.txt 不允许", 2),
    ]


def seen(**more: object) -> Coverage:
    return county_portal().coverage.model_copy(update=more)


def test_hosts_and_what_was_taken_for_outside() -> None:
    view = coverage_view(
        seen(
            hosts=[
                HostSeen(
                    host="www.x.gov.cn",
                    pages_known=9,
                    pages_fetched=4,
                    not_fetched={"budget": 3, "robots": 2},
                ),
                HostSeen(host="rsj.x.gov.cn", pages_known=1, pages_fetched=1),
            ],
            hosts_known=7,
            outside_hosts=[OutsideHost(host="zwfw.x.cn", links=40, akin=True)],
            outside_hosts_known=12,
            traps={"calendar": 3, "search": 5, "brand_new": 1, "path": 0},
        ),
        CHINESE,
    )
    assert [(one.name, one.known, one.read, one.causes) for one in view.hosts] == [
        ("www.x.gov.cn", 9, 4, "超出抓取额度 3、robots.txt 不允许 2"),
        ("rsj.x.gov.cn", 1, 1, ""),
    ]
    assert (view.hidden_hosts, view.outside_known) == (5, 12)
    assert view.outside == (("zwfw.x.cn", 40, True),)
    assert view.traps == (("检索结果", 5), ("日历中的某天、某月", 3), ("brand_new", 1))


def test_the_report_shows_hosts_and_escapes_their_names() -> None:
    result = county_portal().model_copy(
        update={
            "coverage": seen(
                hosts=[
                    HostSeen(host="<b>www</b>", pages_known=1234, pages_fetched=4),
                    HostSeen(host="rsj.x.gov.cn", pages_known=1, pages_fetched=1),
                ],
                hosts_known=2,
                outside_hosts=[OutsideHost(host="zwfw.x.cn<script>", links=40, akin=True)],
                outside_hosts_known=12,
                traps={"<i>": 1},
            )
        }
    )
    html = render(result, CHINESE)
    for shown in ("&lt;b&gt;www&lt;/b&gt;", "1,234", "zwfw.x.cn&lt;script&gt;", "名称与本站相近"):
        assert shown in html
    assert "<b>www" not in html
    assert "zwfw.x.cn<script>" not in html


def test_every_kind_of_trap_has_words() -> None:
    assert all(trap(kind.value) != kind.value for kind in Trap)
