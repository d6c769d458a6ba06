"""Whether an index holds what we write into one, and nothing else: snapshots are handed on, and may be anybody's.

A view in the place of a table never ends, a trigger acts when we write, a number in the place of a text
stops what reads it.  So the tables must be ours to the letter, and every value of its column's kind.
It says what is wrong and does not mend it; what the texts mean is the reader's business.
"""

from __future__ import annotations

import re
import sqlite3
from enum import StrEnum
from functools import cache

from crawler.reading.link import LinkKind
from crawler.snapshot.model import Outcome, Role, Sameness
from crawler.snapshot.rendering import Drawn

# Nothing that we write comes near: a page's links are four bytes each.
LONGEST_VALUE = 64 * 1024 * 1024
MOST_ANCHORS = 1 << 26  # the numbers are an array in memory
_LONGEST_TEXT = 1 << 20
_MOST = (1 << 53) - 1
_KINDS: dict[tuple[str, str], type[StrEnum]] = {
    ("urls", "role"): Role,
    ("urls", "outcome"): Outcome,
    ("urls", "unchanged"): Sameness,
    ("anchors", "kind"): LinkKind,
    ("renderings", "drawn"): Drawn,
}
_UNLIMITED = frozenset({("meta", "value"), ("probes", "data")})
_SPACE = re.compile(r"\s+")


def limit(connection: sqlite3.Connection) -> None:
    """Let a connection read nothing larger than we write, and call nothing that a schema names."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")


def is_ours(connection: sqlite3.Connection, tables: str) -> bool:
    """Whether there are no tables but those that the script `tables` makes, and nothing else at all."""
    known = _made_by(tables)
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master")
    return all(
        known.get((kind, name)) == (_SPACE.sub(" ", sql) if isinstance(sql, str) else None)
        and (kind, name) in known
        for kind, name, sql in rows
    )


@cache
def _made_by(tables: str) -> dict[tuple[str, str], str | None]:
    scratch = sqlite3.connect(":memory:")
    scratch.executescript(tables)
    rows = scratch.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    scratch.close()
    return {(kind, name): _SPACE.sub(" ", sql) if sql else None for kind, name, sql in rows}


def wrong_value(connection: sqlite3.Connection) -> str | None:
    """Return "table.column" of a value that we would not have written there, None where there is none."""
    names = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE sql != ''")
    ]
    for table in names:
        wrong = _wrong_ways(connection, table)
        tests = ", ".join(f"total({test})" for test in wrong.values())
        found = connection.execute(f"SELECT {tests} FROM {table}").fetchone()  # noqa: S608 - our own names
        for column, count in zip(wrong, found, strict=True):
            if count:
                return f"{table}.{column}"
    return None


def _wrong_ways(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return, by column, a condition that holds of values that do not belong there."""
    found = {}
    for _, column, kind, *_ in connection.execute(f"PRAGMA table_info({table})"):
        allowed = {"TEXT": "'text'", "BLOB": "'blob'", "INTEGER": "'integer'"}.get(
            kind, "'integer', 'real'"
        )
        test = f"typeof({column}) NOT IN ('null', {allowed})"
        if (table, column) in _KINDS:
            names = ", ".join(f"'{one.value}'" for one in _KINDS[table, column])
            test += f" OR {column} NOT IN ({names})"
        elif kind == "TEXT" and (table, column) not in _UNLIMITED:
            test += f" OR length({column}) > {_LONGEST_TEXT}"
        elif kind == "BLOB":
            test += f" OR length({column}) % 4"
        elif kind != "TEXT":
            most = MOST_ANCHORS if (table, column) == ("anchors", "id") else _MOST
            test += f" OR {column} NOT BETWEEN 0 AND {most}"
        found[column] = f"coalesce({test}, 0)"
    return found
