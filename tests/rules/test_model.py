import datetime as dt
from typing import get_args

import pytest
from pydantic import ValidationError

from checker import results
from rules.loader import parse_pack, parse_rule
from rules.problems import RuleErrors
from rules.rule_model import LevelName, ReasonName, Rule, VerdictName


@pytest.fixture
def rule(rule_text):
    return parse_rule(rule_text, "x/gates-open.yaml")


@pytest.fixture
def pack(pack_text):
    return parse_pack(pack_text, "x/town-2021.yaml")


def test_a_rule_has_what_its_file_says_and_the_agreed_defaults(rule):
    assert (rule.id, rule.check, rule.level, rule.timing) == (
        "gates-open",
        "gate_is_open",
        "required",
        "continuing",
    )
    assert rule.params == {"names": ["东门", "西门"], "max_clicks": "3"}
    assert rule.messages.by_verdict() == {
        "pass": "共 {gates} 个门开着",
        "fail": "有门关着",
        "review": "看不清",
    }
    assert str(rule.basis[0]) == "门禁规定　第一条"
    fog = rule.cases[2]
    assert (fog.expect, fog.reason, fog.fetched, fog.home) == (
        "review",
        "unreachable",
        {"/": "timeout"},
        "http://www.example.gov.cn/",
    )
    assert (fog.as_of, fog.pages, fog.redirects, fog.probes, fog.messages, fog.findings) == (
        None,
        {},
        {},
        [],
        [],
        None,
    )
    assert [case.decoy for case in rule.cases] == [False, False, False, True]


def test_messages_for_all_verdicts_come_in_a_fixed_order(rule_text):
    text = rule_text.replace(
        "  pass: 共", "  not_applicable: 不适用\n  pending: 未到期\n  pass: 共"
    )
    messages = parse_rule(text, "gates-open.yaml").messages
    assert list(messages.by_verdict()) == ["pass", "fail", "review", "pending", "not_applicable"]


def test_a_pack_has_what_its_file_says(pack):
    assert (pack.id, pack.version, pack.document.number) == (
        "town-2021",
        "1",
        "第 1 号",
    )
    assert (pack.document.issued, pack.document.url) == (dt.date(2021, 7, 15), None)
    first, second = pack.clauses
    assert (first.modality, first.responsible, first.question) == ("duty", ["办公室"], None)
    assert (second.rules, second.question) == ([], "工作人员态度是否和气？")


def test_every_part_knows_its_file_and_line(rule, pack, rule_text, pack_text):
    lines = rule_text.splitlines()
    assert rule.source.path == "x/gates-open.yaml"
    assert rule.source.text == rule_text
    assert rule.source.line("params", "max_clicks") == lines.index("  max_clicks: 3") + 1
    assert rule.messages.source.line("fail") == lines.index("  fail: 有门关着") + 1
    assert rule.cases[3].source.line("decoy") == lines.index("    decoy: true") + 1
    use = pack.clauses[0].rules[0]
    assert use.source.line() == pack_text.splitlines().index("    rules: [gates-open]") + 1


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(VerdictName, results.Verdict), (LevelName, results.Level), (ReasonName, results.Reason)],
)
def test_the_words_of_rule_files_are_those_of_the_results(ours, theirs):
    assert set(get_args(ours)) == {str(word) for word in theirs}


def test_models_cannot_be_changed(rule):
    with pytest.raises(ValidationError, match="frozen"):
        rule.title = "另一个"


def test_a_rule_made_in_memory_has_a_harmless_source(rule):
    made = Rule.model_validate(rule.model_dump(by_alias=True))
    assert made.source.line("params") == 1
    assert made.cases[0].name == rule.cases[0].name


def use_of(pack_text, use):
    return parse_pack(pack_text.replace("[gates-open]", use), "town-2021.yaml").clauses[0].rules[0]


def test_what_a_document_prints_stands_before_defaults_and_those_before_the_rule(pack_text):
    use = use_of(
        pack_text,
        "[{rule: gates-open, params: {n: 5}, also: {names: [北门, 东门]}, defaults: {r: 0.9}}]",
    )
    own = {"n": "1", "r": "1", "names": ["东门", "西门"], "what": "门"}
    assert use.over(own) == {
        "n": "5",
        "r": "0.9",
        "names": ["东门", "西门", "北门"],
        "what": "门",
    }
    assert use.stated == {"n", "r", "names"}
    assert use.over({})["names"] == ["北门", "东门"]
    assert own["names"] == ["东门", "西门"]


def test_a_parameter_is_written_in_one_place_only(pack_text):
    text = pack_text.replace(
        "[gates-open]", "[{rule: gates-open, params: {n: 5}, defaults: {n: 2}}]"
    )
    with pytest.raises(RuleErrors) as raised:
        parse_pack(text, "town-2021.yaml")
    (problem,) = raised.value.problems
    assert "“n”写了两处" in problem.message
    assert "defaults" in problem.remedy
