import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.messages import TemplateError, fill, slots


def test_slots_are_told_once_and_in_order():
    assert slots("{b} 有 {a}，{b}") == ("b", "a")


def test_values_are_put_in_as_they_are():
    assert fill("{url} 共 {n} 条", {"url": "http://a/{n}", "n": 3}) == "http://a/{n} 共 3 条"


def test_doubled_braces_are_braces():
    assert fill("{{{n}}} {{n}}", {"n": 1}) == "{1} {n}"
    assert slots("{{n}}") == ()


@pytest.mark.parametrize(
    "odd", ["{", "}", "{n", "n}", "{N}", "{}", "{n.x}", "{n[0]}", "{n!r}", "{n:>9}", "{ n }"]
)
def test_odd_braces_are_refused(odd):
    with pytest.raises(TemplateError, match="花括号不成对或槽位名无效"):
        slots(f"共 {odd} 条")


def test_a_missing_value_is_named():
    with pytest.raises(TemplateError, match="缺少槽位的值：b、c"):
        fill("{a}{b}{c}", {"a": 1})


@given(st.text(alphabet="ab{} "))
def test_a_template_is_refused_or_filled(template):
    try:
        named = slots(template)
    except TemplateError:
        return
    filled = fill(template, dict.fromkeys(named, "值"))
    assert filled.count("值") >= len(named)
