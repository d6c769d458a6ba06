"""A column names all that a list names, as far as it was seen."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.matches_reference import Params, matches_reference
from checker.document_params import IfNone
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from crawler.snapshot import Outcome
from tests.checker.checks.sites import HOME, asked, column, home, unseen

FIELDS = ["重大建设项目", "义务教育|教育", "户籍管理|户籍"]
NAMES = ["基层政务公开目录"]


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(titles: list[str], *fetches: Any, extra: str = "", **params: Any) -> Judgement:
        pages = home(gkml="基层政务公开目录") | column("gkml", "基层政务公开目录", titles)
        pages["/gkml/"] += extra
        wanted = Params(**({"names": NAMES, "reference": FIELDS} | params))
        return matches_reference(wanted, portal(pages, fetches), asked())

    return judge


def test_all_names_pass_whichever_way_they_are_written(judged: Any) -> None:
    found = judged(["重大建设项目领域目录", "义务教育领域目录", "户籍管理领域目录"])
    assert (found.verdict, found.slots["share"]) == (Verdict.PASS, "100%")


def test_each_missing_name_is_a_finding(judged: Any) -> None:
    found = judged(["重大建设项目领域目录", "教育领域目录"])
    assert found.verdict is Verdict.FAIL
    assert [one.target for one in found.findings] == ["户籍管理"]
    assert found.findings[0].url == f"{HOME}gkml/"
    assert judged(["重大建设项目", "教育"], min_share=0.6).verdict is Verdict.PASS


def test_a_list_that_was_not_seen_whole_lacks_nothing(judged: Any) -> None:
    found = judged(
        ["重大建设项目领域目录"],
        extra="<div class=page>共 3 页 <a href=/gkml/index_1.html>下一页</a></div>",
    )
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.NOT_REACHED])
def test_a_column_that_was_not_seen_lacks_nothing(portal: Any, outcome: Outcome) -> None:
    site = portal(home(gkml="基层政务公开目录"), [unseen("gkml/", outcome, None)])
    found = matches_reference(Params(names=NAMES, reference=FIELDS), site, asked())
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


@pytest.mark.parametrize(
    ("if_none", "verdict", "reason"),
    [
        (IfNone.FAIL, Verdict.FAIL, None),
        (IfNone.REVIEW, Verdict.REVIEW, Reason.TOO_FEW),
        (IfNone.NOT_APPLICABLE, Verdict.NOT_APPLICABLE, None),
    ],
)
def test_no_such_column_means_what_the_rule_says(
    portal: Any, if_none: IfNone, verdict: Verdict, reason: Reason | None
) -> None:
    wanted = Params(names=NAMES, reference=FIELDS, if_none=if_none)
    found = matches_reference(wanted, portal(home()), asked())
    assert (found.verdict, found.reason) == (verdict, reason)
    told = [(one.url, one.target, one.expected) for one in found.findings]
    assert told == ([(HOME, None, NAMES[0])] if verdict is Verdict.FAIL else [])  # one, for all
    hidden = matches_reference(wanted, portal(home(x="公开"), [unseen("x/")]), asked())
    assert (hidden.verdict, hidden.reason) == (Verdict.REVIEW, Reason.BLOCKED)
