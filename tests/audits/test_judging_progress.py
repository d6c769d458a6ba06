"""How far judging has come is shown on a terminal, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checker.facts.disk import HOME, written


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("progress") / "snapshot"
    pages = {HOME: f"<title>某县人民政府</title><a href={HOME}ghjh/>规划计划</a><p>欢迎</p>"}
    pages |= {f"{HOME}ghjh/": "<title>规划计划</title><p>建设中</p>"}
    written(folder, pages).close()
    return folder


def checked(folder: Path, out: Path, *words: str, terminal: bool) -> str:
    """Judge the snapshot; return what stood on standard error."""
    command = [sys.executable, "-m", "audits.cli", "check", str(folder), "--out", str(out), *words]
    if not terminal:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in {0, 1, 3}, done.stderr
        return done.stderr
    ours, theirs = os.openpty()
    with subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    ) as process:
        os.close(theirs)
        told = b""
        while True:
            try:
                more = os.read(ours, 65_536)
            except OSError:  # the other end is closed
                break
            if not more:
                break
            told += more
        os.close(ours)
    assert process.returncode in {0, 1, 3}, told
    return told.decode("utf-8", "replace")


def test_pages_and_rules_are_counted_on_a_terminal(folder: Path, tmp_path: Path) -> None:
    told = checked(folder, tmp_path / "out", terminal=True)
    assert "读懂网页" in told
    assert "判定规则" in told


def test_nothing_is_shown_elsewhere_or_where_it_is_not_wanted(folder: Path, tmp_path: Path) -> None:
    assert checked(folder, tmp_path / "out", terminal=False) == ""
    quiet = checked(folder, tmp_path / "two", "--no-progress", terminal=True)
    assert "读懂网页" not in quiet
