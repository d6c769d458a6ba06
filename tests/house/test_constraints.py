"""constraints.txt pins everything that is installed, to versions that pyproject.toml allows."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = SETTINGS["project"]
PACKAGES = SETTINGS["tool"]["importlinter"]["root_packages"]
EXTRAS = PROJECT["optional-dependencies"]
# `make` installs all but the extra `soak`.
INSTALLED = [
    Requirement(text)
    for text in [
        *PROJECT["dependencies"],
        *(text for extra in EXTRAS if extra != "soak" for text in EXTRAS[extra]),
    ]
]
DIRECT = [*INSTALLED, *(Requirement(text) for text in EXTRAS["soak"])]


def lines():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


PINNED = {
    canonicalize_name(name): version
    for name, _, version in (line.partition("==") for line in lines())
}


def test_each_line_is_a_name_and_one_exact_version():
    odd = [line for line in lines() if not re.fullmatch(r"[\w.-]+==\d[\w.]*", line)]
    assert not odd


@pytest.mark.parametrize("requirement", DIRECT, ids=lambda r: r.name)
def test_what_we_ask_for_is_pinned_within_its_bounds(requirement):
    assert requirement.specifier.contains(PINNED[canonicalize_name(requirement.name)])


def test_what_they_ask_for_is_pinned_too():
    """Follow the requirements of what is installed; a package that is left out could drift."""
    seen: set[str] = set()
    waiting = [canonicalize_name(requirement.name) for requirement in INSTALLED]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for text in distribution(name).requires or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(canonicalize_name(requirement.name))
    assert seen <= set(PINNED)


# Parts of what we ask for, which show in its interface: whoever has the one has the other.
PARTS = {
    "markupsafe": "jinja2",
    "psycopg-binary": "psycopg",
    "psycopg-pool": "psycopg",
    "pydantic-core": "pydantic",
    "twisted": "scrapy",
    "yarl": "aiohttp",
}


def imported():
    """The top-level names that the packages import, without our own and the standard library's."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8"))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
    ]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    names |= {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    return {name.partition(".")[0] for name in names} - {*PACKAGES, *sys.stdlib_module_names}


def test_what_the_code_imports_is_asked_for_and_explained():
    owners = packages_distributions()
    needed = {canonicalize_name(owner) for name in imported() for owner in owners[name]}
    texts = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["render"]]
    asked = {canonicalize_name(Requirement(text).name) for text in texts}
    extra = PROJECT["optional-dependencies"]["cluster"]
    cluster = {canonicalize_name(Requirement(text).name) for text in extra}
    assert {PARTS.get(name, name) for name in needed} <= asked | cluster
    page = (ROOT / "docs/decisions/0011-dependencies.md").read_text(encoding="utf-8")
    assert asked == {
        canonicalize_name(name) for name in re.findall(r"^\| ([a-z0-9-]+) \|", page, re.MULTILINE)
    } - {"dependency"}
