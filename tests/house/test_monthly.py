"""The monthly set-up stands in two documents, is the same in both, and works as it is printed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHELL = shutil.which("sh")


def five_lines(document: str) -> list[str]:
    """The commands of the set-up, as a clerk copies them."""
    text = (ROOT / document).read_text(encoding="utf-8")
    (block,) = re.findall(r"```sh\n(gongkai init\n.*?)```", text, re.DOTALL)
    return str(block).splitlines()


def test_both_documents_print_the_same_five_lines() -> None:
    lines = five_lines("README.md")
    assert lines == five_lines("docs/monthly.md")
    assert len(lines) == 5
    assert lines[-1] == "gongkai serve"


@pytest.mark.skipif(SHELL is None, reason="no shell to paste the lines into")
def test_the_lines_work_in_an_empty_folder(tmp_path: Path) -> None:
    """All but the last, which runs for ever: in its place, what it is going to do."""
    programs, desk = tmp_path / "bin", tmp_path / "desk"
    programs.mkdir()
    desk.mkdir()
    start = "import sys; from audits.cli import main; sys.exit(main())"
    program = programs / "gongkai"
    program.write_text(
        f'#!/bin/sh\nexec {shlex.join([sys.executable, "-c", start])} "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    lines = [*five_lines("README.md")[:-1], "gongkai serve --show"]
    done = subprocess.run(
        [str(SHELL), "-e"],
        input="\n".join(lines),
        cwd=desk,
        env={
            **{key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_")},
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "每月1日 02:00" in done.stdout.splitlines()[-1]
    assert re.search(r"moxian .*\d{4}-\d\d-01 ", done.stdout.splitlines()[-1])
