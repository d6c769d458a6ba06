"""What one database alone understands stands in one place, so that another engine is another module."""

from __future__ import annotations

import ast
from pathlib import Path

import audits.store

FOLDER = Path(audits.store.__file__).parent
ENGINES = {"sqlite.py", "sqlite_errors.py", "postgres.py", "postgres_errors.py"}
# A statement in words that both engines understand, and its tests run on both.
BOTH = {"address_leases.py": ["sqlalchemy.text"]}
ODD = ("sqlite", "_sql", "psycopg", "postgresql")


def asks_an_engine(path):
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


def test_no_other_module_asks_an_engine_or_writes_sql_in_words():
    odd = {
        path.name: found
        for path in FOLDER.rglob("*.py")
        if path.name not in ENGINES
        and (
            found := [
                n
                for n in asks_an_engine(path)
                if any(odd in n for odd in ODD) or "text" in n.split(".")[-1:]
            ]
        )
    }
    assert odd == BOTH


def test_the_place_itself_does():
    """So the other test looks at the right thing."""
    assert {"sqlite3", "exec_driver_sql"} <= set(asks_an_engine(FOLDER / "sqlite.py"))
    assert {"psycopg", "exec_driver_sql"} <= set(asks_an_engine(FOLDER / "postgres.py"))
