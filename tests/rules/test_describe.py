import typing

from rules.describe import CONFIDENCES, LEVELS, TIMINGS, VERDICTS, describe_rule
from rules.loader import parse_pack, parse_rule
from rules.rule_model import Basis, LevelName, Timing, VerdictName


def test_a_rule_is_told_as_a_clerk_reads_it(rule_text, pack_text):
    rule = parse_rule(rule_text, "gates-open.yaml")
    pack = parse_pack(pack_text, "town-2021.yaml")
    assert (
        describe_rule(rule, [pack])
        == """\
大门开着（gates-open）

级别：应达到
时间：长期有效，每次检查都看
什么情形合格：门开着
怎样检查：走过去看（检查方法：gate_is_open）
怎么改：把门打开
已知局限：夜里看不清

参数：
  · names = 东门、西门
  · max_clicks = 3

提示语：
  · 合格：共 {gates} 个门开着
  · 不合格：有门关着
  · 待人工核查：看不清

依据：
  · 门禁规定　第一条（原文，或多份来源一致）

用于条款：
  · town-2021/1a　大门常开（某镇 2021 年工作要点，一、（一））

案例：
  · 合格 1 个，不合格 2 个，待人工核查 1 个
  · 开着 → 合格
  · 关着 → 不合格
  · 起雾 → 待人工核查
  · 画在墙上的门 → 不合格
"""
    )


def test_what_a_rule_does_not_have_is_not_headed(rule_text):
    text = rule_text.partition("basis:")[0].replace(
        "  names: [东门, 西门]\n  max_clicks: 3\n", "  {}\n"
    )
    told = describe_rule(parse_rule(text, "gates-open.yaml"))
    assert not {"参数：", "依据：", "用于条款：", "案例："} & set(told.splitlines())


def test_nested_and_empty_parameters_are_shown(rule_text):
    text = rule_text.replace("  max_clicks: 3", "  a: {b: 1, c: [x, y]}\n  d: []\n  e: {}")
    told = describe_rule(parse_rule(text, "gates-open.yaml")).splitlines()
    assert {"  · a = b：1；c：x、y", "  · d = （空）", "  · e = （空）"} <= set(told)


def test_every_word_of_the_model_has_a_chinese_one():
    confidences = Basis.model_fields["confidence"].annotation
    for words, literal in [
        (LEVELS, LevelName),
        (VERDICTS, VerdictName),
        (TIMINGS, Timing),
        (CONFIDENCES, confidences),
    ]:
        assert set(words) == set(typing.get_args(literal))


def test_a_clause_that_asks_for_one_part_says_which(rule_text, pack_text):
    pack = parse_pack(
        pack_text.replace("[gates-open]", "[{rule: gates-open, part: 东门}]"), "town-2021.yaml"
    )
    told = describe_rule(parse_rule(rule_text, "gates-open.yaml"), [pack])
    assert "（某镇 2021 年工作要点，一、（一））　只看：东门" in told
