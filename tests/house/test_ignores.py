"""What a linter or the type checker is told to overlook has its reason beside it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]["packages"]
_IGNORE = re.compile(r"# (?:noqa|type: ?ignore|pragma)\b")
_GIVEN = re.compile(
    r"# (?:noqa: [A-Z]+\d+\b(?:, ?[A-Z]+\d+\b)*|type: ignore\[[\w, -]+\]|pragma: no cover)"
    r"(?: # noqa: [A-Z]+\d+\b)? *(?:#|--|-|—)? *[^\s#]"
)


def without_reason(text: str) -> list[str]:
    return [
        line.strip()
        for line in text.splitlines()
        if len(_IGNORE.findall(line)) > len(_GIVEN.findall(line))
    ]


def test_every_ignore_has_its_reason():
    bare = {
        f"{path.relative_to(ROOT)}: {line}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for line in without_reason(path.read_text(encoding="utf-8"))
    }
    assert not bare


def test_what_counts_as_a_reason():
    given = "x = 1  # noqa: S101 - told\ny = 2  # type: ignore[arg-type]  # told\n"
    assert without_reason(given) == []
    bare = ["x = 1  # noqa: S101", "y = 2  # type: ignore[arg-type]", "z = 3  # noqa"]
    assert without_reason("\n".join(bare)) == bare
