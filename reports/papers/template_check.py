"""Checks what a template asks for before anything is filled in: only known placeholders, loops and conditions.

A template may come from anybody.  What is allowed here is so little that it can neither call anything, nor
read a file, nor run for ever: a loop goes over a list, a loop inside it over a list of that list's entry.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from reports.papers.placeholders import Kind, Names, Rows
from reports.papers.template_marks import Marks
from reports.papers.trouble import TemplateError

_LOOP: Final = {"index": Kind.NUMBER, "first": Kind.NUMBER, "last": Kind.NUMBER}
_ALLOWED = "模板里只能用占位符 {{ 名称 }}、循环 for、条件 if，写法见 docs/documents.md"
_Kind: TypeAlias = "Kind | Rows"
_Scope: TypeAlias = "Mapping[str, _Kind | Names]"


def check_marks(marks: Marks, names: Names, file: str) -> None:
    """Raise TemplateError for the first mark that cannot be used."""
    try:
        tree = SandboxedEnvironment().parse(marks.source)
    except (TemplateSyntaxError, RecursionError) as error:
        line, said = getattr(error, "lineno", 1), getattr(error, "message", "太复杂")
        place = marks.place(line)
        raise TemplateError(
            file, place, f"控制标记写错了（{said}）", "请核对 for/endfor、if/endif 是否成对"
        ) from error
    _Walk(marks, file, names).block(tree.body, {})


def check_source(source: str, names: Names, file: str) -> None:
    """The same for the source that is really run, without places: marks may hide in attributes or fields."""
    check_marks(Marks(source, (), None), names, file)


@dataclass
class _Walk:
    """A walk over a template's tree; `scope` is what the loops around a place have named."""

    marks: Marks
    file: str
    names: Names
    depth: int = field(default=0)

    def block(self, body: list[nodes.Node], scope: _Scope) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for value in node.nodes:
                    if not isinstance(value, nodes.TemplateData):
                        self._output(value, scope)
            elif isinstance(node, nodes.For):
                self._loop(node, scope)
            elif isinstance(node, nodes.If):
                self._condition(node.test, scope)
                self.block(node.body, scope)
                for other in node.elif_:
                    self._condition(other.test, scope)
                    self.block(other.body, scope)
                self.block(node.else_, scope)
            else:
                raise self._trouble(node, "用了不允许的控制标记", _ALLOWED)

    def _loop(self, node: nodes.For, scope: _Scope) -> None:
        plain = isinstance(node.target, nodes.Name) and not (node.recursive or node.test)
        kind = self._kind(node.iter, scope) if plain else None
        if kind is None or not isinstance(node.target, nodes.Name):
            raise self._trouble(node, "这种循环不能用", _ALLOWED)
        if not isinstance(kind, Rows):
            raise self._trouble(node, "循环的对象不是清单", "请换成清单类的占位符，如 问题分类")
        if scope and isinstance(node.iter, nodes.Name):
            raise self._trouble(
                node,
                "循环里又循环另一个清单",
                "里层的循环只能列出外层那一项的清单，如 问题.清单",
            )
        name = node.target.name
        if name in self.names or name == "loop":
            raise self._trouble(node, f"循环里的名称“{name}”已另有含义", "请换一个名称")
        self.block(node.body, {**scope, name: kind.entry, "loop": _LOOP})
        self.block(node.else_, scope)

    def _condition(self, node: nodes.Node, scope: _Scope) -> None:
        if isinstance(node, nodes.Not):
            self._condition(node.node, scope)
        elif isinstance(node, nodes.And | nodes.Or):
            self._condition(node.left, scope)
            self._condition(node.right, scope)
        elif isinstance(node, nodes.Compare):
            self._condition(node.expr, scope)
            for each in node.ops:
                self._condition(each.expr, scope)
        elif not isinstance(node, nodes.Const):
            self._kind(node, scope)

    def _output(self, node: nodes.Node, scope: _Scope) -> None:
        kind = self._kind(node, scope)
        name = _written(node)
        links = self.marks.links
        linked = kind is Kind.LINK if links is None else (node.lineno, name) in links
        if isinstance(kind, Rows):
            raise self._trouble(
                node, f"“{name}”是清单，不能直接写出", f"请用 {{%p for 项 in {name} %}} 逐项写出"
            )
        if linked != (kind is Kind.LINK):
            right = f"{{{{r {name} }}}}" if kind is Kind.LINK else f"{{{{ {name} }}}}"
            raise self._trouble(node, f"“{name}”的写法不对", f"请写成 {right}")

    def _kind(self, node: nodes.Node, scope: _Scope) -> _Kind:
        if isinstance(node, nodes.Name):
            return self._named(node, node.name, {**self.names, **scope})
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            entry = scope.get(node.node.name)
            if isinstance(entry, Mapping):
                return self._named(node, node.attr, entry)
            raise self._trouble(
                node, f"这里没有“{node.node.name}”", "带点的占位符要写在循环里，名称与循环的一致"
            )
        raise self._trouble(node, "用了不允许的写法", _ALLOWED)

    def _named(self, node: nodes.Node, name: str, known: _Scope) -> _Kind:
        kind = known.get(name)
        if kind is None:
            near = difflib.get_close_matches(name[:60], list(known), 3, 0.4)
            hint = f"是不是“{'”“'.join(near)}”？" if near else ""
            raise self._trouble(
                node, f"没有“{_written(node)}”这个占位符", f"{hint}全部占位符见 docs/documents.md"
            )
        if isinstance(kind, Mapping):
            raise self._trouble(node, f"“{name}”是一项，不能直接写出", f"请写 {name}.名称 之类")
        return kind

    def _trouble(self, node: nodes.Node, wrong: str, remedy: str) -> TemplateError:
        return TemplateError(self.file, self.marks.place(node.lineno), wrong, remedy)


def _written(node: nodes.Node) -> str:
    """A name as the template has it."""
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else ""
