"""Whether a desk has a queue at all: on PostgreSQL with its extra.  Loads nothing of either."""

from __future__ import annotations

from importlib.util import find_spec

from audits.desk.setup import Desk
from audits.refused import RefusedError
from audits.store.postgres_address import PostgresAddress, postgres_address

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
