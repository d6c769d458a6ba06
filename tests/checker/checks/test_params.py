"""Parameters that do not fit are refused where they stand, with what to write instead: all checks."""

from __future__ import annotations

import pytest

from checker.catalogue import checks, rule_problems
from rules.loader import parse_rule

RULE = """\
id: my-rule
title: 某项要求
check: {check}
params:
  {params}
pass_when: 有
how_checked: 看
fix: 建
messages: {{pass: 有, fail: 无, review: 不明}}
timing: continuing
known_limits: 无
"""
FITTING = {
    "answers_in_time": "seconds: 3",
    "collect_evidence": "question: 有没有公开",
    "column_complete": "parts: [职能, 领导]",
    "column_fresh": "{names: [要闻], max_age_days: 14}",
    "columns_filled": "max_empty: 0",
    "columns_fresh": "classes: [{what: 动态类, names: [要闻], max_age_days: 14}]",
    "interval_between": "{of: letter_reply, limit: 5, unit: workday}",
    "matches_reference": "{names: [目录], reference: [教育]}",
    "personal_data_leak": "title_any: [公示]",
    "ratio_at_least": "of: letters_answered",
    "series_complete": "names: [公报]",
    "service_online": "{what: 检索, entry_names: [搜索]}",
    "site_available": "days: 7",
    "site_identity": "marks: [icp]",
    "table_identities": "trend: true",
    "text_overlap": "max_overlap: 0.5",
    "typo_dictionary": "max_slips: 0",
    "units_covered": "{title_any: [预算], units: [县财政局]}",
}


def problems(check: str, params: str) -> list[str]:
    indented = params if params.startswith("{") else f"{params}"
    text = RULE.format(check=check, params=indented)
    return [str(problem) for problem in rule_problems(parse_rule(text, "library/my-rule.yaml"))]


@pytest.mark.parametrize("check", sorted(FITTING))
def test_what_fits_is_no_problem(check: str) -> None:
    """So the refusals below are of the parameter that they name."""
    assert check in checks()
    assert problems(check, FITTING[check]) == []


@pytest.mark.parametrize(
    ("check", "params", "words"),
    [
        ("answers_in_time", "seconds: 0", "大于 0"),
        ("answers_in_time", "min_share: 1.5", "不大于 1"),
        ("collect_evidence", "title_any: [公示]", "question"),
        ("collect_evidence", "{question: 有吗, title_any: ['(']}", "正则表达式"),
        ("column_complete", "parts: []", "至少"),
        ("column_complete", "{parts: [甲], max_clicks: 11}", "不大于 10"),
        ("collect_evidence", "{question: 有吗, title_any: ['临汾市(?!尧都)']}", "不支持；请"),
        ("site_identity", "{domain_pattern: '(a)\\1'}", "反向引用"),
        ("column_fresh", "max_age_days: 14", "names 和 title_any 至少写一个"),
        ("column_fresh", "names: [要闻]", "max_age_days 和 every 至少写一个"),
        ("column_fresh", "{names: [要闻], every: week}", "every"),
        ("columns_filled", "max_empty: -1", "不小于 0"),
        ("columns_fresh", "classes: []", "至少"),
        ("columns_fresh", "classes: [{what: 动态类, names: [要闻], max_age: 14}]", "max_age"),
        ("interval_between", "{of: letter_reply, limit: 5, unit: week}", "workday"),
        ("interval_between", "{of: letter_reply, unit: day}", "limit"),
        ("matches_reference", "{names: [目录], reference: []}", "至少"),
        ("matches_reference", "{names: [目录], reference: [教育], min_share: 0}", "大于 0"),
        ("personal_data_leak", "kinds: [name]", "kinds"),
        ("ratio_at_least", "of: letters", "letters_answered"),
        ("ratio_at_least", "{of: letters_answered, r: 80}", "不大于 1"),
        ("series_complete", "n: 3", "names 和 title_any 至少写一个"),
        ("series_complete", "{names: [公报], n: 0}", "不小于 1"),
        ("service_online", "what: 检索", "entry_names"),
        ("service_online", "{what: 检索, entry_names: 搜索}", "列表"),
        ("site_available", "per_day: 0", "不小于 1"),
        ("site_identity", "marks: [beian]", "icp"),
        ("site_identity", "domain_pattern: '('", "正则表达式"),
        ("table_identities", "by: 3月31日", "by"),
        ("table_identities", "trend: 也许", "true"),
        ("text_overlap", "max_overlap: 2", "不大于 1"),
        ("typo_dictionary", "max_slips: -1", "不小于 0"),
        ("units_covered", "title_any: [预算]", "units 和 units_from 至少写一个"),
        ("units_covered", "{title_any: [预算], units: [甲局], by: 02-30}", "by"),
    ],
)
def test_what_does_not_fit_is_refused_where_it_stands(check: str, params: str, words: str) -> None:
    """The line is that of the parameters; the words say what is wanted."""
    found = problems(check, params)
    assert found
    assert any(one.startswith("library/my-rule.yaml:") and words in one for one in found), found
    lines = {int(one.split(":")[1]) for one in found}
    assert lines <= {4, 5}, found
