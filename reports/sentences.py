"""Finds the sentences that reports use: in their Python by its syntax tree, in their templates by Jinja's.

Babel's own extractor reads Python token by token and overlooks a call inside a call of something
else, so it is not used.  This module reads source files and decides nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, nodes

# t fills slots with plain text, rich with markup of the templates; marked is for constants, and what
# t.sentence leaves open counts as one.
FUNCTIONS = frozenset({"t", "rich", "marked"})
_NOT_CONSTANT = "a sentence must be one constant: use slots, or choose between two calls"


@dataclass(frozen=True, slots=True)
class Use:
    """A sentence and where it stands; `slots` are those filled there, None where they stay open."""

    sentence: str
    place: str
    slots: frozenset[str] | None
    trouble: str = ""


def uses(folder: Path) -> Iterator[Use]:
    """Every use of a sentence below a folder, file by file in the order of their names."""
    for path in sorted(folder.rglob("*.py")):
        yield from in_python(path.read_text(encoding="utf-8"), path.relative_to(folder).as_posix())
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")]):
        yield from in_template(
            path.read_text(encoding="utf-8"), path.relative_to(folder).as_posix()
        )


def in_python(source: str, name: str) -> Iterator[Use]:
    """The uses in a Python module: t("…"), self.t("…"), self._t("…"), t.sentence("…"), marked("…")."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = _called(node.func)
        if called not in FUNCTIONS:
            continue
        first, place = node.args[0], f"{name}:{node.lineno}"
        slots = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield Use(first.value, place, None if called == "marked" else slots)
        elif isinstance(first, ast.JoinedStr | ast.BinOp | ast.IfExp):
            yield Use(ast.unparse(first), place, slots, _NOT_CONSTANT)


def _called(func: ast.expr) -> str:
    if isinstance(func, ast.Attribute):
        left_open = func.attr == "sentence" and _called(func.value) == "t"
        return "marked" if left_open else func.attr.lstrip("_")
    return func.id.lstrip("_") if isinstance(func, ast.Name) else ""


def in_template(source: str, name: str) -> Iterator[Use]:
    """The uses in a Jinja template: {{ t("…") }}, {{ rich("…", n=strong(…)) }}."""
    tree = Environment(autoescape=True).parse(source)
    for node in tree.find_all(nodes.Call):
        called = _called_there(node.node)
        if called not in FUNCTIONS or not node.args:
            continue
        first, place = node.args[0], f"{name}:{node.lineno}"
        slots = frozenset(keyword.key for keyword in node.kwargs)
        if isinstance(first, nodes.Const) and isinstance(first.value, str):
            yield Use(first.value, place, None if called == "marked" else slots)
        elif isinstance(first, nodes.Concat | nodes.BinExpr | nodes.Filter | nodes.CondExpr):
            yield Use("", place, slots, _NOT_CONSTANT)


def _called_there(func: nodes.Expr) -> str:
    if isinstance(func, nodes.Getattr):
        return "marked" if func.attr == "sentence" and _called_there(func.node) == "t" else ""
    return func.name if isinstance(func, nodes.Name) else ""
