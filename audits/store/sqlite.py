"""SQLite as the engine of the store: its file, PRAGMAs, locks and copies.

The only module (with `sqlite_errors`) that may hold what SQLite alone understands; another engine is
another module that offers what `engine.Engine` asks for.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import sqlalchemy
from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError

from audits.asides import beside, sweep
from audits.store.errors import StoreError
from audits.store.sqlite_errors import explained, unusable
from audits.store.types import as_json

_READING = "gongkai_reading"


class SqliteEngine:
    """One SQLite file.  Writers wait for each other up to `busy_seconds`; readers wait for nobody."""

    def __init__(self, path: Path, *, busy_seconds: float) -> None:
        """Touch nothing yet."""
        self.path = path
        self._busy_seconds = busy_seconds
        self._sql = sqlalchemy.create_engine(
            "sqlite+pysqlite://",
            creator=lambda: connect(path, busy_seconds=busy_seconds),
            poolclass=sqlalchemy.QueuePool,
            json_serializer=as_json,
        )
        self._sql_reading = self._sql.execution_options(**{_READING: True})
        event.listen(self._sql, "begin", _begin)

    @property
    def place(self) -> str:
        """The file."""
        return str(self.path)

    def prepare(self, fill: Callable[[Connection], None], *, create: bool) -> None:
        """See that the file is there and may be written.  Raises StoreError."""
        try:
            sweep(self.path.parent)
            if not self.path.exists():
                if not create:
                    raise StoreError(
                        f"还没有数据库 {self.path}：第一次 gongkai scan 时才建立（先用 gongkai init 写配置）。"
                        "已经检查过的，请核对 gongkai.yaml 里的 data 和 storage。"
                    )
                self._make(fill)
            if not self.path.is_file():
                raise StoreError(f"{self.path} 不是文件，不能用作数据库。请换一个路径。")
            if not os.access(self.path, os.R_OK | os.W_OK):
                raise StoreError(f"数据库 {self.path} 没有读写权限。请检查文件的属主和权限。")
        except OSError as error:
            raise unusable(self.path, error) from error

    def _make(self, fill: Callable[[Connection], None]) -> None:
        """Make the store beside its place and put it there; another's, made meanwhile, stays."""
        folder = self.path.parent
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"数据库 {self.path} 不能建立：{folder} 不是目录。请换一个路径。")
        folder.mkdir(parents=True, exist_ok=True)
        with beside(self.path) as aside:
            made = aside / self.path.name
            os.close(
                os.open(made, os.O_CREAT | os.O_EXCL, 0o600)
            )  # SQLite gives the same to those beside it
            engine = SqliteEngine(made, busy_seconds=self._busy_seconds)
            try:
                with engine.altering() as connection:
                    fill(connection)
                engine.settle()
            except DBAPIError as error:
                raise explained(self.path, error) from error
            finally:
                engine.close()
            with contextlib.suppress(FileExistsError):
                os.link(made, self.path)

    def refuse_unfit(self, connection: Connection) -> None:
        """Nothing: what is SQLite will do."""

    def settle(self) -> None:
        """Let readers and a writer work side by side from now on; where the file system cannot, they take turns."""
        with contextlib.suppress(DBAPIError), self._sql.connect() as connection:
            plain = _plain(connection)
            with contextlib.suppress(sqlite3.Error):
                plain.execute("PRAGMA journal_mode = WAL").fetchone()

    def begin(self) -> AbstractContextManager[Connection]:
        """A transaction that holds the write lock from its beginning, so that it never fails half-way for it."""
        return self._sql.begin()

    def single(self) -> AbstractContextManager[Connection]:
        """As `begin`: there is one lock for all that write."""
        return self._sql.begin()

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of the store; it cannot write."""
        return self._sql_reading.begin()

    @contextlib.contextmanager
    def altering(self) -> Iterator[Connection]:
        """A transaction in which tables can be rebuilt: references are checked at its end."""
        with self._sql.connect() as connection:
            plain = _plain(connection)
            plain.execute("PRAGMA foreign_keys = OFF")  # has no effect inside a transaction
            try:
                with connection.begin():
                    yield connection
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise StoreError(
                            f"数据库 {self.path} 升级后有的记录指向不存在的记录，升级已撤销，数据未变。"
                            "请用 gongkai restore 恢复备份，并把这条消息告诉开发者。"
                        )
            finally:
                plain.execute("PRAGMA foreign_keys = ON")

    def alone(self, what: str) -> AbstractContextManager[bool]:  # noqa: ARG002 - others name a lock
        """Always: no other machine writes here.  On this one, locks on files decide."""
        return contextlib.nullcontext(enter_result=True)

    def moment(self, connection: Connection) -> datetime | None:  # noqa: ARG002 - others ask their server
        """None: the clock is this machine's."""
        return None

    def number_on(self, connection: Connection) -> None:
        """Nothing: SQLite looks for the last number each time."""

    def keep_copy(self, before: str) -> Path:
        """Copy the store to `<name>.before-<revision>`; a copy that is there already is written anew."""
        kept = self.path.with_name(f"{self.path.name}.before-{before}")
        self.copy_to(kept)
        return kept

    def copy_to(self, target: Path) -> None:
        """Copy the store to a file of its own while others go on."""
        copy(self.path, target, busy_seconds=self._busy_seconds)

    def explained(self, error: DBAPIError) -> StoreError:
        """Say what an error of the database means and what to do."""
        return explained(self.path, error)

    def close(self) -> None:
        """Let go of all connections."""
        self._sql.dispose()


def connect(path: Path, *, busy_seconds: float) -> sqlite3.Connection:
    """Open a SQLite file that is there, to be written, with transactions begun by hand.  Raises sqlite3.Error."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=rw",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,  # the pool gives a connection to one thread at a time
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")  # a mail that was sent stays sent
    except UnicodeDecodeError as error:  # what is said of a harmed file quotes it byte by byte
        connection.close()
        harmed = sqlite3.DatabaseError("malformed database schema")
        harmed.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise harmed from error
    except BaseException:
        connection.close()
        raise
    return connection


def copy(source: Path, target: Path, *, busy_seconds: float) -> None:
    """Copy a store while others use it: one state of it, whole or not at all, as one file of mode 0600.

    Raises StoreError.
    """
    try:
        with beside(target) as aside:
            part = aside / "part"
            os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
            with (
                contextlib.closing(connect(source, busy_seconds=busy_seconds)) as opened,
                contextlib.closing(sqlite3.connect(part, isolation_level=None)) as copied,
            ):
                opened.backup(copied)
                copied.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
            with part.open("rb") as written:
                os.fsync(written.fileno())
            part.replace(target)
    except sqlite3.Error as error:
        raise explained(source, error) from error
    except OSError as error:
        raise unusable(target, error) from error


def sound(path: Path) -> bool:
    """Say whether a SQLite file is whole: pages, indexes and references."""
    try:
        with contextlib.closing(connect(path, busy_seconds=0)) as opened:
            checked = opened.execute("PRAGMA integrity_check").fetchall()
            return (
                checked == [("ok",)] and not opened.execute("PRAGMA foreign_key_check").fetchall()
            )
    except sqlite3.Error:
        return False


def _plain(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection: what it executes begins no transaction."""
    plain = connection.connection.dbapi_connection
    assert isinstance(plain, sqlite3.Connection)  # noqa: S101 - what `connect` returns
    return plain


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get(_READING):
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
