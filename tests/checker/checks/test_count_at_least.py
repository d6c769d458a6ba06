from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from checker.checks.count_at_least import Params, count_at_least
from checker.judgement import Judgement, Question
from checker.results import Reason, Verdict

TOPICS = ["疫苗接种|疫苗", "隔离管控|隔离", "冷链物流|冷链"]
PROJECTS = {
    "title_any": ["民生实事.{0,8}清单"],
    "names": ["民生实事"],
    "distinct_by": "point",
    "n": 10,
}


def judge(
    portal: Any, pages: dict[str, str], as_of: date = date(2026, 6, 30), **params: Any
) -> Judgement:
    asked = Question("r", as_of)
    return count_at_least(Params.model_validate(params), portal(pages), asked)


def column(name: str, titles: list[str], body: str = "全文如下") -> dict[str, str]:
    rows = "".join(
        f"<li><a href=/c/{n}.html>{title}</a><span>2026-05-0{n}</span></li>"
        for n, title in enumerate(titles, 1)
    )
    articles = {
        f"/c/{n}.html": f"<title>{title}</title><h1>{title}</h1><p>发布日期：2026-05-0{n}</p>{body}"
        for n, title in enumerate(titles, 1)
    }
    return {
        "/": f"<a href=/c/>{name}</a>",
        "/c/": f"<title>{name}</title><ul>{rows}</ul>",
        **articles,
    }


def test_every_topic_wants_a_title_of_its_own(portal: Any) -> None:
    told = {"title_any": ["防疫|疫苗|隔离|冷链"], "distinct_by": "topic", "topics": TOPICS}
    few = ["疫苗接种点公告", "疫苗第二针通知", "集中隔离点的说明"]
    found = judge(portal, column("疫情防控", few), **told)
    assert found.verdict is Verdict.FAIL
    assert (found.slots["count"], found.slots["n"]) == ("2", "3")
    assert "没有看到：冷链物流" in found.why
    enough = judge(portal, column("疫情防控", [*few, "进口冷链食品提示"]), **told)
    assert enough.verdict is Verdict.PASS
    assert enough.slots["distinct"] == "冷链物流、隔离管控、疫苗接种"
    assert judge(portal, column("疫情防控", few), **told, n=2).verdict is Verdict.PASS


def test_the_topics_of_two_clauses_are_all_demanded() -> None:
    common = {"title_any": ["数据"], "distinct_by": "topic"}
    one = Params.model_validate({**common, "topics": ["气象", "交通"]})
    other = Params.model_validate({**common, "topics": ["教育", "气象"]})
    both = one.stricter(other, frozenset({"topics"}))
    assert both.topics == ["气象", "交通", "教育"]
    assert both.need == 3


@pytest.mark.parametrize(
    "wrong",
    [{"topics": ["气象"]}, {"distinct_by": "topic"}, {"distinct_by": "topic", "topics": ["气象|"]}],
)
def test_topics_that_say_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="topic"):
        Params.model_validate({"title_any": ["数据"], **wrong})


def test_the_points_of_a_list_are_counted_in_its_text(portal: Any) -> None:
    ten = "".join(f"<p>{n}、第{n}个项目</p>" for n in range(1, 11))
    pages = column("民生实事", ["2026年民生实事项目清单"], ten)
    found = judge(portal, pages, **PROJECTS)
    assert (found.verdict, found.slots["count"]) == (Verdict.PASS, "10")


def test_a_list_that_numbers_fewer_points_is_opened_by_a_person(portal: Any) -> None:
    pages = column("民生实事", ["2026年民生实事项目清单"], "<p>项目见附件</p>")
    found = judge(portal, pages, **PROJECTS)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)
    assert "没有编号到 10" in found.why


def test_without_any_list_there_are_no_points(portal: Any) -> None:
    found = judge(portal, column("民生实事", ["养老服务项目进展"]), **PROJECTS)
    assert found.verdict is Verdict.FAIL


def test_rows_of_a_column_that_bears_the_very_name_may_be_meant(portal: Any) -> None:
    told = {"title_any": ["应急预案"], "names": ["应急预案"], "n": 3}
    found = judge(portal, column("应急预案", ["防汛抗旱工作方案", "森林火灾处置办法"]), **told)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)
    assert "有 2 条信息，从标题看不出是不是" in found.why
    assert found.evidence[-1].url.endswith("/c/")
    assert judge(portal, column("应急预案", []), **told).verdict is Verdict.FAIL


EDITIONS = {
    "title_any": ["清单.{0,6}{edition}年版"],
    "names": ["清单"],
    "editions": {"2020": "2020-12-10", "2022": "2022-03-12", "2025": "2025-04-16"},
}


@pytest.mark.parametrize(
    ("held", "as_of", "verdict"),
    [
        ("2020", date(2021, 12, 31), Verdict.PASS),
        ("2022", date(2024, 12, 31), Verdict.PASS),
        ("2022", date(2025, 5, 31), Verdict.PASS),  # the new one is six weeks old
        ("2025", date(2025, 5, 31), Verdict.PASS),
        ("2022", date(2025, 12, 31), Verdict.FAIL),
        ("2020", date(2024, 12, 31), Verdict.FAIL),
    ],
)
def test_the_edition_in_force_on_the_day_asked_is_wanted(
    portal: Any, held: str, as_of: date, verdict: Verdict
) -> None:
    pages = {
        "/": "<a href=/c/>清单</a>",
        "/c/": f"<title>清单</title><ul><li><a href=/c/1.html>准入清单（{held}年版）</a></li></ul>",
        "/c/1.html": f"<title>准入清单（{held}年版）</title><h1>准入清单（{held}年版）</h1><p>全文</p>",
    }
    assert judge(portal, pages, as_of, **EDITIONS).verdict is verdict


def test_before_the_first_edition_known_nothing_can_be_said(portal: Any) -> None:
    pages = column("清单", ["准入清单（2019年版）"])
    found = judge(portal, pages, date(2020, 6, 30), **EDITIONS)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.ASSISTED)


@pytest.mark.parametrize(
    "wrong",
    [{"editions": {}}, {"editions": {"2020": "2020-13-01"}}, {"title_any": ["清单"]}],
)
def test_editions_are_written_with_their_days_and_asked_for(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Params.model_validate({**EDITIONS, **wrong})
