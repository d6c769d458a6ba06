"""The threat model names defences and tests: each module is there, and each test, under that name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
PLACES = sorted(
    set(re.findall(r"`((?:crawler|rules|checker|reports|audits|tests)/[\w/.-]*)`", PAGE))
)


def test_the_page_names_many() -> None:
    assert len(TESTS) > 50
    assert len(PLACES) > 20


@pytest.mark.parametrize(("file", "name"), TESTS, ids="::".join)
def test_a_test_that_is_named_is_there(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, functions)}


@pytest.mark.parametrize("place", PLACES)
def test_a_module_that_is_named_is_there(place: str) -> None:
    assert (ROOT / place).exists()


def test_every_threat_has_a_defence_and_a_test() -> None:
    tables = re.findall(r"^\| threat .*\n\|---.*\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    bodies = [row for table in tables for row in table.splitlines()]
    assert len(bodies) > 40
    assert [row for row in bodies if "::" not in row] == []
