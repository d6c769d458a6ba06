"""Reads rule and pack files into a library.  Problems of all files are raised together.

The bundled library is package data; further directories hold `library/` and `packs/` of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TypeVar

from rules.agreement import library_problems, pack_problems, rule_problems
from rules.pack_model import Pack
from rules.problems import Problem, RuleErrors, closest, shown
from rules.rule_model import Rule
from rules.strict_yaml import load_strict
from rules.text_files import read_text
from rules.validation import validated

T = TypeVar("T", Rule, Pack)
# Rules and packs are frozen, and the same text at the same place gives the same one: who judges many sites
# in one process understands each file once.
_REMEMBERED = 1024


class UnknownPackError(LookupError):
    """A pack that the library does not hold; the message (Chinese) lists those it does."""


@dataclass(frozen=True, slots=True)
class Library:
    """All rules and packs by id, in the order of their ids."""

    rules: Mapping[str, Rule]
    packs: Mapping[str, Pack]

    def rule(self, rule_id: str) -> Rule:
        """Find one rule.  Raises RuleErrors naming the closest ones where it is unknown."""
        if rule_id not in self.rules:
            near = "、".join(closest(rule_id, self.rules)[:3])
            what = f"没有规则“{shown(rule_id)}”"
            remedy = f"相近的有 {near}；用 gongkai rules list 看全部"
            raise RuleErrors([Problem("规则库", 0, what, remedy)])
        return self.rules[rule_id]

    def pack(self, pack_id: str) -> Pack:
        """Find one pack.  Raises UnknownPackError listing the known ones, closest first."""
        if pack_id not in self.packs:
            known = "、".join(closest(pack_id, self.packs)) or "（没有）"
            raise UnknownPackError(f"没有工作要点包“{shown(pack_id)}”；已有的包：{known}")
        return self.packs[pack_id]


@lru_cache(_REMEMBERED)
def parse_rule(text: str, path: str) -> Rule:
    """Read one rule from text; `path` is where it is said to stand."""
    rule = validated(Rule, load_strict(text, path))
    _raise(rule_problems(rule, PurePath(path).stem))
    return rule


@lru_cache(_REMEMBERED)
def parse_pack(text: str, path: str) -> Pack:
    """Read one pack from text; `path` is where it is said to stand."""
    pack = validated(Pack, load_strict(text, path))
    _raise(pack_problems(pack, PurePath(path).stem))
    return pack


def load_rule(path: Traversable) -> Rule:
    """Read one rule file."""
    return parse_rule(read_text(path), str(path))


def load_pack(path: Traversable) -> Pack:
    """Read one pack file."""
    return parse_pack(read_text(path), str(path))


def load_library(extra_dirs: Sequence[Path] = ()) -> Library:
    """Read the bundled library and further ones.  Raises RuleErrors for all files at once."""
    problems: list[Problem] = []
    roots = [files("rules"), *extra_dirs]
    rule_files = list(chain.from_iterable(_below(root, "library", problems) for root in roots))
    pack_files = list(chain.from_iterable(_below(root, "packs", problems) for root in roots))
    for root in extra_dirs:
        if not any((root / name).is_dir() for name in ("library", "packs")):
            what = "这个目录里没有 library/ 或 packs/"
            problems.append(Problem(str(root), 0, what, "规则放在 library/，工作要点包放在 packs/"))
    rules = _load_all(rule_files, load_rule, problems)
    packs = _load_all(pack_files, load_pack, problems)
    known = {PurePath(path.name).stem for path in rule_files} | {rule.id for rule in rules}
    problems.extend(library_problems(rules, packs, known))
    _raise(problems)
    return Library(_by_id(rules), _by_id(packs))


def _raise(problems: Iterator[Problem] | Sequence[Problem]) -> None:
    found = list(problems)
    if found:
        raise RuleErrors(found)


def _by_id(parts: Sequence[T]) -> Mapping[str, T]:
    return MappingProxyType({part.id: part for part in sorted(parts, key=lambda part: part.id)})


def _load_all(
    paths: Sequence[Traversable], load: Callable[[Traversable], T], problems: list[Problem]
) -> list[T]:
    loaded = []
    for path in paths:
        try:
            loaded.append(load(path))
        except RuleErrors as errors:
            problems.extend(errors.problems)
    return loaded


def _below(root: Traversable, name: str, problems: list[Problem]) -> Iterator[Traversable]:
    """Yield the YAML files of `name/` and of its direct subfolders, by name."""
    folder = root / name
    if folder.is_dir():
        yield from _yaml_files(folder, problems, subfolders=True)


def _yaml_files(
    folder: Traversable, problems: list[Problem], *, subfolders: bool
) -> Iterator[Traversable]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        what = f"打不开文件夹（{error.strerror}）"
        problems.append(Problem(str(folder), 0, what, "确认文件夹可读"))
        return
    for entry in entries:
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir():
            if subfolders:
                yield from _yaml_files(entry, problems, subfolders=False)
            else:
                problems.append(Problem(str(entry), 0, "文件夹套得太深", "只分一层主题文件夹"))
        elif entry.name.endswith(".yaml"):
            yield entry
        elif entry.name.lower().endswith((".yaml", ".yml")):
            what = "扩展名不是 .yaml，不会被读取"
            problems.append(Problem(str(entry), 0, what, "改为小写 .yaml"))
