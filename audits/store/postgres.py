"""PostgreSQL as the engine of the store: its connections, locks, time-outs and snapshots.

The only module (with `postgres_errors`) that may hold what PostgreSQL alone understands.  Loaded where the
storage is a PostgreSQL address; needs the extra `gongkai[cluster]`.

Those that write take turns, as they do on SQLite: a transaction holds an advisory lock from its beginning, and
what it reads stands until it ends.  Why so: docs/decisions/0029-postgresql.md.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import psycopg
import sqlalchemy
from psycopg import conninfo
from psycopg.pq import PipelineStatus
from sqlalchemy import Connection, ExceptionContext, event, false, func, select
from sqlalchemy.exc import DBAPIError

from audits.store import schema
from audits.store.copying import to_sqlite
from audits.store.errors import StoreError
from audits.store.postgres_address import PostgresAddress
from audits.store.postgres_errors import explained, no_right, refused
from audits.store.tables import metadata
from audits.store.types import as_json

_KIND = "gongkai_kind"
_READING, _SINGLE, _ALTERING = "reading", "single", "altering"
# Advisory locks are numbers: the first says whose they are, the second which.
_OURS = crc32(b"gongkai") - (1 << 31)
_TABLES, _WRITING = 1, 2
# Held by all that write, so that whoever alters tables is alone; and by one writer at a time.
_LOCKS = {
    None: (
        f"SELECT pg_advisory_xact_lock_shared({_OURS}, {_TABLES}),"
        f" pg_advisory_xact_lock({_OURS}, {_WRITING})"
    ),
    _SINGLE: f"SELECT pg_advisory_xact_lock_shared({_OURS}, {_TABLES})",
    _ALTERING: f"SELECT pg_advisory_xact_lock({_OURS}, {_TABLES})",
}
_MAY_MAKE = "SELECT has_schema_privilege(current_schema(), 'CREATE')"
_CONNECT_SECONDS = 10
# Who was cut off in the middle of a transaction holds up the others for so long at most.
_IDLE_SECONDS = 120
_STATEMENT_SECONDS = 300


class PostgresEngine:
    """One database.  Writers wait for each other up to `busy_seconds`; readers wait for nobody."""

    def __init__(self, address: PostgresAddress, *, busy_seconds: float) -> None:
        """Connect to nothing yet.  Raises StoreError for an address that is none."""
        self.place = str(address)
        self._address = address
        self._wanted: dict[str, Any] = _wanted(address, busy_seconds)
        self._sql = sqlalchemy.create_engine(
            "postgresql+psycopg://",
            poolclass=sqlalchemy.QueuePool,
            pool_pre_ping=True,  # a connection that died while nobody used it is replaced
            pool_timeout=max(busy_seconds, 1),
            json_serializer=as_json,
        )
        self._reading = self._sql.execution_options(
            **{_KIND: _READING},
            isolation_level="REPEATABLE READ",
            postgresql_readonly=True,
        )
        self._single = self._sql.execution_options(**{_KIND: _SINGLE})
        self._altering = self._sql.execution_options(**{_KIND: _ALTERING})
        event.listen(self._sql, "begin", _begin)
        event.listen(self._sql, "do_connect", self._connected)
        event.listen(self._sql, "handle_error", _given_up)

    def prepare(self, fill: Callable[[Connection], None], *, create: bool) -> None:
        """See that there is a store in the database.  Raises StoreError."""
        try:
            with self.reading() as connection:
                self.refuse_unfit(connection)
                if schema.of(connection) is not None:
                    return
                schema.refuse_strangers(connection, self.place)
            if not create:
                raise StoreError(
                    f"数据库 {self.place} 里还没有检查数据：第一次 gongkai scan 或 gongkai worker 时才建立。"
                    "已经检查过的，请核对 gongkai.yaml 里的 storage。"
                )
            with self.altering() as connection:  # of two, the second waits here and finds it made
                if schema.of(connection) is None:
                    schema.refuse_strangers(connection, self.place)
                    fill(connection)
        except DBAPIError as error:
            raise self.explained(error) from error

    def refuse_unfit(self, connection: Connection) -> None:
        """Raise StoreError for a database that cannot hold a store, or none at present."""
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise StoreError(
                f"数据库 {self.place} 的编码是 {encoding}，存不了各种文字。"
                "请另建一个：CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0。"
            )
        if connection.scalar(select(func.pg_is_in_recovery())):
            raise StoreError(
                f"数据库 {self.place} 是只读的备用服务器，不能写入。请在 storage 写主服务器的地址。"
            )
        if schema.of(connection) is None and not connection.exec_driver_sql(_MAY_MAKE).scalar():
            raise StoreError(no_right(self.place))

    def settle(self) -> None:
        """Nothing has to be done."""

    def begin(self) -> AbstractContextManager[Connection]:
        """A transaction that has the writers' lock from its beginning; each statement sees what is there by then."""
        return self._sql.begin()

    def single(self) -> AbstractContextManager[Connection]:
        """A transaction of one statement that compares and sets by itself; it waits for that row only."""
        return self._single.begin()

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of the store; it cannot write."""
        return self._reading.begin()

    @contextlib.contextmanager
    def altering(self) -> Iterator[Connection]:
        """A transaction in which tables can be rebuilt: nobody else writes meanwhile."""
        with self._altering.begin() as connection:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            yield connection

    @contextlib.contextmanager
    def alone(self, what: str) -> Iterator[bool]:
        """Whether nobody else, on any machine, does this at present; held by a connection of its own."""
        key = crc32(what.encode()) - (1 << 31)
        with contextlib.ExitStack() as stack:
            try:
                connection = stack.enter_context(contextlib.closing(self._connect()))
                connection.autocommit = True
                asked = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (_OURS, key))
                found = asked.fetchone()
            except psycopg.Error as error:
                raise explained(self.place, error) from error
            yield bool(found and found[0])

    def moment(self, connection: Connection) -> datetime | None:
        """The clock of the server, the same for all machines."""
        moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return moment

    def number_on(self, connection: Connection) -> None:
        """Let new rows be numbered after those that were copied with their numbers."""
        for table in metadata.sorted_tables:
            number = table.autoincrement_column
            if number is not None:
                name = func.pg_get_serial_sequence(table.name, number.name)
                last = func.coalesce(func.max(number), 0)
                connection.execute(select(func.setval(name, last + 1, false())))

    def keep_copy(self, before: str) -> None:
        """Nothing: an upgrade is one transaction, and copies are `gongkai backup`'s business."""

    def copy_to(self, target: Path) -> None:
        """Copy the rows, as of one moment, to a SQLite file while others go on."""
        try:
            with self.reading() as connection:
                to_sqlite(connection, target, self.explained)
        except DBAPIError as error:
            raise self.explained(error) from error

    def explained(self, error: DBAPIError) -> StoreError:
        """Say what an error of the database means and what to do."""
        return explained(self.place, error)

    def close(self) -> None:
        """Let go of all connections."""
        self._sql.dispose()

    def _connected(
        self, _dialect: object, _record: object, _args: object, given: dict[str, Any]
    ) -> psycopg.Connection:
        """A connection for the pool; the address goes to libpq as it is."""
        return self._connect(context=given.get("context"))

    def _connect(self, **more: Any) -> psycopg.Connection:
        if self._address.password is not None:
            more["password"] = self._address.password()
        return psycopg.connect(self._address.conninfo, **self._wanted, **more)


