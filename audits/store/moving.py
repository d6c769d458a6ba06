"""A store in a SQLite file moved into an empty database of another engine, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import DBAPIError, StatementError

from audits.store import schema
from audits.store.copying import copy_rows
from audits.store.errors import StoreError
from audits.store.postgres_address import Storage
from audits.store.sqlite import SqliteEngine
from audits.store.store import Store, engine_of


def move(source: Path, storage: Storage, put_in_place: Callable[[], object]) -> None:
    """Copy all rows of a store of our newest revision, and keep them once `put_in_place` has succeeded.

    Raises StoreError, RefusedError, and what `put_in_place` raises; then the database is as it was.
    """
    engine = engine_of(storage)
    held = SqliteEngine(source, busy_seconds=0)
    try:
        with Store(engine).reading() as connection:
            schema.refuse_filled(connection, engine.place)
            engine.refuse_unfit(connection)
        with engine.altering() as connection:  # another may have filled it meanwhile
            schema.refuse_filled(connection, engine.place)
            schema.bring(connection)
            with held.reading() as rows:
                copy_rows(rows, connection, held.explained)
            engine.number_on(connection)
            put_in_place()
    except DBAPIError as error:
        raise engine.explained(error) from error
    except (
        StatementError,
        ValueError,
        TypeError,
    ) as error:  # what SQLite took and no type of ours is
        raise StoreError("备份里的数据库有读不懂的内容，没有恢复。请换一个备份文件。") from error
    finally:
        held.close()
        engine.close()
