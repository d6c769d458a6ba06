from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.patterns import too_dear


@pytest.mark.parametrize(
    "pattern",
    [
        "(.+)+完结篇",
        "(?:a*)*b",
        "((年报)*报告){2,}",
        "([^)]+)*x",
        "(?P<n>.{0,30}){1,30}x",
        "(报告|报)+x",
        ".*a.*b.*c.*d",
        "(a+)+?b",
        "(?:(?:a?){9}){9}b",
        "((a|aa){9}){9}b",
        "a{1,99}" * 4 + "b",
        "a?" * 30,
        r"(?:\(+)+x",
        "年" * 400,
    ],
)
def test_what_could_run_for_minutes_is_refused(pattern: str) -> None:
    assert too_dear(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "{year}年度?.{0,30}信息公开(工作)?(年度(工作)?报告|年报)",
        "信息公开(工作)?(年度(工作)?报告|年报)[（(【\\[]?{year}年?度?",
        "(做好|编制|报送|起草).{0,50}(通知|方案)",
        "(.+)?报告",
        r"[+*(]+报告\(+",
        "(?:ab){2,3}",
        "^[^)(]*$",
        "(?=.*年报).*公开",
    ],
)
def test_ordinary_patterns_are_welcome(pattern: str) -> None:
    assert too_dear(pattern) is None


@given(st.text(alphabet="a(.+*?)[]\\{}1,|^", max_size=40))
def test_any_text_may_come(pattern: str) -> None:
    assert too_dear(pattern) is None or too_dear(pattern)
