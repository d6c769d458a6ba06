"""A command loads what it needs and no more: Scrapy alone costs a second before anything is done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checker.facts.disk import HOME, written

HEAVY = ("scrapy", "twisted", "aiohttp", "playwright")
LOADED = """
import json, sys
from audits.cli import run
code = run(sys.argv[1:])
names = {name.partition(".")[0] for name in sys.modules}
sys.stderr.write("\\n" + json.dumps([code, sorted(names)]))
"""


def loaded_by(*words: str) -> set[str]:
    """Run a command in a process of its own; return the packages that it has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=True
    )
    code, names = json.loads(done.stderr.rpartition("\n")[2])
    assert code in {0, 1, 3}, done.stderr
    return set(names)


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("start") / "out"
    pages = {
        HOME: f"<title>某县人民政府</title><a href={HOME}ghjh/>规划计划</a>",
        f"{HOME}ghjh/": "<p>空</p>",
    }
    written(out / "snapshot", pages).close()
    return out


def test_looking_at_rules_loads_no_crawler() -> None:
    """Nor does it load what reads files and writes reports of pages."""
    assert not loaded_by("rules", "list").intersection(HEAVY)
    assert not loaded_by("rules", "show", "plans-column").intersection(HEAVY)


def test_judging_and_reporting_load_no_crawler(audited: Path) -> None:
    """What comes after the crawl needs no network, and no code for it."""
    results = str(audited / "results")
    assert not loaded_by("check", str(audited), "--out", results).intersection(HEAVY)
    report = loaded_by("report", f"{results}/audit.json", "--out", str(audited / "report"))
    assert not report.intersection(HEAVY)
    assert not loaded_by("facts", str(audited / "snapshot")).intersection(HEAVY)


def test_crawling_does_load_it(tmp_path: Path) -> None:
    """So the other tests look at the right thing."""
    out = str(tmp_path / "s")
    assert "scrapy" in loaded_by(
        "crawl", "http://127.0.0.1:9/", "--out", out, "--connect-to", "127.0.0.1:9:127.0.0.1:9"
    )
