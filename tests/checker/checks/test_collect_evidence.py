"""Evidence is gathered for a person: whatever is found, the answer is his."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.collect_evidence import Params, collect_evidence
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from tests.checker.checks.sites import HOME, article, asked, column, home, unseen


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(pages: dict[str, str], *fetches: Any, **params: Any) -> Judgement:
        question = {"question": "是否组织了培训"} | params
        return collect_evidence(Params(**question), portal(pages, fetches), asked())

    return judge


TRAINED = column(
    "gzdt",
    "工作动态",
    ["县政务公开培训班顺利举办", "全县政务公开业务培训会召开", "县领导调研"],
    ["2026-05-01", "2024-03-01", "2026-06-01"],
)


def test_what_was_gathered_is_shown_newest_first(judged: Any) -> None:
    found = judged(home(gzdt="工作动态") | TRAINED, title_any=["政务公开.*培训"])
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.ASSISTED, ())
    assert (found.slots["found"], found.slots["newest"]) == ("2", "2026-05-01")
    assert found.slots["example"] == "县政务公开培训班顺利举办"
    assert [one.url for one in found.evidence] == [f"{HOME}gzdt/0.html", f"{HOME}gzdt/1.html"]


def test_old_pages_are_left_out_and_undated_ones_are_not(judged: Any) -> None:
    pages = home(gzdt="工作动态") | TRAINED
    pages["/x.html"] = "<title>政务公开培训材料</title><h1>政务公开培训材料汇编</h1><p>材料</p>"
    pages["/"] += "<a href=/x.html>政务公开培训材料汇编</a>"
    found = judged(pages, title_any=["政务公开.*培训"], days=365)
    assert (found.slots["found"], found.slots["dated"]) == ("2", "1")


def test_nothing_found_is_said_and_accuses_nobody(judged: Any) -> None:
    for fetches in ((), (unseen("gzdt/"),)):
        found = judged(home(gzdt="工作动态"), *fetches, title_any=["培训"])
        assert (found.verdict, found.reason, found.findings) == (
            Verdict.REVIEW,
            Reason.ASSISTED,
            (),
        )
        assert found.slots["found"] == "0"
        assert "没有找到" in found.why


def test_a_column_is_shown_as_a_column_and_is_no_clue(judged: Any) -> None:
    """The name of a column in a menu is no document, though its words fit."""
    found = judged(
        home(pxzl="政务公开培训") | column("pxzl", "政务公开培训", ["第一期讲义发布"]),
        title_any=["培训"],
        columns=["政务公开培训"],
    )
    assert found.slots["columns"] == "政务公开培训"
    assert found.slots["found"] == "0"
    assert "栏目“政务公开培训”" in found.evidence[0].what


def test_without_titles_the_rows_of_the_columns_are_gathered(judged: Any) -> None:
    found = judged(home(gzdt="工作动态") | TRAINED, columns=["工作动态"])
    assert found.slots["found"] == "3"


def test_titles_that_only_look_alike_are_left_out(judged: Any) -> None:
    pages = home() | {"/a.html": article("关于取消政务公开培训的通知")}
    pages["/"] += "<a href=/a.html>关于取消政务公开培训的通知</a>"
    assert judged(pages, title_any=["培训"], title_none=["取消"]).slots["found"] == "0"
