"""The revision of a store's tables, and how to bring them to another.  Loads Alembic only when there is work."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, inspect, select, table

from audits.store.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

TABLE = "gongkai_schema"  # of our own name: a store of another program is not taken for ours
NEWEST = "0004"
FOLDER = Path(__file__).with_name("migrations")


def of(connection: Connection) -> str | None:
    """The revision of the tables; None where there are none of ours."""
    if not inspect(connection).has_table(TABLE):
        return None
    return connection.scalar(select(column("version_num")).select_from(table(TABLE)))


def known() -> tuple[str, ...]:
    """All revisions that this program knows, oldest first."""
    scripts = import_module("alembic.script").ScriptDirectory.from_config(_config())
    return tuple(script.revision for script in scripts.walk_revisions())[::-1]


def older(found: str, than: str) -> bool:
    """Say whether a revision ("" is none) comes before another."""
    order = ("", *known())
    return order.index(found) < order.index(than)


def refuse_foreign(found: str, place: str) -> None:
    """Raise StoreError where a revision is not one that this program knows."""
    if found and found not in known():
        raise StoreError(
            f"数据库 {place} 是更新版本的 gongkai 建立的（结构版本 {found}，本程序最高 {NEWEST}），没有打开。"
            "请升级 gongkai 后再用；数据没有动。"
        )


def refuse_strangers(connection: Connection, place: str) -> None:
    """Raise StoreError where there are tables, but none of ours."""
    names = set(inspect(connection).get_table_names())
    if names and TABLE not in names:
        raise StoreError(
            f"数据库 {place} 属于别的程序（有表 {'、'.join(sorted(names)[:3])}），没有动它。请换一个路径。"
        )


def refuse_filled(connection: Connection, place: str) -> None:
    """Raise StoreError where there is any table."""
    names = sorted(inspect(connection).get_table_names())
    if names:
        raise StoreError(
            f"数据库 {place} 不是空的（有表 {'、'.join(names[:3])}），没有动它。请建一个新的空数据库。"
        )


def bring(connection: Connection, to: str = NEWEST) -> None:
    """Bring the tables to a revision, within the transaction of the connection."""
    config = _config()
    config.attributes["connection"] = connection
    import_module("alembic.command").upgrade(config, to)


def _config() -> Config:
    config: Config = import_module("alembic.config").Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
