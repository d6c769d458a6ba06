"""All sentences with which the program refuses something, as they stand in its code, by where they are said.

A slot shows as `…`.  What is told in a report or on the way is not among them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGES = ("audits", "crawler", "rules", "checker", "reports")
SLOT = "…"
_CHINESE = re.compile("[一-鿿]")


def texts(tree: ast.AST) -> Iterator[str]:
    """Every text of a module, with its slots as `…`."""
    for node in ast.walk(tree):
        if (text := _text(node)) is not None:
            yield text


@cache
def trees(root: Path) -> dict[str, ast.Module]:
    """Every module that says something in Chinese, by its path; the demo portal's content is not ours."""
    return {
        path.relative_to(root).as_posix(): ast.parse(text)
        for package in PACKAGES
        for path in sorted((root / package).rglob("*.py"))
        if "demo" not in path.parts and _chinese(text := path.read_text(encoding="utf-8"))
    }


def refusals(root: Path) -> dict[str, list[str]]:
    """Module -> the sentences that it raises, in the order of its code."""
    found: dict[str, list[str]] = {}
    for module, tree in trees(root).items():
        said = [
            text
            for node in ast.walk(tree)
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args
            if (text := _text(node.exc.args[0])) and _chinese(text)
        ]
        if said:
            found[module] = list(dict.fromkeys(said))
    return found


def page(root: Path) -> str:
    """The refusals as a page."""
    lines = [
        "# 全部提示",
        "",
        "“…”处是具体的内容。常见的怎么办，见[疑难解答](../troubleshooting.md)。",
    ]
    for module, said in refusals(root).items():
        lines += ["", f"## `{module}`", "", *(f"- {text}" for text in said)]
    return "\n".join(lines) + "\n"


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else SLOT for part in node.values
        )
    return None


def _chinese(text: str) -> bool:
    return _CHINESE.search(text) is not None
