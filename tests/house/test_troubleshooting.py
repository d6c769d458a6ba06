"""What the page for troubles quotes is what the program says; the list of all messages can be made."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
# Rows of the tables whose first column is something that the program says.
QUOTED = [
    row.split(" | ")[0].removeprefix("| ").replace("“…”", "…")
    for row in PAGE.splitlines()
    if row.startswith("| ") and not row.startswith(("| 程序说", "| 报告说"))
]


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MESSAGES = loaded("messages")


@cache
def said() -> tuple[str, ...]:
    """Every text of the code, with slots as `…`."""
    found = {
        re.sub(r"\{[^{}\n]*\}", "…", text)
        for tree in MESSAGES.trees(ROOT).values()
        for text in MESSAGES.texts(tree)
    }
    return tuple(found)


@pytest.mark.parametrize("quoted", QUOTED)
def test_the_program_says_what_the_page_quotes(quoted: str) -> None:
    parts = quoted.split("…")
    wanted = re.compile(".*?".join(map(re.escape, parts)), re.DOTALL)
    assert any(wanted.search(text) for text in said() if parts[0] in text)


def test_rows_say_cause_and_remedy() -> None:
    assert len(QUOTED) > 50
    rows = [row for row in PAGE.splitlines() if row.startswith("| ")]
    assert all(len([cell for cell in row.strip("| ").split(" | ") if cell]) == 3 for row in rows)


def test_the_list_of_all_messages_holds_what_is_raised() -> None:
    page = MESSAGES.page(ROOT)
    assert "- --no-base 要和 --pack 一起用：没有基本包，也没有指定别的包。" in page
    assert "- 没有工作要点包“…”；已有的包：…" in page
    assert page.count("\n- ") > 200
