"""All rows of a store: read through, or copied into the empty tables of another, whatever engines the two are on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.exc import DBAPIError

from audits.store import schema
from audits.store.errors import StoreError
from audits.store.sqlite import SqliteEngine
from audits.store.tables import metadata

_AT_ONCE = 1000


def copy_rows(
    source: Connection, target: Connection, explained: Callable[[DBAPIError], StoreError]
) -> None:
    """Copy every row, those that are referred to first; the source's errors are told by `explained`."""
    for table in metadata.sorted_tables:
        for rows in _read(source, table, explained):
            target.execute(insert(table), rows)


def readable(connection: Connection) -> bool:
    """Say whether every row can be read; SQLite keeps what no column type of ours understands."""
    try:
        for table in metadata.sorted_tables:
            for _ in connection.execute(select(table), execution_options={"yield_per": _AT_ONCE}):
                pass
    except (ValueError, TypeError):
        return False
    return True


def to_sqlite(
    source: Connection, target: Path, explained: Callable[[DBAPIError], StoreError]
) -> None:
    """Write a store to a SQLite file that is not there yet, whole or not at all."""

    def fill(connection: Connection) -> None:
        schema.bring(connection)
        copy_rows(source, connection, explained)

    engine = SqliteEngine(target, busy_seconds=0)
    try:
        engine.prepare(fill, create=True)
    finally:
        engine.close()


def _read(
    source: Connection, table: Table, explained: Callable[[DBAPIError], StoreError]
) -> Iterator[Sequence[dict[str, Any]]]:
    by = tuple(table.primary_key.columns)
    statement = select(table).order_by(*by).execution_options(yield_per=_AT_ONCE)
    try:
        for rows in source.execute(statement).mappings().partitions(_AT_ONCE):
            yield [dict(row) for row in rows]
    except DBAPIError as error:
        raise explained(error) from error
