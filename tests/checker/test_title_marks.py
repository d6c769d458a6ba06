"""Marks within marks become single ones; nothing else of a text changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.title_marks import nested


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("如《《办法》政策解读》", "如《〈办法〉政策解读》"),
        (
            "《一图读懂《方案》》和《《甲》与《乙》对照》",
            "《一图读懂〈方案〉》和《〈甲〉与〈乙〉对照》",
        ),
        ("《甲》、《乙》", "《甲》、《乙》"),
        ("没有书名号", "没有书名号"),
        ("《《截断的标题", "《《截断的标题"),
        ("甲》《乙", "甲》《乙"),
    ],
)
def test_examples(given_: str, wanted: str) -> None:
    assert nested(given_) == wanted


@given(st.text(alphabet="《》〈〉甲"))
def test_only_marks_change_and_once_is_enough(text: str) -> None:
    told = nested(text)
    assert told.translate({ord("〈"): "《", ord("〉"): "》"}) == text.translate(
        {ord("〈"): "《", ord("〉"): "》"}
    )
    assert nested(told) == told
