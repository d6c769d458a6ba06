"""The clerk's guide tells all there is; that it works as it is printed is held by test_printed_commands."""

from __future__ import annotations

from pathlib import Path

from checker.catalogue import checks

GUIDE = Path(__file__).parents[2] / "docs" / "writing-a-rule.md"


def test_the_table_names_every_check_and_parameter() -> None:
    table = GUIDE.read_text(encoding="utf-8").partition("## 现有的检查和参数")[2]
    for name, check in checks().items():
        row = next(line for line in table.splitlines() if line.startswith(f"| `{name}`"))
        for parameter in check.params.model_fields:
            assert f"`{parameter}`" in row, f"{name}: {parameter}"
