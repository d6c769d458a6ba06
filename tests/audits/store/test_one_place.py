"""What SQLite alone understands stands in one place, so that another engine is another module."""

from __future__ import annotations

import ast
from pathlib import Path

import audits.store

FOLDER = Path(audits.store.__file__).parent
SQLITE = {"sqlite.py", "sqlite_errors.py"}


def asks_for_sqlite(path):
    """Imports of the driver or dialect, and statements in words."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Attribute):
            names = [node.attr] if node.attr in {"exec_driver_sql", "dialects"} else []
        else:
            continue
        yield from (name for name in names if not name.startswith("audits."))


def test_no_other_module_asks_for_sqlite_or_writes_sql_in_words():
    odd = {
        path.name: found
        for path in FOLDER.rglob("*.py")
        if path.name not in SQLITE
        and (
            found := [
                n
                for n in asks_for_sqlite(path)
                if "sqlite" in n or "_sql" in n or "text" in n.split(".")[-1:]
            ]
        )
    }
    assert odd == {}


def test_the_place_itself_does():
    """So the other test looks at the right thing."""
    found = set(asks_for_sqlite(FOLDER / "sqlite.py"))
    assert {"sqlite3", "exec_driver_sql"} <= found
