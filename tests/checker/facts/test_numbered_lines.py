from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.numbered_lines import numbered_points


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("一、建学校\n二、修路\n三、养老", 3),
        ("1.建学校\n2．修路\n（3）养老", 3),
        ("序号\n项目\n1\n建学校\n2\n修路", 2),  # cells of a table
        ("一、总体安排\n1. 甲\n2. 乙\n二、要求\n1. 丙\n2. 丁\n3. 戊", 3),
        ("第十项 养老", 0),  # nothing before it
        ("2021年十件民生实事\n2021.5.6", 0),
        ("一是建学校，二是修路", 0),
        ("1.5公里的路\n2.8亿元", 0),
        ("", 0),
    ],
)
def test_points_are_counted_as_they_are_numbered(text: str, points: int) -> None:
    assert numbered_points(text.splitlines()) == points


@given(st.integers(1, 99), st.text(max_size=40))
def test_a_list_of_digits_is_counted_to_its_end(n: int, noise: str) -> None:
    lines = [f"{number}、项目" for number in range(1, n + 1)]
    assert numbered_points(lines) == n
    assert numbered_points(noise.splitlines()) >= 0
