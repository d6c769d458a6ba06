"""Find checks by name and fit rules to them: parameters typed, message slots known.

A check is a module of `checker.checks` with a function of its own name, `Params` and `SLOTS`; no
list names them.  All that is wrong in all rules is raised at once, with file and line.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from pydantic import ValidationError

import checker.checks
from checker.facts.site import SiteFacts
from checker.judgement import Judgement, Question
from checker.params import Params
from rules.loader import Library
from rules.messages import slots
from rules.pack_model import ClauseRule, Pack
from rules.problems import Problem, RuleErrors, closest, shown
from rules.rule_model import Rule
from rules.strict_yaml import Located

# Every check's messages may say these.
COMMON_SLOTS = frozenset({"why", "as_of"})


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of question.  `reads`: what it asks of every page beside its facts (`facts.pagewise`)."""

    name: str
    run: Callable[[Any, SiteFacts, Question], Judgement]
    params: type[Params]
    slots: frozenset[str]
    doc: str
    reads: tuple[str, ...] = ()


@cache
def checks() -> Mapping[str, Check]:
    """Return all checks by name."""
    found = {}
    for info in pkgutil.iter_modules(checker.checks.__path__):
        module = importlib.import_module(f"checker.checks.{info.name}")
        found[info.name] = Check(
            name=info.name,
            run=getattr(module, info.name),
            params=cast("type[Params]", module.Params),
            slots=frozenset(module.SLOTS) | COMMON_SLOTS,
            doc=inspect.getdoc(module) or "",
            reads=tuple(getattr(module, "READS", ())),
        )
    return found


def check_for(rule: Rule) -> Check:
    """Return the check of a rule.  Raises RuleErrors naming the closest where there is none."""
    found = checks().get(rule.check)
    if found is None:
        near = "、".join(closest(rule.check, checks())[:3])
        problem = rule.source.problem(
            ("check",), f"没有检查“{shown(rule.check)}”", f"可用的检查：{near} 等"
        )
        raise RuleErrors([problem])
    return found


def typed_params(check: Check, raw: Mapping[str, Any], sources: Iterable[Located]) -> Params:
    """Convert parameters.  Raises RuleErrors; `sources` are the `params` parts, nearest first."""
    try:
        return check.params.model_validate(dict(raw))
    except ValidationError as error:
        places = list(sources)
        raise RuleErrors(_problem(check, places, part) for part in error.errors()) from None


def validate(library: Library, packs: Iterable[Pack] | None = None) -> None:
    """Check that every rule and every clause fits its check.  Raises RuleErrors for all at once."""
    problems: list[Problem] = []
    for rule in library.rules.values():
        problems += rule_problems(rule)
    for pack in library.packs.values() if packs is None else packs:
        for clause in pack.clauses:
            for demand in clause.rules:
                problems += _demand_problems(library, demand)
    if problems:
        raise RuleErrors(problems)


def _demand_problems(library: Library, demand: ClauseRule) -> list[Problem]:
    """Say what is wrong with a clause's own parameters; an unknown rule is the loader's business."""
    rule = library.rules.get(demand.rule)
    check = checks().get(rule.check) if rule is not None else None
    if rule is None or check is None or not demand.stated:
        return []
    return _params_problems(check, demand.over(rule.params), param_sources(demand, rule))


def param_sources(demand: ClauseRule, rule: Rule) -> tuple[Located, ...]:
    """Where the parameters of a clause's rule may stand, the clause's own places first."""
    own = (demand.source.at(part) for part in ("params", "also", "defaults"))
    return (*own, rule.source.at("params"))


def rule_problems(rule: Rule) -> list[Problem]:
    """Return all that is wrong between one rule and its check."""
    try:
        check = check_for(rule)
    except RuleErrors as errors:
        return list(errors.problems)
    problems = _params_problems(check, rule.params, (rule.source.at("params"),))
    for case in rule.cases:
        if case.params:
            where = (case.source.at("params"), rule.source.at("params"))
            problems += _params_problems(check, {**rule.params, **case.params}, where)
    for verdict, text in rule.messages.by_verdict().items():
        for slot in slots(text):
            if slot not in check.slots:
                known = "、".join(sorted(check.slots))
                problems.append(
                    rule.source.problem(
                        ("messages", verdict),
                        f"检查 {check.name} 没有槽位 {{{shown(slot)}}}",
                        f"可用的槽位：{known}",
                    )
                )
    return problems


def _params_problems(
    check: Check, raw: Mapping[str, Any], sources: tuple[Located, ...]
) -> list[Problem]:
    try:
        typed_params(check, raw, sources)
    except RuleErrors as errors:
        return list(errors.problems)
    return []


def _problem(check: Check, sources: list[Located], error: Any) -> Problem:  # pydantic's own dict
    path = tuple(error["loc"])
    source = next((s for s in sources if path and (*s.prefix, path[0]) in s.lines), sources[0])
    name = ".".join(map(str, path)) or "params"
    known = "、".join(check.params.model_fields)
    kind = error["type"]
    if kind == "extra_forbidden":
        near = closest(str(path[0]), check.params.model_fields)[0]
        return source.problem(
            path,
            f"检查 {check.name} 没有参数“{shown(name)}”",
            f"是否想写 {near}？可用的参数：{known}",
        )
    if kind == "missing":
        return source.problem((), f"检查 {check.name} 缺少参数“{name}”", f"在 params 里写上 {name}")
    field = check.params.model_fields.get(str(path[0])) if path else None
    wanted = _wanted(error, getattr(field, "annotation", None))
    return source.problem(path, f"参数“{shown(name)}”的值“{shown(error.get('input'))}”不对", wanted)


def _wanted(error: Any, annotation: Any) -> str:  # pydantic's own dict, any annotation
    context = error.get("ctx") or {}
    if error["type"] == "value_error":
        return f"请改正：{error['msg'].removeprefix('Value error, ')}"
    limits = {
        "ge": "不小于",
        "le": "不大于",
        "gt": "大于",
        "lt": "小于",
        "min_length": "至少有项数",
        "pattern": "应符合",
    }
    told = [f"{text} {context[key]}" for key, text in limits.items() if key in context]
    if told:
        return f"请改为{'，'.join(told)}的值"
    expected = {bool: "true 或 false", int: "整数", float: "数字", str: "文字"}.get(annotation, "")
    if str(annotation).startswith("list"):
        expected = "列表，写成 [甲, 乙]"
    if "expected" in context:
        expected = f"{context['expected']} 之一"
    return f"请改为{expected or '正确的写法'}"
