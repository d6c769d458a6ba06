"""What lies in the folder somebody works in is data: no process of ours takes it for a module."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

from audits.scanning import finishers
from audits.serving.children import mail_command
from checker.facts import ahead
from crawler.spiders import reader_apart

ROOT = Path(__file__).parents[2]


def test_no_process_of_ours_takes_modules_from_the_current_folder() -> None:
    """Every `python -m` in the code is a `python -P -m`."""
    loose = []
    for package in ("crawler", "rules", "checker", "reports", "audits"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Tuple | ast.List):
                    words = [one.value for one in node.elts if isinstance(one, ast.Constant)]
                    if "-m" in words and "-P" not in words:
                        loose.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert not loose


@pytest.mark.parametrize(
    "program",
    [ahead.PROGRAM, reader_apart.PROGRAM, mail_command(Path("gongkai.yaml"))],
    ids=["pages", "crawl", "server"],
)
def test_a_module_that_was_planted_is_not_run(program: tuple[str, ...], tmp_path: Path) -> None:
    """`pickle`, `json` and our own packages: the first modules that such a process asks for."""
    for name in ("pickle", "json", "struct", "checker", "crawler", "audits"):
        (tmp_path / f"{name}.py").write_text("open('run', 'w').close()\n", encoding="utf-8")
    done = subprocess.run(
        [*program[: program.index("-m") + 2], "--help"],
        cwd=tmp_path,
        input=b"",
        capture_output=True,
        check=False,
    )
    assert done.returncode is not None
    assert not (tmp_path / "run").exists()


def test_the_finishing_processes_too() -> None:
    assert "-P" in Path(finishers.__file__).read_text(encoding="utf-8")
