from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.issuers import Issuer, whose

NAMES = ("桃县人民政府", "桃县人民政府门户网站")


@pytest.mark.parametrize(
    "title",
    [
        "桃县2025年政府信息公开工作年度报告",
        "桃县人民政府2025年政府信息公开工作年度报告",
        "2025年度桃县人民政府信息公开工作年度报告",
        "2025年政府信息公开工作年度报告",
        "桃县2025年度政府信息公开工作年度报告.pdf",
    ],
)
def test_the_county_s_own(title: str) -> None:
    assert whose(title, NAMES) is Issuer.OWN


@pytest.mark.parametrize(
    "title",
    [
        "桃县教育局2025年政府信息公开工作年度报告",
        "2025年桃县红旗镇人民政府信息公开工作年度报告",
        "桃县东门街道办事处2025年政府信息公开年报",
        "桃县卫生健康委员会2025年政府信息公开工作年度报告",
        "桃县公安局 2025年政府信息公开工作年度报告",
    ],
)
def test_a_bureau_s_or_a_town_s(title: str) -> None:
    assert whose(title, NAMES) is Issuer.BELOW


def test_another_place_is_unsure() -> None:
    assert whose("杭州市2025年政府信息公开工作年度报告", NAMES) is Issuer.UNSURE


def test_places_whose_names_look_like_towns() -> None:
    assert whose("镇平县2025年政府信息公开工作年度报告", ("镇平县人民政府",)) is Issuer.OWN
    assert (
        whose("平潭综合实验区2025年度政府信息公开工作年度报告", ("平潭综合实验区党工委管委会",))
        is Issuer.OWN
    )


@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=3))
def test_any_title_may_come(title: str, names: list[str]) -> None:
    assert whose(title, names) in Issuer
