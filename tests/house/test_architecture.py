"""The architecture page says what is: packages, modules, who knows whom, and the contracts that hold it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
PACKAGES = LINTER["root_packages"]
_IMPORT = re.compile(r"^ *(?:from|import) ([\w.]+)", re.MULTILINE)


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its head."""
    (section,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[2:]]


def imported(folder: Path) -> set[str]:
    """What the modules of a folder import, as dotted names."""
    return {
        name
        for path in folder.rglob("*.py")
        for name in _IMPORT.findall(path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("row", rows("Who may know whom")[:7], ids=lambda row: row[0])
def test_packages_know_whom_the_table_says(row: list[str]) -> None:
    package = row[0].strip("`").rstrip("/").replace("/", ".")
    told = set(re.findall(r"`([\w.]+)`", row[2]))
    if row[2] == "everything":
        return
    ours = {
        name
        for name in imported(ROOT / package.replace(".", "/"))
        if name.split(".")[0] in PACKAGES and not f"{name}.".startswith(f"{package}.")
    }
    needed = {
        next((one for one in told if f"{name}.".startswith(f"{one}.")), name) for name in ours
    }
    assert needed == told


def test_every_contract_stands_in_the_page_under_its_name() -> None:
    (table,) = re.findall(r"^\| contract \|.*\n\|---.*\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    listed = re.findall(r"^\| `([\w-]+)` \| (.+?) \|$", table, re.MULTILINE)
    assert [(one["id"], one["name"]) for one in LINTER["contracts"]] == listed


def packages() -> list[str]:
    return [
        path.parent.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in sorted((ROOT / package).glob("*/__init__.py"))
    ]


@pytest.mark.parametrize("package", packages())
def test_every_package_is_told_of(package: str) -> None:
    name = package.rpartition("/")[2]
    assert f"{package}/" in PAGE or f"`{name}/`" in PAGE


def test_what_the_page_names_is_there() -> None:
    files = {
        path.relative_to(ROOT).as_posix() for one in PACKAGES for path in (ROOT / one).rglob("*.py")
    }
    first_cells = [line.split(" | ")[0] for line in PAGE.splitlines() if line.startswith("| ")]
    named = {name for cell in first_cells for name in re.findall(r"`([\w/]+\.py)`", cell)}
    gone = {name for name in named if not any(f"/{file}".endswith(f"/{name}") for file in files)}
    assert not gone
