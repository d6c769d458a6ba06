"""Which days count: a member belongs to the time that was asked for, first and last day included."""

from __future__ import annotations

from datetime import date

import pytest

from checker.facts.documents_seen import Chosen
from checker.facts.members import Window, consultations

AS_OF = date(2026, 6, 30)
HOME = "http://www.tx.gov.cn/"
ASKED = (
    "<title>关于公开征求《甲县公路办法》意见的公告</title><meta name=PubDate content='2026-06-01'>"
    "<h1>关于公开征求《甲县公路办法》意见的公告</h1><p>发布时间：2026-06-01</p>"
    "<div id=zoom><p>征求意见时间：2026年6月1日至6月20日。欢迎提出意见。</p></div>"
)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (None, True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
        (date(2025, 6, 30), True),
        (date(2025, 6, 29), False),
    ],
)
def test_the_days_of_a_window(day, counts):
    assert Window(AS_OF, 365).holds(day) is counts


@pytest.mark.parametrize(("grace", "asked"), [(9, 1), (10, 0)])
def test_an_answer_is_owed_from_the_day_after_the_days_of_grace(portal, grace, asked):
    site = portal({"/": "<a href=q.html>征求意见</a>", "/q.html": ASKED})
    found = consultations(site, Window(AS_OF, 365, grace), Chosen())
    assert [(one.url, one.has) for one in found] == [(f"{HOME}q.html", False)] * asked
