"""A column's own name in a menu is no item of it, though the pattern for its items fits the name."""

from __future__ import annotations

from datetime import date

from checker.checks.column_fresh import Params, column_fresh
from checker.facts.cadence import Every
from checker.judgement import Question
from checker.results import Verdict
from tests.checker.conftest import Portal

PARAMS = Params(names=["政府债务"], title_any=["政府债务.{0,20}"], every=Every.YEAR, grace_days=30)
PAGES = {
    "/": "<title>某县</title><div class=nav><a href=/>首页</a><a href=/zw/>政府债务</a></div>",
    "/zw/": "<ul><li><a href=/zw/1.html>某县政府债务限额</a><span>2023-05-06</span></li></ul>",
    "/zw/1.html": "<h1>某县政府债务限额</h1><p>发布日期：2023-05-06</p><p>正文。</p>",
}


def test_one_old_item_is_old_and_not_half_undated(portal: Portal) -> None:
    told = column_fresh(PARAMS, portal(PAGES), Question("debt-regular", date(2026, 6, 30)))
    assert told.verdict is Verdict.FAIL
    assert told.slots["items"] == "1"
