"""For all tests: sound archives, how patient property tests are, and the table that a run ends with (tests/gold)."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from pytest import TerminalReporter  # noqa: PT013  # the hook's own argument

from tests.archives import complaints, finished
from tests.postgres.fixtures import (  # noqa: F401 - for all tests
    _databases_dropped,
    own_postgres,
    postgres_database,
    postgres_store,
)

# How long one example takes says more of the machine than of the code.
# Half of the usual number of examples: what runs with every change must end soon; the fuzzers look further.
settings.register_profile("patient", deadline=None, max_examples=50)
settings.load_profile("patient")

_HEAD = ("语料", "事实", "真值", "准确率", "召回率", "准确率下限", "召回率下限")
_WIDTHS = (12, 14, 8, 10, 10, 12, 12)

_seen: set[str] = set()


def pytest_sessionfinish() -> None:
    """Keep what `make coverage` has seen: a process of xdist that takes longer than ten seconds to end is killed."""
    coverage = sys.modules.get("coverage")
    measuring = coverage.Coverage.current() if coverage is not None else None
    if measuring is not None:
        measuring.save()


@pytest.fixture(autouse=True)
def _sound_archives(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Let warcio check every snapshot that a test made and finished.

    A test that harms one on purpose says so: `@pytest.mark.harms_archives`.
    """
    yield
    base = tmp_path_factory.getbasetemp()
    fresh = [entry.name for entry in os.scandir(base) if entry.name not in _seen]
    _seen.update(fresh)
    if request.node.get_closest_marker("harms_archives"):
        return
    folders = [path.parent for name in fresh for path in (base / name).rglob("index.sqlite")]
    told = {
        str(folder.relative_to(base)): wrong
        for folder in folders
        if finished(folder) and (wrong := complaints(folder))
    }
    assert not told


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print the rows that tests recorded as `gold`, passing or not."""
    reports = [one for key in ("passed", "failed") for one in terminalreporter.stats.get(key, [])]
    rows = [
        row
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "gold"
        for row in value
    ]
    if rows:
        terminalreporter.section("事实读取：准确率与召回率")
        for row in (_HEAD, *rows):
            terminalreporter.write_line("".join(map(_cell, row, _WIDTHS)))


def _cell(value: Any, width: int) -> str:
    text = f"{value:.4f}" if isinstance(value, float) else str(value)
    shown = sum(2 if unicodedata.east_asian_width(letter) in "FW" else 1 for letter in text)
    return text + " " * max(1, width - shown)
