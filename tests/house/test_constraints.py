"""constraints.txt pins everything that is installed, to versions that pyproject.toml allows."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [
    Requirement(text)
    for text in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
]


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
    waiting = [canonicalize_name(requirement.name) for requirement in DIRECT]
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
