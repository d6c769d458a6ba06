"""Patterns of rules are searched in time proportional to the text, mean what Python's mean, or are refused in words."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.patterns import MAX_LENGTH, Pattern, PatternError
from tests.growth import growth


@pytest.mark.parametrize(
    "pattern",
    [
        "(.+)+完结篇",
        "(?:a*)*b",
        "((年报)*报告){2,}",
        "([^)]+)*x",
        "(?P<n>.{0,9}){1,30}x",
        "(报告|报)+x",
        ".*a.*b.*c.*d",
        "(a+)+?b",
        "((a|aa){9}){9}b",
        "a?" * 30 + "a" * 30,
        r"(?:\(+)+x",
        "(a|b)*a(a|b){90}c",
    ],
)
def test_no_pattern_makes_time_grow_faster_than_the_text(pattern: str) -> None:
    """With Python's own matcher each of these runs for minutes, or for ever, on a title."""
    wanted = Pattern(pattern)
    assert growth(lambda size: wanted.search(("年报" + "ab(" + "报告") * size), 4_000) < 4


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("临汾市(?!尧都)", "前后查看"),
        ("(?=年报)公开", "前后查看"),
        ("(?<=县)公开", "前后查看"),
        (r"(报)\1", "反向引用"),
        ("(?P<a>报)(?P=a)", "反向引用"),
        ("(?>报+)告", "原子组"),
        (r"\b年报", "词边界"),
        (r"[\S]", "方括号里"),
        ("(年报", "没有配对的“）”".replace("）", ")")),
        ("年报)|(?:报", "多了一个"),
        ("[年报", "没有配对的“]”"),
        ("*年报", "没有可重复的字"),
        ("年报**", "重复符号叠在一起"),
        ("年{1001}", "1000"),
        ("年\\", "反斜杠"),
        (r"\q", "反斜杠"),
        ("年" * (MAX_LENGTH + 1), "个字符"),
        (".{0,900}" * 4, "过大"),
        pytest.param("\ud800", "写法有误", id="half a surrogate pair"),
    ],
)
def test_what_cannot_be_searched_so_is_refused_in_words(pattern: str, why: str) -> None:
    with pytest.raises(PatternError, match=re.escape(why)):
        Pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (
            "2025年度?.{0,30}信息公开(工作)?(年度(工作)?报告|年报)",
            "某县2025年度政府信息公开工作年度报告",
        ),
        (r"年报[（(【\[]?2025年?", "年报[2025年"),
        (r"第\d{1,2}期", "第１２期"),
        (r"^\w+$", "政务公开_2"),
        (r"[\w·]+局", "医保·局"),
        (r"[\d—]{4}", "２0—1"),
        (r"a\sb", "a\u3000b"),
        (r"[\s]b", "a\x1cb"),
        (r"\D\W\S", "年（报"),
        ("[]年]", "]"),
        ("[^]年]", "报"),
        (r"[a[b]", "["),
        (r"a{,3}$", "aaaa"),
        (r"\u5e74\U000062a5", "年报"),
        (r"报告\Z", "报告"),
        ("(?i)vr|5g", "5G"),
        (r"\{a\}", "{a}"),
        (r"规划(?:纲要)?$", "规划纲要"),
    ],
)
def test_it_means_what_python_means(pattern: str, text: str) -> None:
    assert Pattern(pattern).search(text)
    assert re.search(pattern, text)


_PIECES = st.sampled_from([
    "年", "报", ".", r"\d", r"\w", r"\s", r"\D", "[年报]", "[^年]", r"[\d年]", "(?:年|报)", "(报|)", "^", "$", "a", "2",
])  # fmt: skip
_TIMES = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{0,3}", "{,2}", "+?"])
_PARTS = st.tuples(_PIECES, _TIMES).map(
    lambda part: part[0] if part[0] in {"^", "$"} else "".join(part)
)


@given(st.lists(_PARTS, min_size=1, max_size=6), st.text("年报a2２ （\u3000_é①", max_size=8))
def test_any_pattern_means_what_python_means(parts: list[str], text: str) -> None:
    pattern = "".join(parts)
    assert Pattern(pattern).search(text) == bool(re.search(pattern, text))


@given(st.text(alphabet="a(.+*?)[]\\{}1,|^dwu", max_size=40))
def test_any_text_may_come(pattern: str) -> None:
    with contextlib.suppress(PatternError):
        assert Pattern(pattern).search("a") in {True, False}


def test_half_a_surrogate_pair_in_a_title_ends_nothing() -> None:
    assert Pattern("年报").search("年报\ud800")


def test_the_ends_of_a_pattern_are_those_of_a_title() -> None:
    titles = "年报\n预算".encode()
    assert Pattern("^预算$").first(titles, 0) == len("年报\n".encode())
    assert Pattern("年[^公]{2}").first(titles, 0) is None
    assert Pattern(r"报\s*预").first(titles, 0) is None
