"""What a typed rule or pack must agree with: its file name, itself, and the other files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from rules.pack_model import Clause, Pack
from rules.problems import Problem, closest
from rules.rule_model import Rule
from rules.strict_yaml import KeyPath


def rule_problems(rule: Rule, stem: str) -> Iterator[Problem]:
    """Yield where a rule contradicts its own file."""
    if rule.id != stem:
        yield _id_is_not_stem(rule, stem)


def pack_problems(pack: Pack, stem: str) -> Iterator[Problem]:
    """Yield where a pack contradicts its own file or itself."""
    if pack.id != stem:
        yield _id_is_not_stem(pack, stem)
    seen: dict[str, int] = {}
    for index, clause in enumerate(pack.clauses):
        at: KeyPath = ("clauses", index, "id")
        if not clause.id.startswith(f"{pack.id}/"):
            what = f"条款编号“{clause.id}”不属于本包"
            yield pack.source.problem(at, what, f"以“{pack.id}/”开头")
        if clause.id in seen:
            what = f"条款编号“{clause.id}”重复，第 {seen[clause.id]} 行已有"
            yield pack.source.problem(at, what, "换一个编号")
        seen.setdefault(clause.id, pack.source.line(*at))
        yield from _clause_problems(clause)


def _clause_problems(clause: Clause) -> Iterator[Problem]:
    if not clause.rules and clause.question is None:
        yield clause.source.problem(
            (),
            f"条款“{clause.id}”既没有规则也没有问题",
            "用 rules: 写由哪条规则判定，或用 question: 写请检查人员回答的问题",
        )
    named = [use.judged_as for use in clause.rules]
    for index, rule_id in enumerate(named):
        if rule_id in named[:index]:
            yield clause.source.problem(
                ("rules", index), f"规则“{rule_id}”在本条款写了两次", "合并或删去其中一个"
            )


def _id_is_not_stem(part: Rule | Pack, stem: str) -> Problem:
    return part.source.problem(
        ("id",), f"编号“{part.id}”与文件名“{stem}.yaml”不同", "改编号或改文件名，使两者相同"
    )


def library_problems(
    rules: Sequence[Rule], packs: Sequence[Pack], known_rules: Collection[str]
) -> Iterator[Problem]:
    """Yield where files contradict each other.

    `known_rules` also holds the ids of rules whose files could not be read: a pack that names one
    of them is not at fault.
    """
    yield from _repeated(rules)
    yield from _repeated(packs)
    for pack in packs:
        for clause in pack.clauses:
            for use in clause.rules:
                if use.rule not in known_rules:
                    near = "、".join(closest(use.rule, known_rules)[:3]) or "（规则库是空的）"
                    yield use.source.problem(
                        ("rule",),
                        f"规则库里没有“{use.rule}”",
                        f"改正编号（相近的有 {near}），或在规则库新建 {use.rule}.yaml",
                    )


def _repeated(parts: Iterable[Rule | Pack]) -> Iterator[Problem]:
    first: dict[str, Rule | Pack] = {}
    for part in parts:
        if part.id in first:
            other = first[part.id].source
            what = f"编号“{part.id}”已被 {other.path} 使用"
            yield part.source.problem(("id",), what, "换一个编号（文件名也要改）")
        first.setdefault(part.id, part)
