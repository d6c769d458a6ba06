"""Rules about rules: what a well-formed file can still lack.

Needs no check code: whether parameters and slots fit a check is asked where the checks are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rules.loader import Library
from rules.pack_model import Clause, Pack
from rules.patterns import Pattern, PatternError
from rules.problems import Problem, shown
from rules.rule_model import Case, Rule
from rules.strict_yaml import KeyPath

_STRONG_WORDS = re.compile("必须|应当|务必|不得")
# Checks that only gather what a person needs: they have no other verdict to prove.
_NEVER_DECIDE = frozenset({"collect_evidence"})
_READ_BY_CLERKS = ("title", "pass_when", "fix")
_SAMPLE_YEAR = "2025"  # stands in for {year} when a pattern is tried


def lint_library(library: Library) -> list[Problem]:
    """All complaints about all rules and packs, by file and line."""
    found = [problem for rule in library.rules.values() for problem in lint_rule(rule)]
    found += [problem for pack in library.packs.values() for problem in lint_pack(pack, library)]
    return sorted(set(found))


def lint_rule(rule: Rule) -> list[Problem]:
    """All complaints about one rule."""
    checks = (_cases_wanted, _case_names, _cases, _advice, _patterns, _basis)
    return sorted({problem for check in checks for problem in check(rule)})


def lint_pack(pack: Pack, library: Library) -> list[Problem]:
    """All complaints about one pack."""
    return sorted({problem for clause in pack.clauses for problem in _clause(clause, library)})


def _cases_wanted(rule: Rule) -> Iterator[Problem]:
    """Want proof that a rule fires, stays quiet, doubts, and is not fooled."""
    at: KeyPath = ("cases",)
    wanted = {"pass": "合格", "fail": "不合格", "review": "待人工核查"}
    if rule.check in _NEVER_DECIDE:
        wanted = {"review": "待人工核查"}
    if rule.messages.pending is not None:
        wanted["pending"] = "待到期"
    expected = {case.expect for case in rule.cases}
    for verdict, name in wanted.items():
        if verdict not in expected:
            what = f"缺少“{name}”的案例"
            yield rule.source.problem(at, what, f"在 cases 里加一个 expect: {verdict} 的案例")
    if not any(case.decoy for case in rule.cases):
        what = "缺少易混案例"
        yield rule.source.problem(at, what, "加一个看起来像、其实不是的案例，写 decoy: true")


def _case_names(rule: Rule) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, case in enumerate(rule.cases):
        if case.name in seen:
            at: KeyPath = ("cases", index, "name")
            yield rule.source.problem(at, f"案例名“{shown(case.name)}”重复", "换一个名字")
        seen.add(case.name)


def _cases(rule: Rule) -> Iterator[Problem]:
    for case in rule.cases:
        if case.reason is not None and case.expect != "review":
            yield case.source.problem(
                ("reason",),
                "只有待人工核查（review）的案例才有原因",
                "删去 reason，或改 expect: review",
            )
        if case.pages and not _has_home(case):
            yield case.source.problem(
                ("pages",), "案例里没有首页", "在 pages 里加上 /，或在 fetched 里写首页的抓取结果"
            )
        if case.expect == "pass" and case.findings:
            yield case.source.problem(("findings",), "合格的案例写了问题清单", "删去 findings")


def _has_home(case: Case) -> bool:
    known = {*case.pages, *case.fetched, *case.redirects}
    return not known.isdisjoint({"/", case.home})


def _advice(rule: Rule) -> Iterator[Problem]:
    if rule.level != "advisory":
        return
    texts: dict[KeyPath, str] = {(key,): getattr(rule, key) for key in _READ_BY_CLERKS}
    for verdict, text in rule.messages.by_verdict().items():
        texts["messages", verdict] = text
    for at, text in texts.items():
        strong = _STRONG_WORDS.search(text)
        if strong:
            yield rule.source.problem(
                at, f"建议性规则写了“{strong[0]}”", "改为“建议”“宜”，或把 level 改为 required"
            )


def _patterns(rule: Rule) -> Iterator[Problem]:
    for at, text in _texts(rule.params, ("params",)):
        if not text.strip():
            yield rule.source.problem(at, "参数里有空文字", "删去这一项")
        elif _matches_empty(text):
            what = f"“{shown(text)}”连空文字也能匹配"
            yield rule.source.problem(at, what, "写出至少一个必须出现的字")


def _matches_empty(text: str) -> bool:
    """Whether the text, taken as a pattern, matches nothing at all; plain words never do."""
    try:
        return Pattern(text.replace("{year}", _SAMPLE_YEAR)).search("")
    except PatternError:
        return False  # no pattern; where one is wanted, the check's parameters refuse it


def _texts(value: Any, at: KeyPath) -> Iterator[tuple[KeyPath, str]]:  # raw YAML
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*at, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*at, index))


def _basis(rule: Rule) -> Iterator[Problem]:
    if rule.level == "advisory":
        return
    if not rule.basis:
        yield rule.source.problem((), "没有依据", "用 basis: 写明文件、条款和可信度")
    for index, basis in enumerate(rule.basis):
        if basis.confidence in {"C", "D"}:
            yield rule.source.problem(
                ("basis", index, "confidence"),
                f"依据的可信度是 {basis.confidence}，不能用来判不合格",
                "核对原文后改为 A 或 B，或把 level 改为 advisory",
            )


def _clause(clause: Clause, library: Library) -> Iterator[Problem]:
    for use in clause.rules:
        level = use.level or library.rule(use.rule).level
        if clause.modality != "duty" and level != "advisory":
            yield use.source.problem(
                ("level",),
                f"条款“{clause.id}”是鼓励、探索性质，规则“{use.rule}”却按 {level} 判定",
                "写成 {rule: …, level: advisory}，或核对 modality",
            )
        if use.defaults and "默认" not in (clause.note or ""):
            names = "、".join(map(shown, use.defaults))
            yield use.source.problem(
                ("defaults",),
                f"条款“{clause.id}”的 {names} 是默认值，说明里没有告诉读者",
                "在 note 里写“默认值，文件未写：……”",
            )
