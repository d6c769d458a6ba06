"""The clerk's guide works as it is printed: its rule and its pack lint, and its cases hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audits.cli import run

GUIDE = Path(__file__).parents[2] / "docs" / "writing-a-rule.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Save the guide's examples where it says they go."""
    text = GUIDE.read_text(encoding="utf-8")
    found = dict(re.findall(r"```yaml (rule|pack)\n(.*?)```", text, re.DOTALL))
    rule = tmp_path / "library" / "notices" / "notices-column.yaml"
    pack = tmp_path / "packs" / "moxian-2026.yaml"
    for path, example in ((rule, found["rule"]), (pack, found["pack"])):
        path.parent.mkdir(parents=True)
        path.write_text(example, encoding="utf-8")
    return tmp_path


def test_the_example_passes_lint(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "lint", "--rules", str(folder)]) == 0, capsys.readouterr().err


def test_the_cases_of_the_example_hold(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["rules", "test", "notices-column", "--rules", str(folder)])
    assert code == 0, capsys.readouterr().out


def test_the_table_names_every_check_and_parameter() -> None:
    from checker.catalogue import checks  # noqa: PLC0415 - the table is about what is there now

    table = GUIDE.read_text(encoding="utf-8").partition("## 现有的检查和参数")[2]
    for name, check in checks().items():
        row = next(line for line in table.splitlines() if line.startswith(f"| `{name}`"))
        for parameter in check.params.model_fields:
            assert f"`{parameter}`" in row, f"{name}: {parameter}"
