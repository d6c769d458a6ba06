import pytest

from rules.loader import parse_pack, parse_rule
from rules.strict_yaml import RuleErrors


def problems(parse, text, path):
    with pytest.raises(RuleErrors) as caught:
        parse(text, path)
    return caught.value.problems


def of_rule(text):
    return problems(parse_rule, text, "gates-open.yaml")


def of_pack(text):
    return problems(parse_pack, text, "town-2021.yaml")


def test_several_errors_come_at_once_each_with_its_line(rule_text):
    text = (
        rule_text.replace("check: gate_is_open", "check: Gate-Is-Open")
        .replace("fix: 把门打开\n", "fux: 把门打开\n")
        .replace("timing: continuing", "timing: always")
        .replace("confidence: A", "confidence: E")
        .replace("expect: review", "expect: perhaps")
    )
    lines = text.splitlines()
    found = {problem.line: problem.message for problem in of_rule(text)}
    assert found == {
        1: "缺少“fix”",
        3: "“check”的写法“Gate-Is-Open”不对",
        lines.index("fux: 把门打开") + 1: "不认识的键“fux”",
        lines.index("timing: always") + 1: "“timing”不能写“always”",
        lines.index("  - {doc: 门禁规定, item: 第一条, confidence: E}")
        + 1: "basis 第 1 项 “confidence”不能写“E”",
        lines.index("    expect: perhaps") + 1: "cases 第 3 项 “expect”不能写“perhaps”",
    }


def test_an_unknown_key_is_answered_with_the_closest_known_one(rule_text):
    missing, unknown = of_rule(rule_text.replace("known_limits:", "known_limit:"))
    assert missing.message == "缺少“known_limits”"
    assert unknown.remedy.startswith("改为“known_limits”或删去；可用的键：")


def test_an_unknown_key_deep_inside_is_answered_from_its_own_model(rule_text):
    (problem,) = of_rule(rule_text.replace("    reason: unreachable", "    reasom: unreachable"))
    assert problem.message == "cases 第 3 项 不认识的键“reasom”"
    assert problem.remedy.startswith("改为“reason”或删去")
    assert problem.line == rule_text.splitlines().index("    reason: unreachable") + 1


def test_a_missing_key_says_what_it_is_for(rule_text):
    (problem,) = of_rule(rule_text.replace("  fail: 有门关着\n", ""))
    assert (problem.message, problem.remedy) == (
        "messages 缺少“fail”",
        "补上 fail:（不合格时的提示语）",
    )
    assert problem.line == rule_text.splitlines().index("messages:") + 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: 大门开着", "title: [大门, 开着]", "“title”应当是一段文字"),
        ("title: 大门开着", "title:", "“title”没有内容"),
        ("title: 大门开着", "title: null", "“title”写的是 null"),
        ("  names: [东门, 西门]\n  max_clicks: 3\n", "  - 东门\n", "“params”应当是“键: 值”的对照"),
        (
            "  fail: 有门关着",
            "  fail: 有 {gates 关着",
            "messages “fail”：花括号不成对或槽位名无效：{gates 关着",
        ),
        ("  fail: 有门关着", "  fail: {a: b}", "messages “fail”应当是一段文字"),
        (
            "  - {doc: 门禁规定, item: 第一条, confidence: A}",
            "  doc: 门禁规定",
            "“basis”应当是列表",
        ),
        (
            "  - {doc: 门禁规定, item: 第一条, confidence: A}",
            "  - 门禁规定",
            "basis 第 1 项 应当是“键: 值”的对照",
        ),
        (
            "fetched: {/: timeout}",
            "fetched: {/: Timed out}",
            "cases 第 3 项 fetched “/”的写法“Timed out”不对",
        ),
        (
            "fetched: {/: timeout}",
            "fetched: {a: timeout}",
            "cases 第 3 项 fetched “a”的写法“a”不对",
        ),
        ("decoy: true", "decoy: yes", "cases 第 4 项 “decoy”的“yes”不是 true 或 false"),
        ("reason: unreachable", "as_of: 2026-13-01", "cases 第 3 项 “as_of”的“2026-13-01”不是日期"),
        (
            "    reason: unreachable\n",
            "    pages: {/: <p>}\n",
            "cases 第 3 项 案例里“/”写了两种结果",
        ),
    ],
)
def test_a_wrong_kind_of_value_is_said_in_words(rule_text, old, new, message):
    assert old in rule_text
    (problem,) = of_rule(rule_text.replace(old, new))
    assert problem.message == message
    assert problem.remedy


def test_the_line_is_that_of_the_wrong_value(rule_text):
    (problem,) = of_rule(rule_text.replace("decoy: true", "decoy: yes"))
    assert problem.line == rule_text.splitlines().index("    decoy: true") + 1


def test_a_clause_rule_is_an_id_or_a_mapping(pack_text):
    bare = parse_pack(pack_text, "town-2021.yaml").clauses[0].rules[0]
    assert (bare.rule, bare.params, bare.level) == ("gates-open", {}, None)
    text = pack_text.replace(
        "[gates-open]", "[{rule: gates-open, params: {max_clicks: 2}, level: advisory}]"
    )
    full = parse_pack(text, "town-2021.yaml").clauses[0].rules[0]
    assert (full.rule, full.params, full.level) == ("gates-open", {"max_clicks": "2"}, "advisory")


def test_a_wrong_clause_rule_is_told_with_its_place(pack_text):
    (problem,) = of_pack(pack_text.replace("[gates-open]", "[Gates]"))
    assert problem.message == "clauses 第 1 项 rules 第 1 项 “rule”的写法“Gates”不对"
    assert problem.line == pack_text.splitlines().index("    rules: [gates-open]") + 1


def test_a_pack_without_clauses_is_refused(pack_text):
    (problem,) = of_pack(pack_text.partition("clauses:")[0] + "clauses: []\n")
    assert problem.message == "“clauses”是空的"


def test_html_of_a_case_is_kept_to_the_letter(rule_text):
    text = rule_text.replace(
        "pages: {/: <p>关</p>}",
        "pages:\n      /: |\n        <p>\n          关， 着\n        </p>\n",
    )
    assert parse_rule(text, "gates-open.yaml").cases[1].pages == {"/": "<p>\n  关， 着\n</p>\n"}
