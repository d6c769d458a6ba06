"""Columns of a class are kept up, each by its own measure."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.columns_fresh import ColumnClass, Params, columns_fresh
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from crawler.snapshot import Outcome
from tests.checker.checks.sites import HOME, asked, column, home, unseen

CLASSES = [
    ColumnClass(what="动态要闻类", names=["工作动态"], max_age_days=14),
    ColumnClass(what="人事规划类", names=["人事信息"], max_age_days=365),
]
NEWS, STAFF = ["县长调研重点项目", "全县工作会议召开"], ["关于张某某等同志任职的通知"]


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(pages: dict[str, str], *fetches: Any, **params: Any) -> Judgement:
        around = home(gzdt="工作动态", rsxx="人事信息")
        wanted = Params(**({"classes": CLASSES} | params))
        return columns_fresh(wanted, portal(around | pages, fetches), asked())

    return judge


def both(news: str, staff: str) -> dict[str, str]:
    return column("gzdt", "工作动态", NEWS, [news, "2025-01-01"]) | column(
        "rsxx", "人事信息", STAFF, [staff]
    )


def test_each_class_has_its_own_measure(judged: Any) -> None:
    found = judged(both("2026-06-20", "2025-09-01"))
    assert (found.verdict, found.slots["columns"]) == (Verdict.PASS, "2")


def test_a_stale_column_is_a_finding_with_its_newest_item(judged: Any) -> None:
    found = judged(both("2026-05-20", "2025-09-01"))
    assert found.verdict is Verdict.FAIL
    (finding,) = found.findings
    assert (finding.url, finding.observed, finding.expected) == (
        f"{HOME}gzdt/",
        "2026-05-20",
        "14 天内有更新",
    )
    assert judged(both("2026-05-20", "2025-09-01"), max_stale=1).verdict is Verdict.PASS


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.NOT_REACHED])
def test_a_column_that_was_not_seen_is_not_stale(judged: Any, outcome: Outcome) -> None:
    found = judged(
        column("rsxx", "人事信息", STAFF, ["2025-09-01"]), unseen("gzdt/", outcome, None)
    )
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())
    assert found.slots["unclear"] == "1"


def test_rows_without_days_are_for_a_person(judged: Any) -> None:
    pages = both("2026-06-20", "2025-09-01")
    rows = "".join(f"<li><a href=/gzdt/{n}.html>{title}</a></li>" for n, title in enumerate(NEWS))
    pages["/gzdt/"] = f"<title>工作动态</title><ul>{rows}</ul>"
    pages |= {f"/gzdt/{n}.html": "<title>动态</title><p>正文。</p>" for n in range(2)}
    found = judged(pages)
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.TOO_FEW, ())


def test_an_old_first_page_that_a_script_turns_proves_nothing(judged: Any) -> None:
    pages = both("2026-01-20", "2025-09-01")
    pages["/gzdt/"] += "<script>$.post('/api/list',{id:5},function(d){$('#list').html(d)})</script>"
    assert judged(pages).findings == ()


def test_no_such_column_is_for_a_person(portal: Any) -> None:
    found = columns_fresh(Params(classes=CLASSES), portal(home()), asked())
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())
    assert "没有找到" in found.why


def test_one_old_day_among_rows_without_days_makes_no_column_stale(judged: Any) -> None:
    """The rows that show no day may be the new ones."""
    pages = both("2026-06-20", "2025-09-01")
    rows = [f"<li><a href=/gzdt/{n}.html>{title}</a></li>" for n, title in enumerate(NEWS)]
    rows.append("<li><a href=/gzdt/9.html>全县春季植树活动举行</a><span>2025-01-01</span></li>")
    pages["/gzdt/"] = f"<title>工作动态</title><ul>{''.join(rows)}</ul>"
    pages |= {f"/gzdt/{n}.html": "<title>动态</title><p>正文。</p>" for n in (0, 1, 9)}
    found = judged(pages)
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())
    assert "3 条信息中有 2 条没有看到日期" in found.why
