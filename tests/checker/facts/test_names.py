from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.names import NameMatch, named, normal


@pytest.mark.parametrize(
    "text", ["城乡规划公示", "批前公示", "计划总结", "考试计划", "规划", "计划", ""]
)
def test_a_plans_column_is_not_mistaken(text: str) -> None:
    assert named(text, ["规划计划"]) is None


@pytest.mark.parametrize(
    "text",
    [
        "规划计划",
        "【规划计划】",
        "规 划 计 划",
        "规划计划（12）",
        "·规划计划 更多>>",
        "规划計劃".replace("計劃", "计划"),
    ],
)
def test_the_same_name_in_other_dress_is_exact(text: str) -> None:
    found = named(text, ["规划信息", "规划计划"])
    assert found is not None
    assert (found.name, found.match) == ("规划计划", NameMatch.EXACT)


def test_a_little_longer_is_contained_and_much_longer_is_nothing() -> None:
    found = named("本县规划计划", ["规划计划"])
    assert found is not None
    assert found.match is NameMatch.CONTAINED
    assert named("关于印发规划计划编制办法的通知", ["规划计划"]) is None


def test_an_excluded_word_wins_over_an_exact_name() -> None:
    assert named("规划信息", ["规划信息"], exclude=["规划信息"]) is None
    assert named("规划信息中心", ["规划信息"], exclude=["规划信息中心"]) is None


def test_an_exact_name_wins_over_one_contained() -> None:
    found = named("规划计划专栏", ["规划计划", "规划计划专栏"])
    assert found is not None
    assert found.name == "规划计划专栏"


@given(st.text(max_size=60), st.lists(st.text(max_size=10), max_size=4))
def test_any_text_may_come(text: str, names: list[str]) -> None:
    found = named(text, names)
    assert found is None or normal(found.name) in normal(text)