def _wanted(address: PostgresAddress, busy_seconds: float) -> dict[str, str | int]:
    """What connections are set to, where the address says nothing else."""
    try:
        given = conninfo.conninfo_to_dict(address.conninfo)
    except psycopg.Error:  # it repeats the address, with the password
        raise refused(str(address)) from None
    busy = max(int(busy_seconds * 1000), 1)
    settings = {
        "lock_timeout": busy,
        "statement_timeout": _STATEMENT_SECONDS * 1000 + busy,
        "idle_in_transaction_session_timeout": _IDLE_SECONDS * 1000,
        "client_connection_check_interval": 10_000,
        "tcp_keepalives_idle": 30,
        "tcp_keepalives_interval": 10,
        "tcp_keepalives_count": 3,
    }
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    wanted: dict[str, str | int] = {
        "connect_timeout": _CONNECT_SECONDS,
        "application_name": "gongkai",
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 60_000,
        "client_encoding": "UTF8",
    }
    wanted = {name: value for name, value in wanted.items() if name not in given}
    return wanted | {"options": f"{options} {given.get('options') or ''}".strip()}


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get(_KIND)
    if kind != _READING:
        connection.exec_driver_sql(_LOCKS[kind])


def _given_up(context: ExceptionContext) -> None:
    """Let a connection go that broke off among several rows: it cannot even be rolled back."""
    if context.connection is None or context.connection.invalidated:
        return
    driver = context.connection.connection.dbapi_connection
    if isinstance(driver, psycopg.Connection):
        off = driver.info.pipeline_status == PipelineStatus.OFF
        context.is_disconnect = context.is_disconnect or not off
