"""Small harms to one module's source: the operators of mutmut, and two of our own.

It knows where a harm can be done and writes the harmed source; it runs nothing.
"""

from __future__ import annotations

import ast
import difflib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import libcst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation import mutators

# What mutmut does besides (an argument or a whole value becomes None) ends in an exception nearly
# always: it would only make the score look better.
_OPERATORS: frozenset[Any] = frozenset(
    {
        mutators.operator_number,
        mutators.operator_string,
        mutators.operator_name,
        mutators.operator_augmented_assignment,
        mutators.operator_remove_unary_ops,
        mutators.operator_symmetric_string_methods_swap,
        mutators.operator_unsymmetrical_string_methods_swap,
        mutators.operator_keywords,
        mutators.operator_swap_op,
        mutators.operator_match,
        mutators.operator_if_exp,
    }
)
# What no verdict hangs on, or what only an exception can come of.
_SPARED = (libcst.Annotation, libcst.Import, libcst.ImportFrom, libcst.Decorator)
# Texts for the authors of rules; a check's slots and the descriptions of its params.
_SPARED_NAMES = frozenset({"SLOTS", "READS", "__all__"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """One harm: the module, the lines it stands on, the whole harmed source, and the diff."""

    module: str
    lines: tuple[int, int]
    function: tuple[int, int] | None
    source: str
    diff: str


def mutants(module: str, path: Path, seed: str) -> Iterator[Mutant]:
    """Mutants of a module, one for each place that can be harmed, in the order of the seed."""
    text = path.read_text(encoding="utf-8")
    wrapper = MetadataWrapper(libcst.parse_module(text))
    spans = wrapper.resolve(PositionProvider)
    places = list(_places(wrapper.module, None))
    chance = random.Random(f"{seed}:{module}")  # noqa: S311 - a sample, no secret
    chance.shuffle(places)
    for node, function in places:
        ways = list(_harms(node))
        chance.shuffle(ways)
        for new in ways:
            source = str(wrapper.module.deep_replace(node, new).code)
            if source != text and _compiles(source):
                span = spans[node]
                around = spans[function] if function is not None else None
                yield Mutant(
                    module,
                    (span.start.line, span.end.line),
                    (around.start.line, around.end.line) if around else None,
                    source,
                    _diff(text, source),
                )
                break


def again(module: str, path: Path, diff: str) -> Mutant | None:
    """A harm once more, where its lines stand today; None where they are gone."""
    head, *changes = diff.split("\n")
    old = [line[1:] for line in changes if line.startswith("-")]
    new = [line[1:] for line in changes if line.startswith("+")]
    lines = path.read_text(encoding="utf-8").split("\n")
    stood = int(head.removeprefix("@@ -").partition(" ")[0].partition(",")[0]) - 1
    places = [at for at in range(len(lines)) if lines[at : at + len(old)] == old]
    at = min(places, key=lambda place: abs(place - stood), default=None)
    if at is None:
        return None
    source = "\n".join([*lines[:at], *new, *lines[at + len(old) :]])
    span = at + 1, at + len(old)
    return Mutant(module, span, _function("\n".join(lines), span), source, diff)


def _function(source: str, span: tuple[int, int]) -> tuple[int, int] | None:
    around = [
        (node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return max((one for one in around if one[0] <= span[0] and span[1] <= one[1]), default=None)


def _places(node: Any, function: Any) -> Iterator[tuple[Any, Any]]:
    """Nodes that an operator can change, each with the function around it."""
    if _spared(node):
        return
    if isinstance(node, libcst.FunctionDef):
        function = node
    if next(_harms(node), None) is not None:
        yield node, function
    for child in node.children:
        yield from _places(child, function)


def _spared(node: Any) -> bool:
    if isinstance(node, libcst.Expr):
        return isinstance(node.value, libcst.SimpleString)  # a docstring
    if isinstance(node, libcst.Assign | libcst.AnnAssign):
        return bool(_names(node) & _SPARED_NAMES)
    if isinstance(node, libcst.Arg) and node.keyword is not None:
        return bool(node.keyword.value == "description")
    return isinstance(node, _SPARED)


def _names(node: Any) -> set[str]:
    targets = (
        [node.target] if isinstance(node, libcst.AnnAssign) else [t.target for t in node.targets]
    )
    return {target.value for target in targets if isinstance(target, libcst.Name)}


def _harms(node: Any) -> Iterator[Any]:
    for kind, operator in mutators.mutation_operators:
        if operator in _OPERATORS and isinstance(node, kind):
            yield from operator(node)
    if isinstance(node, libcst.If):
        yield node.with_changes(test=_negated(node.test))
    elif isinstance(node, libcst.CompIf):
        yield node.with_changes(test=libcst.Name("True"), whitespace_before_test=_SPACE)
    elif isinstance(node, libcst.Expr) and isinstance(node.value, libcst.Call):
        yield libcst.Pass()
    elif isinstance(node, libcst.Return) and node.value is not None:
        yield node.with_changes(value=libcst.Name("None"), whitespace_after_return=_SPACE)


_SPACE = libcst.SimpleWhitespace(" ")


def _negated(test: Any) -> Any:
    inner = test.with_changes(lpar=[libcst.LeftParen()], rpar=[libcst.RightParen()])
    return libcst.UnaryOperation(libcst.Not(), inner)


def _compiles(source: str) -> bool:
    try:
        compile(source, "<mutant>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _diff(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++")))
