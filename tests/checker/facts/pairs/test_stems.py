from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.pairs.stems import SAME, jaccard, likeness, stem

DRAFT = "关于公开征求《甲县农村公路养护管理办法（征求意见稿）》意见的公告"


@pytest.mark.parametrize(
    "other",
    [
        "关于《甲县农村公路养护管理办法（征求意见稿）》征求意见情况的反馈",
        "《甲县农村公路养护管理办法》意见征集结果反馈",
        "关于甲县农村公路养护管理办法公开征求意见采纳情况的公告",
        "甲县交通运输局关于征集《甲县农村公路养护管理办法》（草案）修改意见的通知",
        "甲县人民政府办公室关于印发《甲县农村公路养护管理办法》的通知",
        "一图读懂《甲县农村公路养护管理办法》",
        "【图解】农村公路养护管理办法",
        "农村公路养护管理办法解读",
        "“农村公路养护管理办法”新闻发布会实录",
    ],
)
def test_titles_of_one_thing_have_one_stem(other):
    assert likeness(stem(DRAFT), stem(other)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (DRAFT, "关于《乙县农村公路养护管理办法》征求意见情况的反馈"),
        (DRAFT, "关于《甲县城镇燃气管理办法（征求意见稿）》征求意见情况的反馈"),
        (
            "关于征求2023年度重大行政决策事项目录意见的公告",
            "2024年度重大行政决策事项目录征求意见反馈",
        ),
        ("二〇二三年重大事项目录征求意见", "2024年重大事项目录征求意见反馈"),
        ("青石镇控制性详细规划征求意见", "柳河镇控制性详细规划征求意见反馈"),
        (
            "第一批不动产登记历史遗留问题项目征求意见",
            "第二批不动产登记历史遗留问题项目征求意见反馈",
        ),
        ("甲县“十三五”卫生健康事业发展规划解读", "甲县“十四五”卫生健康事业发展规划"),
        (
            "关于《甲县贯彻〈土地管理法〉实施办法》征求意见",
            "《土地管理法》学习宣传活动方案征求意见反馈",
        ),
        ("意见征集", "意见反馈"),
        ("通知公告", "公告"),
        ("", ""),
    ],
)
def test_titles_of_different_things_are_told_apart(one, other):
    assert likeness(stem(one), stem(other)) < SAME


def test_a_word_of_the_county_is_no_place_name():
    assert stem("加强农村公路养护").places == frozenset()
    assert stem("全县城乡居民医疗救助").places == frozenset()


def test_pairs_of_characters_in_common():
    assert jaccard("", "") == 0
    assert jaccard("甲", "乙") == 0
    assert jaccard("甲", "甲") == 1
    assert jaccard("甲乙丙", "甲乙丁") == pytest.approx(1 / 3)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_titles_are_compared_both_ways_alike(one, other):
    value = likeness(stem(one), stem(other))
    assert 0 <= value <= 1
    assert value == likeness(stem(other), stem(one))


@pytest.mark.parametrize("piece", ["《", "关于", "征求意见稿", "（稿", "甲镇"])
def test_a_hostile_title_costs_little(piece):
    began = process_time()
    stem(piece * 50_000)
    assert process_time() - began < 20
