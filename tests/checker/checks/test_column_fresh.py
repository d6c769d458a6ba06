"""A column is kept up: by the days that it shows, where it was seen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checker.checks.column_fresh import Params, column_fresh
from checker.judgement import Judgement, Question
from checker.results import Reason, Verdict
from crawler.snapshot import Outcome
from tests.checker.checks.sites import HOME, asked, column, home, unseen

NEWS = ["县政府召开常务会议", "县长调研重点项目建设", "全县安全生产工作会议召开"]


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(
        pages: dict[str, str], *fetches: Any, question: Question | None = None, **params: Any
    ) -> Judgement:
        wanted = {"names": ["工作动态"], "max_age_days": 14} | params
        return column_fresh(Params(**wanted), portal(pages, fetches), question or asked())

    return judge


def news(*days: str) -> dict[str, str]:
    return home(gzdt="工作动态") | column("gzdt", "工作动态", NEWS, days)


def test_a_new_item_passes(judged: Any) -> None:
    found = judged(news("2026-06-20", "2026-01-01", "2025-01-01"))
    assert found.verdict is Verdict.PASS
    assert (found.slots["newest"], found.slots["age"]) == ("2026-06-20", "10")


@pytest.mark.parametrize(("allowed", "verdict"), [(10, Verdict.PASS), (9, Verdict.FAIL)])
def test_the_last_day_allowed_is_still_in_time(judged: Any, allowed: int, verdict: Verdict) -> None:
    found = judged(news("2026-06-20", "2026-01-01", "2025-01-01"), max_age_days=allowed)
    assert found.verdict is verdict


def test_an_old_column_fails_with_its_newest_item(judged: Any) -> None:
    found = judged(news("2026-05-01", "2026-04-01", "2026-03-01"))
    assert found.verdict is Verdict.FAIL
    (finding,) = found.findings
    assert (finding.url, finding.observed) == (f"{HOME}gzdt/", "最新一条 2026-05-01")
    assert finding.target == f"{HOME}gzdt/0.html"


def test_an_item_of_tomorrow_is_no_news(judged: Any) -> None:
    """A day after the day asked is none of publication."""
    found = judged(news("2027-01-01", "2026-04-01", "2026-03-01"))
    assert found.slots["newest"] == "2026-04-01"


def test_every_period_must_bring_one(judged: Any) -> None:
    full = judged(
        news("2026-04-10", "2026-02-10", "2025-11-01"),
        max_age_days=None,
        every="quarter",
        periods=2,
    )
    assert full.verdict is Verdict.PASS
    gap = judged(
        news("2026-04-10", "2025-11-01", "2025-10-01"),
        max_age_days=None,
        every="quarter",
        periods=2,
    )
    assert gap.verdict is Verdict.FAIL
    assert "没有信息" in gap.why


def test_before_the_first_period_has_run_out_it_is_pending(judged: Any) -> None:
    since = Question("a-rule", date(2026, 6, 30), date(2026, 5, 30))
    found = judged(
        news("2025-01-10", "2024-02-10", "2023-11-01"),
        question=since,
        max_age_days=None,
        every="quarter",
    )
    assert found.verdict is Verdict.PENDING
    assert found.findings == ()


def test_no_column_fails_only_where_everything_was_seen(judged: Any) -> None:
    found = judged(home())
    assert found.verdict is Verdict.FAIL
    hidden = judged(home(gzdt="部门动态"), unseen("gzdt/"))
    assert (hidden.verdict, hidden.reason) == (Verdict.REVIEW, Reason.BLOCKED)


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.TIMEOUT, Outcome.NOT_REACHED])
def test_a_column_that_was_not_seen_is_for_a_person(judged: Any, outcome: Outcome) -> None:
    found = judged(home(gzdt="工作动态"), unseen("gzdt/", outcome, None))
    assert found.verdict is Verdict.REVIEW
    assert found.findings == ()


def test_items_without_days_are_for_a_person(judged: Any) -> None:
    pages = home(gzdt="工作动态")
    rows = "".join(f"<li><a href=/gzdt/{n}.html>{title}</a></li>" for n, title in enumerate(NEWS))
    pages["/gzdt/"] = f"<title>工作动态</title><ul>{rows}</ul>"
    pages |= {
        f"/gzdt/{n}.html": f"<title>{title}</title><p>正文。</p>" for n, title in enumerate(NEWS)
    }
    found = judged(pages)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.TOO_FEW)


def test_a_script_may_bring_newer_ones(judged: Any) -> None:
    """Two old rows in the source, and a script that asks for more."""
    pages = news("2026-01-01", "2025-04-01", "2025-03-01")
    pages["/gzdt/"] += "<script>$.post('/api/list',{id:5},function(d){$('#list').html(d)})</script>"
    found = judged(pages)
    assert found.verdict is Verdict.REVIEW
    assert found.findings == ()


def test_titles_count_wherever_they_stand(judged: Any) -> None:
    pages = home(tzgg="通知公告") | column("tzgg", "通知公告", ["县应急演练通报", *NEWS[:2]])
    found = judged(pages, names=[], title_any=["演练"])
    assert found.verdict is Verdict.PASS
    assert found.slots["title"] == "县应急演练通报"


def with_two_below(second: str) -> dict[str, str]:
    """A column without rows of its own, over one with old rows in order and a second one."""
    titles = [f"关于第{number}个项目的公示" for number in range(6)]
    days = [f"2025-01-{20 - number}" for number in range(6)]
    below = "<ul><li><a href=/gzdt/a/>公示</a></li><li><a href=/gzdt/b/>动态</a></li></ul>"
    return (
        home(gzdt="工作动态")
        | {"/gzdt/": f"<title>工作动态</title>{below}"}
        | column("gzdt/a", "公示", titles, days)
        | {"/gzdt/b/": f"<title>动态</title>{second}"}
    )


def test_an_ordered_list_vouches_for_itself_and_not_for_the_one_beside_it(judged: Any) -> None:
    """What only a script shows below one part of a column is not made up for by another part."""
    by_script = "<div id=app></div><script src=/js/app.js></script>"
    found = judged(with_two_below(by_script))
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.SCRIPT_ONLY, ())
    old = "<ul><li><a href=/gzdt/a/0.html>关于第0个项目的公示</a><span>2025-01-20</span></li></ul>"
    assert judged(with_two_below(old)).verdict is Verdict.FAIL


def test_what_a_script_turns_behind_a_first_page_in_order_is_older(judged: Any) -> None:
    titles = [f"关于第{number}个项目的公示" for number in range(6)]
    days = [f"2025-01-{20 - number}" for number in range(6)]
    pages = home(gzdt="工作动态") | column("gzdt", "工作动态", titles, days)
    pages["/gzdt/"] += "<div>共 5 页</div>"
    assert judged(pages).verdict is Verdict.FAIL
    pages["/gzdt/"] = pages["/gzdt/"].replace("2025-01-16", "2025-02-16")
    found = judged(pages)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.SCRIPT_ONLY)


def test_a_column_that_is_a_picture_is_for_a_person_and_an_empty_one_is_not(judged: Any) -> None:
    around = home(gzdt="工作动态")
    picture = judged(around | {"/gzdt/": "<title>工作动态</title><img src=1.jpg width=900>"})
    assert (picture.verdict, picture.reason, picture.findings) == (
        *(Verdict.REVIEW, Reason.IMAGE_ONLY),
        (),
    )
    assert judged(around | {"/gzdt/": ""}).verdict is Verdict.FAIL


def test_a_dead_column_fails_only_where_the_rest_was_seen(judged: Any) -> None:
    gone = unseen("gzdt/", Outcome.NOT_FOUND, 404)
    others = {f"c{n}": f"栏目{n}" for n in range(4)}
    pages = home(gzdt="工作动态", **others) | {f"/{path}/": "<p>内容</p>" for path in others}
    found = judged(pages, gone)
    assert (found.verdict, found.slots["column"]) == (Verdict.FAIL, "没有找到")
    hidden = judged(
        {url: body for url, body in pages.items() if url != "/c3/"}, gone, unseen("c3/")
    )
    assert (hidden.verdict, hidden.reason, hidden.findings) == (Verdict.REVIEW, Reason.BLOCKED, ())


def test_of_very_many_columns_of_one_name_some_were_not_read(judged: Any) -> None:
    """Each village's page has one, and any may hold the new row."""
    names = [f"v{n}" for n in range(12)]
    pages = home(**dict.fromkeys(names, "工作动态"))
    for name in names:
        pages |= column(name, "工作动态", [f"{name}村工作会议召开"], ["2025-01-01"])
    found = judged(pages)
    assert (found.verdict, found.reason, found.findings) == (Verdict.REVIEW, Reason.BUDGET, ())
    assert found.slots["items"] == "8"
    few = {url: body for url, body in pages.items() if url[:3] not in {"/v8", "/v9", "/v1"}}
    few["/"] = home(**dict.fromkeys(names[2:8], "工作动态"))["/"]
    assert judged(few).verdict is Verdict.FAIL
