"""Opening the store: its engine, its revision, its transactions.

Knows no table but the one that holds the revision.  What is in the tables is the repositories' business.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, StatementError

from audits.store import schema
from audits.store.engine import Engine
from audits.store.errors import StoreError
from audits.store.postgres_address import PostgresAddress, Storage, postgres_address
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
        with self._said(), self._engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that only reads one state of the store, and waits for nobody.  Raises StoreError."""
        with self._said(), self._engine.reading() as connection:
            yield connection

    @contextlib.contextmanager
    def single(self) -> Iterator[Connection]:
        """`begin` for one statement that compares and sets by itself, such as a beat of a lock.

        On PostgreSQL it waits for nobody but who changes the same row.  Raises StoreError.
        """
        with self._said(), self._engine.single() as connection:
            yield connection

    @contextlib.contextmanager
    def alone(self, what: str) -> Iterator[bool]:
        """Whether no other machine does `what` at present, as long as the block runs.  Raises StoreError."""
        with contextlib.ExitStack() as stack:
            with self._said():
                mine = stack.enter_context(self._engine.alone(what))
            yield mine

    def moment(self, connection: Connection, clock: Callable[[], datetime]) -> datetime:
        """What time it is, by one clock for all who use the store: the server's, or else `clock`."""
        found = self._engine.moment(connection)
        return clock() if found is None else found

    def now(self, clock: Callable[[], datetime]) -> datetime:
        """As `moment`, in a transaction of its own.  Raises StoreError."""
        with self.reading() as connection:
            return self.moment(connection, clock)

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
        with self._said(), self._engine.altering() as connection:
            found = schema.of(connection) or ""
            if not schema.older(found, to):
                return False
            schema.refuse_strangers(connection, self.place)
            if found:
                self._engine.keep_copy(to)
            schema.bring(connection, to)
        return True

    def copy_to(self, target: Path) -> None:
        """Write the store as it is now to one file, whole or not at all, while others go on.  Raises StoreError."""
        self._engine.copy_to(target)

    def close(self) -> None:
        """Let go of the store."""
        self._engine.close()

    @contextlib.contextmanager
    def _said(self) -> Iterator[None]:
        """Errors of the database in words for a person."""
        try:
            yield
        except DBAPIError as error:
            raise self._engine.explained(error) from error
        except StatementError as error:
            if isinstance(error.orig, StoreError):  # a value that no store takes
                raise error.orig from error
            raise

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
    storage: Storage, *, create: bool = True, busy_seconds: float = BUSY_SECONDS
) -> Store:
    """Open the store at a path or URL; make it where there is none, upgrade it where it is older.

    Raises StoreError (Chinese): newer than this program, no store of ours, broken, locked by another for
    longer than `busy_seconds`, not writable, out of reach, missing where `create` is false; RefusedError
    where the password cannot be had.
    """
    engine = engine_of(storage, busy_seconds)
    store = Store(engine)
    try:
        engine.prepare(schema.bring, create=create)
        store.upgrade()
        engine.settle()
    except BaseException:
        store.close()
        raise
    return store


def engine_of(storage: Storage, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """The engine for a storage; it has touched nothing yet.  Raises StoreError."""
    elsewhere = postgres_address(storage)
    if elsewhere is not None:
        return _postgres(elsewhere, busy_seconds)
    if isinstance(storage, str):
        kind, found, _ = storage.partition("://")
        if found and not storage.startswith(_SQLITE):
            raise StoreError(
                f"不能用 {kind} 数据库存放检查数据。请在 gongkai.yaml 的 storage 写 SQLite 文件的路径"
                "或 postgresql://用户@主机/数据库，或去掉 storage 使用默认的 gongkai.sqlite。"
            )
        storage = storage.removeprefix(_SQLITE)
    return SqliteEngine(Path(str(storage)), busy_seconds=busy_seconds)


def _postgres(where: PostgresAddress, busy_seconds: float) -> Engine:
    try:
        module = import_module("audits.store.postgres")  # its driver is of an extra
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "psycopg":
            raise
        raise _missing() from error
    except ImportError as error:  # psycopg without libpq
        raise _missing() from error
    engine: Engine = module.PostgresEngine(where, busy_seconds=busy_seconds)
    return engine


def _missing() -> StoreError:
    return StoreError(
        "storage 写的是 PostgreSQL 数据库，这里没有安装它的驱动。请运行：pip install 'gongkai[cluster]'"
    )
