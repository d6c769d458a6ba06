"""Opening the store: its engine, its revision, its transactions.

Knows no table but the one that holds the revision.  What is in the tables is the repositories' business.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from audits.store import schema
from audits.store.engine import Engine
from audits.store.errors import StoreError
from audits.store.sqlite import SqliteEngine

BUSY_SECONDS = 60.0
_SQLITE = "sqlite:///"


class Store:
    """An open store.  Threads may share it; a forked process opens its own."""

    def __init__(self, engine: Engine) -> None:
        """Take an engine whose store is there; `open_store` is the way to get one."""
        self._engine = engine

    @property
    def place(self) -> str:
        """The store as a person knows it: file or address, without any password."""
        return self._engine.place

    @contextlib.contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction that may write: kept as a whole where the block ends, undone where it raises.

        Keep the block short: others that write wait for it.  Raises StoreError.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise self._engine.explained(error) from error

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that only reads one state of the store, and waits for nobody.  Raises StoreError."""
        try:
            with self._engine.reading() as connection:
                yield connection
        except DBAPIError as error:
            raise self._engine.explained(error) from error

    def revision(self) -> str:
        """The revision of the tables, "" where there are none."""
        with self.reading() as connection:
            return schema.of(connection) or ""

    def upgrade(self, to: str = schema.NEWEST) -> bool:
        """Bring an older store to a revision, whole or not at all; say whether there was anything to do.

        A copy is kept first.  Who comes second waits and finds it done.  Raises StoreError for a store
        that is newer than this program or none of ours.
        """
        found = self.revision()
        if found == to:
            return False
        schema.refuse_foreign(found, self.place)
        try:
            with self._engine.altering() as connection:
                found = schema.of(connection) or ""
                if not schema.older(found, to):
                    return False
                schema.refuse_strangers(connection, self.place)
                if found:
                    self._engine.keep_copy(to)
                schema.bring(connection, to)
        except DBAPIError as error:
            raise self._engine.explained(error) from error
        return True

    def copy_to(self, target: Path) -> None:
        """Write the store as it is now to one file, whole or not at all, while others go on.  Raises StoreError."""
        self._engine.copy_to(target)

    def close(self) -> None:
        """Let go of the store."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(
    url_or_path: str | Path, *, create: bool = True, busy_seconds: float = BUSY_SECONDS
) -> Store:
    """Open the store at a path or URL; make it where there is none, upgrade it where it is older.

    Raises StoreError (Chinese): newer than this program, no store of ours, broken, locked by another for
    longer than `busy_seconds`, not writable, missing where `create` is false.
    """
    engine = _engine(url_or_path, busy_seconds)
    store = Store(engine)
    try:
        engine.prepare(schema.bring, create=create)
        store.upgrade()
        engine.settle()
    except BaseException:
        store.close()
        raise
    return store


def _engine(url_or_path: str | Path, busy_seconds: float) -> Engine:
    if isinstance(url_or_path, str):
        kind, found, _ = url_or_path.partition("://")
        if found and not url_or_path.startswith(_SQLITE):
            raise StoreError(
                f"还不能用 {kind} 数据库存放检查数据。请在 gongkai.yaml 的 storage 写 SQLite 文件的路径，"
                "或去掉 storage 使用默认的 gongkai.sqlite。"
            )
        url_or_path = Path(url_or_path.removeprefix(_SQLITE))
    return SqliteEngine(url_or_path, busy_seconds=busy_seconds)
