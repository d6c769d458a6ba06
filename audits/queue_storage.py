"""Whether a desk has a queue at all: on PostgreSQL with its extra.  Loads nothing of either."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from audits.desk.setup import Desk
from audits.refused import RefusedError
from audits.store import Store
from audits.store.postgres_address import PostgresAddress, postgres_address

_ALIVE = timedelta(seconds=60)
_NEEDED = ("procrastinate", "psycopg", "psycopg_pool")


def queue_address(desk: Desk) -> PostgresAddress:
    """Where the queue is.  Raises RefusedError where there is none."""
    address = postgres_address(desk.storage)
    if address is not None:
        if any(find_spec(name) is None for name in _NEEDED):
            raise RefusedError(
                "多台机器的任务队列要用的程序库这里没有安装。请运行：pip install 'gongkai[cluster]'"
            )
        return address
    raise RefusedError(
        f"{desk.path} 的数据存放在 SQLite（{desk.storage}），没有任务队列：一台机器用 gongkai serve "
        "或 gongkai scan。要用几台机器，把 storage 改为 postgresql://用户@主机/数据库，见 docs/deployment.md。"
    )


def refuse_beside_workers(desk: Desk, store: Store, clock: Callable[[], datetime]) -> None:
    """Raise RefusedError where workers make the planned scans of this store: nobody else should."""
    if postgres_address(desk.storage) is None or find_spec("procrastinate") is None:
        return
    with store.reading() as connection:
        if not import_module("audits.queue.schema").present(connection):
            return
    book = import_module("audits.queue.book")
    with book.Book(store).reading() as connection:
        now = store.moment(connection, clock)
        alive = [one for one in book.workers(connection) if now - one.beat < _ALIVE]
    if alive:
        hosts = "、".join(sorted({one.host for one in alive}))
        raise RefusedError(
            f"这个数据库的计划检查由 gongkai worker 来做（{hosts}），不用再运行 serve 或 scan --due。"
            "要现在就检查，用 gongkai queue add；看进展，用 gongkai queue status。"
        )
