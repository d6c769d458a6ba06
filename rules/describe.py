"""A rule as a clerk reads it: Chinese text for the terminal, no markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rules.pack_model import Pack
from rules.rule_model import Rule

LEVELS: Mapping[str, str] = {
    "required": "应达到",
    "advisory": "建议",
    "veto": "单项否决",
}
VERDICTS: Mapping[str, str] = {
    "pass": "合格",
    "fail": "不合格",
    "pending": "待到期",
    "review": "待人工核查",
    "not_applicable": "不适用",
}
TIMINGS: Mapping[str, str] = {
    "continuing": "长期有效，每次检查都看",
    "event": "随每件文件、每次征集而定",
    "periodic": "按月或按季",
    "yearly": "每年一次",
    "plan_period": "随五年规划期而定",
    "edition": "随基准版本而定",
    "once": "一次性要求，完成后应保持",
    "year_bound": "只针对某一年",
    "expired": "要求已经过期",
}
CONFIDENCES: Mapping[str, str] = {
    "A": "原文，或多份来源一致",
    "B": "仅见于一份来源",
    "C": "未见原文，待人工核查实",
    "D": "没有把握，待人工核查实",
}


def describe_rule(rule: Rule, packs: Iterable[Pack] = ()) -> str:
    """Tell what a rule demands, how it decides, and which clauses of the packs use it."""
    lines = [f"{rule.title}（{rule.id}）", ""]
    for heading, text in _sections(rule):
        lines += [f"{heading}：{text}"]
    lines += _listed("参数", _params(rule.params))
    lines += _listed("提示语", _messages(rule))
    lines += _listed("依据", (f"{b}（{CONFIDENCES[b.confidence]}）" for b in rule.basis))
    lines += _listed("用于条款", _clauses(rule.id, packs))
    lines += _listed("案例", _cases(rule))
    return "\n".join(lines) + "\n"


def _sections(rule: Rule) -> Iterator[tuple[str, str]]:
    yield "级别", LEVELS[rule.level]
    yield "时间", TIMINGS[rule.timing]
    yield "什么情形合格", rule.pass_when
    yield "怎样检查", f"{rule.how_checked}（检查方法：{rule.check}）"
    yield "怎么改", rule.fix
    yield "已知局限", rule.known_limits


def _listed(heading: str, items: Iterable[str]) -> list[str]:
    found = [f"  · {item}" for item in items]
    return ["", f"{heading}：", *found] if found else []


def _params(params: Mapping[str, Any]) -> Iterator[str]:
    for name, value in params.items():
        yield f"{name} = {_value(value)}"


def _value(value: Any) -> str:  # raw YAML
    if isinstance(value, list):
        return "、".join(map(_value, value)) or "（空）"
    if isinstance(value, dict):
        return "；".join(f"{key}：{_value(item)}" for key, item in value.items()) or "（空）"
    return str(value)


def _messages(rule: Rule) -> Iterator[str]:
    for verdict, text in rule.messages.by_verdict().items():
        yield f"{VERDICTS[verdict]}：{text}"


def _clauses(rule_id: str, packs: Iterable[Pack]) -> Iterator[str]:
    for pack in packs:
        for clause in pack.clauses:
            for use in clause.rules:
                if use.rule == rule_id:
                    part = f"　只看：{use.part}" if use.part else ""
                    yield f"{clause.id}　{clause.title}（{pack.title}，{clause.section}）{part}"


def _cases(rule: Rule) -> Iterator[str]:
    counts = Counter[str](case.expect for case in rule.cases)
    if counts:
        yield "，".join(f"{VERDICTS[v]} {counts[v]} 个" for v in VERDICTS if counts[v])
    for case in rule.cases:
        yield f"{case.name} → {VERDICTS[case.expect]}"
