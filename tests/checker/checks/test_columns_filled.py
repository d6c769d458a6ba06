"""No column is empty: told of columns that were seen, and of no others."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.columns_filled import Params, columns_filled
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from crawler.snapshot import Outcome
from tests.checker.checks.sites import HOME, asked, column, home, unseen

EMPTY = "<title>公示公告_某县人民政府</title><div class=list></div>"
MENU = {"gzdt": "工作动态", "zcwj": "政策文件", "gsgg": "公示公告"}


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(last: dict[str, str], *fetches: Any, **params: Any) -> Judgement:
        pages = home(**MENU) | last
        pages |= column("gzdt", "工作动态", ["县长调研重点项目", "全县工作会议召开"])
        pages |= column("zcwj", "政策文件", ["关于加强管理的通知", "关于印发方案的通知"])
        return columns_filled(Params(**params), portal(pages, fetches), asked())

    return judge


def test_columns_with_something_in_them_pass(judged: Any) -> None:
    found = judged(column("gsgg", "公示公告", ["关于某项目的公示公告"]))
    assert (found.verdict, found.slots["empty"]) == (Verdict.PASS, "0")


def test_an_empty_column_is_a_finding(judged: Any) -> None:
    found = judged({"/gsgg/": EMPTY})
    assert found.verdict is Verdict.FAIL
    (finding,) = found.findings
    assert (finding.url, finding.message) == (f"{HOME}gsgg/", "栏目“公示公告”是空的")
    assert found.slots["examples"] == "公示公告"
    assert judged({"/gsgg/": EMPTY}, max_empty=1).verdict is Verdict.PASS
    assert judged({"/gsgg/": EMPTY}, exclude_names=["公示"]).verdict is Verdict.PASS


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.NOT_REACHED])
def test_a_column_that_was_not_seen_is_not_empty(judged: Any, outcome: Outcome) -> None:
    found = judged({}, unseen("gsgg/", outcome, None))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.UNREACHABLE)
    assert found.findings == ()
    assert found.slots["unclear"] == "1"


def test_a_column_that_a_script_fills_is_not_empty(judged: Any) -> None:
    script = "<script>$.post('/api/list',{id:5},function(d){$('#list').html(d)})</script>"
    found = judged({"/gsgg/": f"<title>公示公告</title><div id=list></div>{script}"})
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.SCRIPT_ONLY)


def test_too_few_columns_are_for_a_person(judged: Any) -> None:
    found = judged(column("gsgg", "公示公告", ["关于某项目的公示公告"]), min_population=40)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.TOO_FEW)
