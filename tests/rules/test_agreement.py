import pytest

from rules.agreement import library_problems
from rules.loader import parse_pack, parse_rule
from rules.strict_yaml import RuleErrors


def problems(parse, text, path):
    with pytest.raises(RuleErrors) as caught:
        parse(text, path)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def test_a_rule_is_named_as_its_file(rule_text):
    assert problems(parse_rule, rule_text, "lib/gate.yaml") == [
        (1, "编号“gates-open”与文件名“gate.yaml”不同")
    ]


def test_a_pack_is_named_as_its_file_and_its_clauses_as_the_pack(pack_text):
    text = pack_text.replace("id: town-2021/1b", "id: city-2021/1b")
    assert problems(parse_pack, text, "packs/town.yaml") == [
        (1, "编号“town-2021”与文件名“town.yaml”不同"),
        (text.splitlines().index("  - id: city-2021/1b") + 1, "条款编号“city-2021/1b”不属于本包"),
    ]


def test_clause_ids_are_unique(pack_text):
    text = pack_text.replace("town-2021/1b", "town-2021/1a")
    first, second = (n for n, line in enumerate(text.splitlines(), 1) if "id: town-2021/1a" in line)
    assert problems(parse_pack, text, "town-2021.yaml") == [
        (second, f"条款编号“town-2021/1a”重复，第 {first} 行已有")
    ]


def test_a_clause_has_a_rule_or_a_question(pack_text):
    text = pack_text.replace("    question: 工作人员态度是否和气？\n", "")
    ((line, message),) = problems(parse_pack, text, "town-2021.yaml")
    assert (line, message) == (
        text.splitlines().index("  - id: town-2021/1b") + 1,
        "条款“town-2021/1b”既没有规则也没有问题",
    )


def test_a_clause_names_a_rule_once(pack_text):
    text = pack_text.replace("[gates-open]", "[gates-open, gates-open]")
    ((_, message),) = problems(parse_pack, text, "town-2021.yaml")
    assert message == "规则“gates-open”在本条款写了两次"


def test_a_pack_names_only_known_rules_and_is_told_the_closest(rule_text, pack_text):
    rule = parse_rule(rule_text, "gates-open.yaml")
    pack = parse_pack(pack_text.replace("gates-open", "gate-open"), "town-2021.yaml")
    (problem,) = library_problems([rule], [pack], {"gates-open", "links", "ipv6", "plans-column"})
    assert problem.message == "规则库里没有“gate-open”"
    assert "相近的有 gates-open、" in problem.remedy
    assert problem.line == pack_text.splitlines().index("    rules: [gates-open]") + 1


def test_a_pack_is_not_blamed_for_a_rule_file_that_cannot_be_read(pack_text):
    pack = parse_pack(pack_text, "town-2021.yaml")
    assert list(library_problems([], [pack], {"gates-open"})) == []


def test_ids_are_unique_over_files(rule_text):
    rules = [parse_rule(rule_text, f"{folder}/gates-open.yaml") for folder in "ab"]
    (problem,) = library_problems(rules, [], {"gates-open"})
    assert str(problem).startswith(
        "b/gates-open.yaml:1: 编号“gates-open”已被 a/gates-open.yaml 使用"
    )
