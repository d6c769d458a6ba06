"""The tables of the queue, in a schema of their own: Procrastinate's as it ships them, and ours beside them.

Made and upgraded in one transaction that holds the lock of all who write: of two, the second finds it done.
Jobs stay where they are; what Procrastinate changes about their table is its own migrations' business.
"""

from __future__ import annotations

from pathlib import Path

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, text

from audits.store import Store, StoreError

SCHEMA = "gongkai_queue"
# Ours: whose worker a number is; and two indexes without which 14,000 waiting jobs are read for each that is taken.
_OURS = """
CREATE TABLE gongkai_workers (
    worker_id bigint PRIMARY KEY,
    host text NOT NULL,
    pid integer NOT NULL,
    queue text NOT NULL,
    at_once integer NOT NULL,
    version text NOT NULL,
    started_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE INDEX gongkai_jobs_lock ON procrastinate_jobs (lock) WHERE status IN ('todo', 'doing');
CREATE INDEX gongkai_jobs_claim ON procrastinate_jobs ((args ->> 'claim')) WHERE status IN ('todo', 'doing');
"""
_VERSIONS = "CREATE TABLE gongkai_queue_version (migration text NOT NULL)"


def prepare(store: Store, *, to: str | None = None) -> bool:
    """Make the tables, or bring them to what this Procrastinate wants; say whether there was anything to do.

    `to` stops at an older migration of Procrastinate.  Raises StoreError.
    """
    with store.reading() as connection:
        if present(connection) and _version(connection) == newest():
            return False
    with store.begin() as connection:
        if not present(connection):
            _make(connection, to)
            return True
        found = _version(connection)
        if found > newest():
            raise StoreError(
                "数据库里的任务队列是更新版本的 gongkai 建立的，没有改动它。请把这台机器上的 gongkai 升级到同一版本。"
            )
        return _bring(connection, found, newest())


def present(connection: Connection) -> bool:
    """Say whether there is a queue beside the store."""
    if connection.dialect.name != "postgresql":
        return False
    asked = text("SELECT to_regclass('gongkai_queue.gongkai_queue_version') IS NOT NULL")
    return bool(connection.scalar(asked))


def reach(connection: Connection) -> None:
    """Let a transaction see the tables of the queue after those of the store."""
    connection.execute(
        text("SELECT set_config('search_path', current_setting('search_path') || :more, true)"),
        {"more": f", {SCHEMA}"},
    )


def newest() -> str:
    """The last migration of the Procrastinate that is installed."""
    return _migrations()[-1].stem


def _migrations() -> list[Path]:
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def _make(connection: Connection, to: str | None) -> None:
    _run(connection, f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    _run(connection, f"SET LOCAL search_path TO {SCHEMA}")
    if to is None:
        _run(connection, SchemaManager.get_schema())
    else:
        for migration in _migrations():
            if migration.stem <= to:
                _run(connection, migration.read_text(encoding="utf-8"))
    _run(connection, _OURS)
    _run(connection, _VERSIONS)
    connection.execute(
        text("INSERT INTO gongkai_queue_version VALUES (:migration)"),
        {"migration": to or newest()},
    )


def _bring(connection: Connection, found: str, to: str) -> bool:
    todo = [migration for migration in _migrations() if found < migration.stem <= to]
    if not todo:
        return False
    _run(connection, f"SET LOCAL search_path TO {SCHEMA}")
    for migration in todo:
        _run(connection, migration.read_text(encoding="utf-8"))
    connection.execute(text("UPDATE gongkai_queue_version SET migration = :to"), {"to": to})
    return True


def _version(connection: Connection) -> str:
    asked = text("SELECT migration FROM gongkai_queue.gongkai_queue_version")
    return str(connection.scalar(asked))


def _run(connection: Connection, statements: str) -> None:
    plain = connection.execution_options(no_parameters=True)
    plain.exec_driver_sql(statements)
