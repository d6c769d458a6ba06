"""Each import contract breaks on the one import it forbids, and the tree as it stands keeps them all.

A contract that cannot break protects nothing: a mistyped module name or a wrong type is silent.
So the packages are copied aside, one import is planted, and lint-imports must name that contract and
no other.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]
CONTRACTS = {contract["id"]: contract["name"] for contract in SETTINGS["contracts"]}

# contract -> (module that gets the import, the import); a module that is not there is made
PLANTS = [
    pytest.param(
        "pipeline", "rules/rule_model.py", "import crawler.snapshot", id="rules-read-pages"
    ),
    pytest.param(
        "pipeline", "checker/results.py", "import rules.rule_model", id="results-know-rules"
    ),
    pytest.param("crawler-alone", "crawler/planted.py", "import rules", id="crawler-knows-rules"),
    pytest.param("offline", "checker/engine.py", "import socket", id="judging-opens-sockets"),
    pytest.param("offline", "reports/planted.py", "from scrapy import Spider", id="reports-crawl"),
    pytest.param(
        "offline", "checker/planted.py", "import crawler.planted", id="judging-crawls-behind-a-door"
    ),
    pytest.param(
        "offline", "checker/planted.py", "import crawler.rendering.chromium", id="judging-draws"
    ),
    pytest.param(
        "survey-asks-nobody",
        "crawler/spiders/survey.py",
        "import crawler.fetching.handler",
        id="survey-asks-by-itself",
    ),
    pytest.param(
        "reports-see-results", "reports/planted.py", "import checker.planted", id="reports-judge"
    ),
    pytest.param(
        "reports-see-results", "reports/planted.py", "import crawler.snapshot", id="reports-read"
    ),
    pytest.param(
        "checks-independent",
        "checker/checks/ipv6_ready.py",
        "import checker.checks.planted",
        id="check-imports-check",
    ),
    pytest.param("acyclic", "reports/planted.py", "import reports.planted_too", id="a-circle"),
    pytest.param(
        "store-below-the-desk",
        "audits/store/planted.py",
        "import checker.planted",
        id="store-judges",
    ),
    pytest.param("audits-on-top", "checker/planted.py", "import audits.planted", id="desk-asked"),
]
# What some plants stand on; the rest of these modules is empty.
GROUND = {
    "crawler/planted.py": "import aiohttp\n",
    "checker/checks/planted.py": "",
    "reports/planted.py": "",
    "reports/planted_too.py": "import reports.planted\n",
    "checker/planted.py": "",
    "audits/planted.py": "",
}


def broken_contracts(tree: Path) -> tuple[set[str], str]:
    """The ids of the contracts that lint-imports calls broken in `tree`, and all it said."""
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=tree,
        env=os.environ | {"COLUMNS": "200"},  # or long names are wrapped
        capture_output=True,
        text=True,
        check=False,
    )
    said = run.stdout + run.stderr
    verdicts = dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", said, flags=re.MULTILINE))
    assert set(CONTRACTS.values()) <= set(verdicts), said
    broken = {id_ for id_, name in CONTRACTS.items() if verdicts[name] == "BROKEN"}
    assert (run.returncode != 0) is bool(broken), said
    return broken, said


def test_the_tree_keeps_all_contracts():
    broken, said = broken_contracts(ROOT)
    assert not broken, said


@pytest.fixture
def tree(tmp_path):
    for package in SETTINGS["root_packages"]:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path, text in GROUND.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("contract", "module", "line"), PLANTS)
def test_a_planted_import_breaks_its_contract_and_no_other(tree, contract, module, line):
    with (tree / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    broken, said = broken_contracts(tree)
    assert broken == {contract}, said


def test_every_contract_is_shown_to_break():
    assert {plant.values[0] for plant in PLANTS} == set(CONTRACTS)
